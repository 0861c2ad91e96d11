import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileFault, graphPath, jsonFile, namesIn } from '../../../src/engine/files.js';
import { readConfig } from '../../../src/engine/models/config.js';
import type { GlassboxError } from '../../../src/protocol/engine/index.js';

const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'files-')));
afterAll(() => rmSync(work, { recursive: true }));

const at = (name: string) => path.join(work, name);
const put = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};
const read = async (file: string) => (await jsonFile(file, 1000))?.read() ?? null;

const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 90000\n`;
const posix = process.platform !== 'win32';

describe('a JSON file', () => {
  it('is null when there is none, also below what is no folder', async () => {
    put('plain', '{}');
    expect(await read(at('nowhere'))).toBeNull();
    expect(await read(at('plain/config.json'))).toBeNull();
  });

  it.each([
    ['UTF-8', '{"a": "é"}'],
    ['UTF-8 with a mark', '\uFEFF{"a": "é"}'],
    ['UTF-16 with a mark', Buffer.from('\uFEFF{"a": "é"}', 'utf16le')],
  ])('is taken in %s', async (_, content) => {
    expect(await read(put('a.json', content))).toEqual({ a: 'é' });
  });

  it.each([
    ['', /is empty/],
    [LFS, /git lfs pull/],
    ['{"a": NaN}', /no NaN and no Infinity/],
    ['{"a": [1, -Infinity]}', /no NaN and no Infinity/],
    ['[]', /no JSON object/],
    ['null', /no JSON object/],
    ['{"a": ', /no JSON \(/],
    [`{"a": "${'x'.repeat(1000)}"}`, /has 0 MB; such a file has 0 MB at most/],
  ])('that holds %j is refused, and told by its name', async (content, message) => {
    const file = put('b.json', content);
    await expect(read(file)).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringContaining(file) as unknown,
    });
    await expect(read(file)).rejects.toThrow(message);
  });

  it('of gigabytes is refused unread', async () => {
    truncateSync(put('large.json', '{}'), 5_000_000_000);
    await expect(read(at('large.json'))).rejects.toThrow(/has 5,000 MB/);
  });

  it('has another mark when it has changed', async () => {
    const file = put('c.json', '{"a": 1}');
    const before = await jsonFile(file, 1000);
    expect((await jsonFile(file, 1000))?.stamp).toBe(before?.stamp);
    writeFileSync(file, '{"a": 2}');
    utimesSync(file, 1, 1);
    expect((await jsonFile(file, 1000))?.stamp).not.toBe(before?.stamp);
  });
});

describe.runIf(posix)('what is no plain file', () => {
  it.each([
    ['pipe', () => void execFileSync('mkfifo', [at('pipe')]), /is a pipe, not a file/],
    ['folder', () => void mkdirSync(at('folder')), /is a folder, not a file/],
    ['zero', () => symlinkSync('/dev/zero', at('zero')), /is a device, not a file/],
    ['dangling', () => symlinkSync('../gone', at('dangling')), /is a link to \.\.\/gone, where there is nothing/],
    ['circle', () => symlinkSync('circle', at('circle')), /leads back to itself/],
  ])('is told, and never opened: a %s', async (name, make, message) => {
    make();
    await expect(graphPath(at(name))).rejects.toThrow(message);
    await expect(read(at(name))).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(message) as unknown,
    });
    expect((await namesIn(work)).get(name)).toBeNull();
  });

  it('does not stand in the way of a file that a link leads to', async () => {
    const blob = put('blob', 'x');
    symlinkSync('blob', at('link'));
    expect(await graphPath(at('link'))).toBe(blob);
    expect((await namesIn(work)).get('link')).toBe(1);
  });
});

it('a graph that is missing, empty or a pointer of Git LFS is told as that', async () => {
  await expect(graphPath(at('none.onnx'))).rejects.toThrow(/There is no .*none\.onnx/);
  await expect(graphPath(put('empty.onnx', ''))).rejects.toThrow(/is empty/);
  await expect(graphPath(put('lfs.onnx', LFS))).rejects.toThrow(/git lfs pull/);
});

it.each([
  ['EACCES', 'model-broken', /may not be read \(EACCES\)/],
  ['EMFILE', 'out-of-memory', /no room for another open file \(EMFILE\)/],
  ['ENFILE', 'out-of-memory', /ENFILE/],
  ['EISDIR', 'model-broken', /is a folder/],
  ['EIO', 'model-broken', /cannot be read: i\/o/],
])('the system’s %s is told as what it is', (code, wanted, message) => {
  const fault = fileFault('f', Object.assign(new Error('i/o'), { code }));
  expect(fault).toMatchObject({ code: wanted, message: expect.stringMatching(message) as unknown });
});

describe('a config', () => {
  const sound = { model_type: 'gpt2', n_positions: 64, vocab_size: 100 };
  let count = 0;
  const folder = (files: Record<string, object>) => {
    const made = at(`model-${count++}`);
    mkdirSync(made);
    for (const [name, value] of Object.entries(files)) writeFileSync(path.join(made, name), JSON.stringify(value));
    return made;
  };

  it.each([
    [
      'config.json',
      { d_model: 1e15 },
      /config\.json: d_model is 1000000000000000; it must be a whole number from 1 to 1,000,000/,
    ],
    ['config.json', { n_positions: 0 }, /n_positions is 0; it must be a whole number from 1/],
    ['config.json', { vocab_size: '12' }, /vocab_size is "12"; it must be a whole number/],
    ['config.json', { n_layer: 1.5 }, /n_layer is 1\.5; /],
    ['config.json', { model_type: undefined }, /config\.json: model_type is missing/],
    ['config.json', { eos_token_id: [1, -2] }, /eos_token_id(\.1)? is .*-2/],
    ['config.json', { pad_token_id: 1.5 }, /pad_token_id is 1\.5; it must be a whole number from -1/],
    ['generation_config.json', { eos_token_id: 'x' }, /generation_config\.json: eos_token_id is "x"; /],
    [
      'tokenizer_config.json',
      { model_max_length: -1 },
      /tokenizer_config\.json: model_max_length is -1; it must be a number from 1/,
    ],
  ])('with something odd in %s is refused by file and field: %j', async (file, change, message) => {
    const files: Record<string, object> = { 'config.json': sound };
    files[file] = { ...files[file], ...change };
    await expect(readConfig(folder(files))).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('tells windows what stands there, and what must', async () => {
    const detailsWith = async (change: object) => {
      const model = folder({ 'config.json': { ...sound, ...change } });
      const { details } = (await readConfig(model).catch((error: unknown) => error)) as GlassboxError;
      return details;
    };
    expect(await detailsWith({ vocab_size: '12' })).toMatchObject({
      at: 'vocab_size',
      found: '"12"',
      expected: { type: 'whole', min: 1, max: 1_000_000 },
    });
    expect(await detailsWith({ eos_token_id: 'x' })).toMatchObject({ found: '"x"', expected: { type: 'tokenIds' } });
    expect(await detailsWith({ model_type: undefined })).toMatchObject({ at: 'model_type', found: null });
  });

  it('may leave its tokenizer’s length open, as transformers writes it', async () => {
    const model = folder({ 'config.json': sound, 'tokenizer_config.json': { model_max_length: 1e30 } });
    expect(await readConfig(model)).toMatchObject({ tokenizerMaxLength: null, n_positions: 64 });
  });

  it('is read again when its file has changed', async () => {
    const model = folder({ 'config.json': sound });
    expect((await readConfig(model)).n_positions).toBe(64);
    writeFileSync(path.join(model, 'config.json'), JSON.stringify({ ...sound, n_positions: 128 }));
    expect((await readConfig(model)).n_positions).toBe(128);
  });

  it.runIf(posix)('whose generation_config.json cannot be read is refused', async () => {
    const model = folder({ 'config.json': sound });
    symlinkSync('gone', path.join(model, 'generation_config.json'));
    await expect(readConfig(model)).rejects.toThrow(/generation_config\.json is a link to gone/);
  });
});
