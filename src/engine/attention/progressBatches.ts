import type { Progress } from '../../protocol/engine/index.js';
import { chunk } from './targetPrediction.js';

/** Milliseconds between two reports. */
const PERIOD = 100;

/**
 * Gives what is to be tried, so many at once. When the next ones are taken, those before them are done, which is reported; the
 * end of all is the method's value.
 */
export function* batchesWithProgress<T>(
  items: readonly T[],
  size: number,
  report: (progress: Progress) => void,
): Generator<readonly T[]> {
  let done = 0;
  let told = performance.now();
  for (const batch of chunk(items, size)) {
    if (done > 0 && performance.now() - told >= PERIOD) {
      told = performance.now();
      report({ kind: 'measured', done, count: items.length });
    }
    yield batch;
    done += batch.length;
  }
}
