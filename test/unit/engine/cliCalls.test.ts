import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runBatch, runCall, toJson, unknownMethod, type CliCall } from '../../../src/engine/cliCalls.js';
import { GlassboxError } from '../../../src/protocol/engine/index.js';

/** Gives back what it was called with, or throws what `method` names. */
const echo: CliCall = (method, params) => {
  if (method === 'refuse') return Promise.reject(new GlassboxError('too-long', 'Too long by 3 tokens.'));
  if (method === 'crash') return Promise.reject(new TypeError('no code of ours'));
  return Promise.resolve({ method, params });
};

const linesOf = (...lines: string[]) => Readable.from(lines) as AsyncIterable<string>;

describe('the console', () => {
  it('prints typed arrays as plain ones and non-finite numbers as null', () => {
    const value = { logits: Float32Array.of(1, -Infinity, Number.NaN), ids: Int32Array.of(3, 4), score: -Infinity };
    expect(toJson(value)).toBe('{"logits":[1,null,null],"ids":[3,4],"score":null}');
  });

  it('names all that it has, each once', () => {
    const { message } = unknownMethod('nothing', ['batch', 'train', 'server']);
    expect(message).toMatch(/^There is no method nothing\. Methods: .*\bfillMask\b.*, batch, server\.$/);
    expect(message.match(/\btrain\b/g)).toHaveLength(1);
  });

  it('answers with value or coded error', async () => {
    expect(await runCall(echo, 'tokens', '{"text":"a"}')).toEqual({
      ok: true,
      line: '{"ok":true,"value":{"method":"tokens","params":{"text":"a"}}}',
    });
    expect((await runCall(echo, 'refuse', '{}')).line).toBe(
      '{"ok":false,"error":{"code":"too-long","message":"Too long by 3 tokens."}}',
    );
    expect(JSON.parse((await runCall(echo, 'crash', '{}')).line)).toMatchObject({ error: { code: 'internal' } });
    expect(JSON.parse((await runCall(echo, 'tokens', '{')).line)).toMatchObject({ error: { code: 'bad-request' } });
  });

  it('answers every line in order, failures included', async () => {
    const printed: string[] = [];
    const lines = linesOf('{"method":"tokens","params":{"text":"a"}}', '', 'nonsense', '{"method":"refuse"}', 'null');
    await runBatch(echo, lines, (line) => printed.push(line));
    expect(printed.map((line) => (JSON.parse(line) as { ok: boolean }).ok)).toEqual([true, false, false, true]);
  });
});
