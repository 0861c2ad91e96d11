import { describe, expect, it } from 'vitest';
import { coded } from '../../../src/engine/faults.js';
import { GlassboxError } from '../../../src/protocol/engine/index.js';

const system = (code: string, message: string) => Object.assign(new Error(message), { code });
const noHandles = system('EMFILE', "EMFILE: too many open files, open '/models/config.json'");

describe('a fault of the process’s own', () => {
  it.each([
    [system('ERR_DLOPEN_FAILED', 'libonnxruntime.so.1: failed to map segment from shared object'), 'out-of-memory'],
    [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    [system('ENOMEM', 'ENOMEM: not enough memory, read'), 'out-of-memory'],
    [new Error('std::bad_alloc'), 'out-of-memory'],
  ])('says that memory is short: %s', (error, code) => {
    expect(coded(error)).toMatchObject({ code, message: expect.stringContaining('Close other programs') as string });
  });

  it.each([
    system('ERR_DLOPEN_FAILED', 'libonnxruntime.so.1: cannot open shared object file: No such file or directory'),
    system('ERR_DLOPEN_FAILED', "/lib/libc.so.6: version `GLIBC_2.28' not found"),
    system('MODULE_NOT_FOUND', "Cannot find module '/dist/native/linux-x64/onnxruntime_binding.node'"),
  ])('says that the extension is to be installed again: %s', (error) => {
    const { code, message } = coded(error);
    expect(code).toBe('internal');
    expect(message).toContain(error.message);
    expect(message).toContain('Install the extension again');
  });

  it.each([
    noHandles,
    system('ENFILE', 'ENFILE: file table overflow, scandir'),
    new GlassboxError('model-broken', 'It cannot be read.', { cause: noHandles }),
  ])('says that no more files can be opened, whoever noticed: %s', (error) => {
    const { code, message } = coded(error);
    expect(code).toBe('internal');
    expect(message).toMatch(/no more files.*ulimit -n/);
  });

  it('leaves coded errors as they are, and the rest what it is', () => {
    const known = new GlassboxError('no-mask', 'There is none.');
    expect(coded(known)).toBe(known);
    expect(coded(new TypeError('x is not a function'))).toMatchObject({
      code: 'internal',
      message: 'x is not a function',
    });
    expect(coded('odd')).toMatchObject({ code: 'internal', message: 'odd' });
  });
});
