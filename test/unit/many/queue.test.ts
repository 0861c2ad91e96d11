import { describe, expect, it } from 'vitest';
import { workOff, type QueueWork } from '../../../src/many/queue.js';
import { GlassboxError, type ServerProblem } from '../../../src/protocol/engine/index.js';

const serverFault = (problem: ServerProblem, seconds?: number) =>
  new GlassboxError('server-failed', problem, {
    details: { kind: 'server', problem, host: 'h', ...(seconds !== undefined && { seconds }) },
  });

/** Time that goes on only when nothing else does. */
function fakeClock() {
  let time = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const wait = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      sleepers.push({ at: time + milliseconds, wake: resolve });
      signal?.addEventListener('abort', () => resolve());
    });
  let runs = true;
  const tick = async () => {
    while (runs) {
      await new Promise((resolve) => setImmediate(resolve));
      sleepers.sort((one, other) => one.at - other.at);
      const next = sleepers.shift();
      if (!next) continue;
      time = Math.max(time, next.at);
      next.wake();
    }
  };
  void tick();
  return { clock: { now: () => time, wait }, wait, seconds: () => time / 1000, stop: () => void (runs = false) };
}

interface Watched {
  done: number[];
  failed: [number, string][];
  began: { item: number; at: number }[];
  most: number;
}

/** Works off so many numbers, each by `answer`. */
async function work(
  count: number,
  parallel: number,
  answer: (item: number, tries: number, time: ReturnType<typeof fakeClock>) => Promise<void>,
  more: Partial<QueueWork<number>> = {},
): Promise<Watched & { seconds: number; error: unknown }> {
  const time = fakeClock();
  const watched: Watched = { done: [], failed: [], began: [], most: 0 };
  const tries = new Map<number, number>();
  let [next, active, error] = [0, 0, null as unknown];
  await workOff<number>({
    parallel,
    clock: time.clock,
    next: () => Promise.resolve(next < count ? next++ : null),
    run: async (item) => {
      active += 1;
      watched.most = Math.max(watched.most, active);
      watched.began.push({ item, at: time.seconds() });
      tries.set(item, (tries.get(item) ?? 0) + 1);
      try {
        await answer(item, tries.get(item)!, time);
        watched.done.push(item);
      } finally {
        active -= 1;
      }
    },
    fail: (item, fault) => watched.failed.push([item, fault.message]),
    ...more,
  }).catch((fault: unknown) => (error = fault));
  time.stop();
  return { ...watched, seconds: time.seconds(), error };
}

const all = (count: number) => Array.from({ length: count }, (_, at) => at);
const sorted = (list: readonly number[]) => [...list].sort((one, other) => one - other);

describe('a queue', () => {
  it('works in order, one at a time', async () => {
    const { done, most } = await work(20, 1, () => Promise.resolve());
    expect(done).toEqual(all(20));
    expect(most).toBe(1);
  });

  it('has as many at work as are taken', async () => {
    const { done, most, seconds } = await work(100, 8, (_item, _tries, time) => time.wait(1000));
    expect(sorted(done)).toEqual(all(100));
    expect(most).toBe(8);
    expect(seconds).toBeLessThan(15);
  });

  it('waits as long as a busy server says, loses nothing, and asks for fewer at once', async () => {
    const asked: number[] = [];
    const found = await work(
      60,
      16,
      async (item, tries, time) => {
        await time.wait(100);
        if (item === 10 && tries === 1) throw serverFault('busy', 30);
      },
      { onBusy: (seconds) => asked.push(seconds) },
    );
    expect(sorted(found.done)).toEqual(all(60));
    expect(asked).toEqual([30]);
    const refusedAt = 0.1;
    // What was under way ends; nothing begins before the time has come.
    expect(found.began.filter(({ at }) => at > refusedAt + 0.2 && at < 30)).toEqual([]);
    const then = found.began.filter(({ at }) => at >= 30);
    expect(then[0]!.item).toBe(10);
    expect(then.filter(({ at }) => at === then[0]!.at).length).toBe(8);
  });

  it('narrows once for a burst of refusals, and widens again', async () => {
    const limit = 4;
    let active = 0;
    const found = await work(400, 64, async (_item, _tries, time) => {
      active += 1;
      try {
        if (active > limit) throw serverFault('busy', 1);
        await time.wait(50);
      } finally {
        active -= 1;
      }
    });
    expect(sorted(found.done)).toEqual(all(400));
    expect(found.error).toBeNull();
    const one = await work(200, 8, async (item, tries, time) => {
      await time.wait(100);
      if (item < 8 && tries === 1) throw serverFault('busy', 2);
    });
    // Eight refusals of one burst: 4 at once afterwards, not 1, and 8 again in the end.
    expect(one.began.filter(({ at }) => at === one.began.find((entry) => entry.at >= 2)!.at).length).toBe(4);
    const last = Math.max(...one.began.map(({ at }) => at));
    expect(one.began.filter(({ at }) => at > last - 0.35 && at <= last - 0.05).length).toBeGreaterThanOrEqual(8);
  });

  it('gives an error that is a text’s own to this text', async () => {
    const { done, failed, error } = await work(9, 3, (item) =>
      item % 3 === 0 ? Promise.reject(new GlassboxError('too-long', 'long')) : Promise.resolve(),
    );
    expect(error).toBeNull();
    expect(sorted(done)).toEqual([1, 2, 4, 5, 7, 8]);
    expect(failed.map(([item]) => item).sort()).toEqual([0, 3, 6]);
  });

  it('ends at an error that is every text’s, when what is at work is through', async () => {
    let ended = 0;
    const { error, done } = await work(50, 4, async (item, _tries, time) => {
      if (item === 5) throw serverFault('key');
      await time.wait(1000);
      ended += 1;
    });
    expect(error).toMatchObject({ details: { problem: 'key' } });
    expect(done.length).toBe(ended);
    expect(done.length).toBeLessThan(20);
  });

  it('tries again what may work another time, and ends where nothing does', async () => {
    const passing = await work(5, 2, (item, tries) =>
      item === 2 && tries < 3 ? Promise.reject(serverFault('stalled', 60)) : Promise.resolve(),
    );
    expect(sorted(passing.done)).toEqual(all(5));
    const gone = await work(5, 2, () => Promise.reject(serverFault('unreachable')));
    expect(gone.error).toMatchObject({ details: { problem: 'unreachable' } });
    expect(gone.failed).toEqual([]);
  });

  it('gives up a text that fails again and again while others go through', async () => {
    const { failed, done, error } = await work(200, 2, async (item, _tries, time) => {
      await time.wait(500);
      if (item === 3) throw serverFault('failed');
    });
    expect(error).toBeNull();
    expect(failed).toEqual([[3, 'failed']]);
    expect(done.length).toBe(199);
  });

  it('ends where a server fails at all of them, and has none of them failed', async () => {
    const { failed, error } = await work(50, 8, () => Promise.reject(serverFault('failed')));
    expect(error).toMatchObject({ details: { problem: 'failed' } });
    expect(failed).toEqual([]);
  });

  it('comes to its end where the only ones that are left fail', async () => {
    const { failed, error } = await work(2, 4, () => Promise.reject(serverFault('failed')));
    expect(error).toBeNull();
    expect(failed.map(([item]) => item).sort()).toEqual([0, 1]);
  });

  it('does not wait for ever for a server that is always busy', async () => {
    const { error, seconds } = await work(3, 2, () => Promise.reject(serverFault('busy', 60)));
    expect(error).toMatchObject({ details: { problem: 'busy' } });
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThan(20 * 60);
  });

  it('ends when it is cancelled, also while it waits', async () => {
    const controller = new AbortController();
    const found = await work(
      3,
      1,
      () => {
        setTimeout(() => controller.abort(), 0);
        return Promise.reject(serverFault('busy', 1e6));
      },
      {
        signal: controller.signal,
        clock: {
          now: () => 0,
          wait: (_ms, signal) => new Promise((done) => signal.addEventListener('abort', () => done())),
        },
      },
    );
    expect(found.error).toMatchObject({ code: 'cancelled' });
  });
});
