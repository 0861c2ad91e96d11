/* A call that is followed: what it tells comes in its order, the value or the error last. */
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../src/protocol/engine/index.js';
import { EngineBench, type AskEngine } from '../../../../webview-ui/laboratory/model/bench.js';

const told = (done: number): Progress => ({ kind: 'measured', done, count: 3 });
const bench = (ask: (onProgress: (progress: Progress) => void) => Promise<unknown>, signal?: AbortSignal) =>
  new EngineBench(
    ((_method: never, _params: never, { onProgress }: Parameters<AskEngine>[2]) => ask(onProgress)) as never,
    signal ?? new AbortController().signal,
    () => undefined,
  );

describe('a call that is followed', () => {
  it('gives progress as it comes, what came meanwhile too, and the value last', async () => {
    const one = bench(async (onProgress) => {
      onProgress(told(1));
      onProgress(told(2));
      await new Promise((resolve) => setTimeout(resolve, 5));
      onProgress(told(3));
      return [];
    });
    const came: unknown[] = [];
    for await (const next of one.follow('models', {})) {
      came.push(next.kind === 'value' ? next.value : next.progress);
      await Promise.resolve();
    }
    expect(came).toEqual([told(1), told(2), told(3), []]);
    expect(one.calls).toEqual([{ method: 'models', params: {} }]);
  });

  it('throws what the engine says, behind what was told before', async () => {
    const one = bench((onProgress) => {
      onProgress(told(1));
      return Promise.reject(new Error('ended'));
    });
    const came: unknown[] = [];
    const all = async () => {
      for await (const next of one.follow('models', {})) came.push(next);
    };
    await expect(all()).rejects.toThrow('ended');
    expect(came).toEqual([{ kind: 'progress', progress: told(1) }]);
  });
});
