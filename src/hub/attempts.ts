import { throwIfCancelled } from '../protocol/engine/index.js';
import type { Timeouts } from './connections.js';
import { Trouble } from './fault.js';
import { backoff, MOST_WAIT, pause } from './waiting.js';

/** Told before each wait: seconds until the next try, and the problem. */
export type OnWait = (seconds: number, trouble: Trouble) => void;

/** What is not to be trusted is fetched anew so many times. */
const MOST_ANEW = 1;

/**
 * Tries until it succeeds, or nothing comes of it any more.
 * @param work with the last trouble; it says by `progressed` that something has come, and the count begins again
 * @throws GlassboxError
 */
export async function attempts<T>(
  work: (progressed: () => void, last: Trouble | null) => Promise<T>,
  { firstWait, mostWait, tries }: Timeouts,
  { signal, onWait }: { signal?: AbortSignal | undefined; onWait?: OnWait | undefined } = {},
): Promise<T> {
  let [failed, anew] = [0, 0];
  let last: Trouble | null = null;
  for (;;) {
    try {
      return await work(() => (failed = 0), last);
    } catch (error) {
      throwIfCancelled(signal);
      if (!(error instanceof Trouble)) throw error;
      last = error;
      if (error.remedy === 'anew') anew += 1;
      failed += 1;
      const wait = Math.max(error.wait ?? 0, backoff(failed - 1, { first: firstWait, most: mostWait }));
      const isOver = error.remedy === 'none' || anew > MOST_ANEW || failed >= tries || wait > MOST_WAIT;
      if (isOver) throw error.toError();
      onWait?.(wait, error);
      await pause(wait, signal).catch(() => throwIfCancelled(signal));
    }
  }
}
