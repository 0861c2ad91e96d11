import { describe, expect, it } from 'vitest';
import { EngineRequestHandler } from '../../../../../src/host/features/attention/engineRequests.js';
import { sanitizeFileName } from '../../../../../src/host/core/fileName.js';
import { parseRequest } from '../../../../../src/host/features/attention/requestSchema.js';
import { GlassboxError, type Progress } from '../../../../../src/protocol/engine/index.js';

type Arguments = ConstructorParameters<typeof EngineRequestHandler>;

/** An engine whose calls end when they are told to, or are cancelled. */
function scene() {
  const calls: { method: string; options: unknown; settle: (value: unknown) => void; aborted: () => boolean }[] = [];
  const progress: unknown[] = [];
  const engine = {
    call: (method: string, _: unknown, options: unknown, signal: AbortSignal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new GlassboxError('cancelled', 'The run was cancelled.')));
        calls.push({
          method,
          options,
          settle: (value) => (value instanceof Error ? reject(value) : resolve(value)),
          aborted: () => signal.aborted,
        });
      }),
  };
  const asks = new EngineRequestHandler(engine as unknown as Arguments[0]);
  const ask = (slot: string, signal = new AbortController().signal) =>
    asks.ask({ slot, method: 'attention', params: { text: 'x' } }, { signal, onProgress: (it) => progress.push(it) });
  return { ask, calls, progress };
}

describe('the questions of the page', () => {
  it('are answered with the engine’s value', async () => {
    const { ask, calls } = scene();
    const asked = ask('map');
    calls[0]!.settle({ maps: [] });
    expect(await asked).toEqual({ maps: [] });
    expect(calls[0]!.options).toMatchObject({ priority: 'visible' });
  });

  it('tell how far they are, when they try many things', async () => {
    const { ask, calls, progress } = scene();
    const asked = ask('occlusion');
    const { onProgress } = calls[0]!.options as { onProgress: (progress: Progress) => void };
    onProgress({ kind: 'measured', done: 12, count: 80 });
    expect(progress).toEqual([{ done: 12, count: 80 }]);
    calls[0]!.settle({});
    await asked;
  });

  it('fail with code and message', async () => {
    const { ask, calls } = scene();
    const asked = ask('map');
    calls[0]!.settle(new GlassboxError('too-long', '600 tokens, 512 at most.'));
    await expect(asked).rejects.toMatchObject({ code: 'too-long', message: '600 tokens, 512 at most.' });
  });

  it('are cancelled when they are taken back, and no other', async () => {
    const { ask, calls } = scene();
    const abort = new AbortController();
    const first = ask('map', abort.signal);
    const other = ask('summary');
    abort.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(calls.map(({ aborted }) => aborted())).toEqual([true, false]);
    calls[1]!.settle('a');
    await other;
  });
});

describe('a link to the panel', () => {
  it('says what to show, and of which text', () => {
    const place = { uri: 'file:///a.txt', start: 4, end: 9 };
    expect(parseRequest({ view: { layer: 2, head: null, words: true }, place })).toEqual({
      view: { layer: 2, head: null, words: true },
      place,
    });
    expect(parseRequest({ view: {} })).toEqual({ view: {} });
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [{ view: { layer: -1 } }],
    [{ view: { layer: 1.5 } }],
    [{ view: { view: 'other' } }],
    [{ view: { unknown: 1 } }],
    [{ view: {}, place: { uri: 'x', start: 0 } }],
    [{ view: {}, place: { uri: 1, start: 0, end: 1 } }],
  ])('is refused: %j', (argument) => {
    expect(parseRequest(argument)).toBeNull();
  });
});

describe('the name of a file', () => {
  it.each([
    ['attention-bert-mini-layer-1', 'attention-bert-mini-layer-1.svg'],
    ['../../etc/passwd', 'etc-passwd.svg'],
    ['a/b\\c:d*e?f"g<h>i|j\u0000k', 'a-b-c-d-e-f-g-h-i-j-k.svg'],
    ['  .hidden. ', 'hidden.svg'],
    ['', 'attention.svg'],
    ['河岸', '河岸.svg'],
    ['x'.repeat(300), `${'x'.repeat(60)}.svg`],
  ])('%j → %s', (name, expected) => {
    expect(sanitizeFileName(name, 'svg')).toBe(expected);
  });
});
