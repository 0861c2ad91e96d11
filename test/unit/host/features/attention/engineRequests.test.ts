import { describe, expect, it } from 'vitest';
import { EngineRequestHandler } from '../../../../../src/host/features/attention/engineRequests.js';
import { sanitizeFileName } from '../../../../../src/host/core/fileName.js';
import { parseRequest } from '../../../../../src/host/features/attention/requestSchema.js';
import { GlassboxError, type Progress } from '../../../../../src/protocol/engine/index.js';
import { type ToAttentionWebview } from '../../../../../src/protocol/webviews/index.js';

type Arguments = ConstructorParameters<typeof EngineRequestHandler>;

/** An engine whose calls end when they are told to, or are cancelled. */
function scene() {
  const calls: { method: string; options: unknown; settle: (value: unknown) => void; aborted: () => boolean }[] = [];
  const sent: ToAttentionWebview[] = [];
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
  const asks = new EngineRequestHandler(engine as unknown as Arguments[0], (message) => sent.push(message));
  const ask = (id: number, slot: string) =>
    asks.ask({ type: 'ask', id, slot, method: 'attention', params: { text: 'x' } });
  return { asks, ask, calls, sent };
}

describe('the questions of the page', () => {
  it('are answered under their number, with the time they took', async () => {
    const { ask, calls, sent } = scene();
    const done = ask(7, 'map');
    calls[0]!.settle({ maps: [] });
    await done;
    expect(sent).toEqual([
      { type: 'answer', id: 7, method: 'attention', value: { maps: [] }, milliseconds: expect.any(Number) as number },
    ]);
    expect(calls[0]!.options).toMatchObject({ priority: 'visible' });
  });

  it('tell how far they are, when they try many things', async () => {
    const { ask, calls, sent } = scene();
    const done = ask(3, 'occlusion');
    const { onProgress } = calls[0]!.options as { onProgress: (progress: Progress) => void };
    onProgress({ kind: 'measured', done: 12, count: 80 });
    expect(sent).toEqual([{ type: 'measured', id: 3, done: 12, count: 80 }]);
    calls[0]!.settle({});
    await done;
  });

  it('fail with code and message', async () => {
    const { ask, calls, sent } = scene();
    const done = ask(1, 'map');
    calls[0]!.settle(new GlassboxError('too-long', '600 tokens, 512 at most.'));
    await done;
    expect(sent).toEqual([{ type: 'failed', id: 1, error: { code: 'too-long', message: '600 tokens, 512 at most.' } }]);
  });

  it('are cancelled by a newer one in the same slot, and by no other', async () => {
    const { ask, calls, sent } = scene();
    const first = ask(1, 'map');
    const other = ask(2, 'summary');
    const second = ask(3, 'map');
    await first;
    expect(sent).toEqual([{ type: 'failed', id: 1, error: { code: 'cancelled', message: 'The run was cancelled.' } }]);
    expect(calls.map(({ aborted }) => aborted())).toEqual([true, false, false]);
    calls[1]!.settle('a');
    calls[2]!.settle('b');
    await Promise.all([other, second]);
    expect(sent.slice(1)).toMatchObject([{ id: 2 }, { id: 3 }]);
  });

  it('are all cancelled when the panel closes', async () => {
    const { asks, ask, calls } = scene();
    const open = [ask(1, 'a'), ask(2, 'b')];
    asks.cancelAll();
    await Promise.all(open);
    expect(calls.every(({ aborted }) => aborted())).toBe(true);
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
