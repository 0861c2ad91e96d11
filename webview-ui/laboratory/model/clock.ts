import type { Timed } from './experiment.js';

/** How long some work takes, once: with the way to the engine and back. */
export async function clocked<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const before = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - before };
}

/** The middle one, of an even number the mean of both; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length === 0 ? 0 : (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
