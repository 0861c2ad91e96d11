import type { GenerationStep } from '../../../src/protocol/engine/index.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';

/** The token that the model least expected; null where there is none, the first among equals. */
export function leastLikely(steps: readonly Pick<GenerationStep, 'probability'>[]): number | null {
  let least: number | null = null;
  for (const [index, { probability }] of steps.entries()) {
    if (least === null || probability < (steps[least]?.probability ?? 1)) least = index;
  }
  return least;
}

/**
 * Where two texts part, by their tokens: each index at which they begin to differ, the first of them where they part for
 * the first time. One that ends before the other parts from it there.
 */
export function forks(a: readonly number[], b: readonly number[]): number[] {
  const found: number[] = [];
  let same = true;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const differs = a[index] !== b[index];
    if (differs && same) found.push(index);
    same = !differs;
  }
  return found;
}

type Written = Pick<DecodingRun, 'branch' | 'sequences'>;

/** What a run's first text is made of since its prompt, a branch's fixed tokens included. */
const idsOf = ({ branch, sequences }: Written) => [...(branch?.ids ?? []), ...(sequences[0]?.ids ?? [])];

/**
 * The forks of a run's first text with another's, as indices of its own tokens. What lies in a branch's fixed beginning
 * leads to its first token, and what lies behind a text that ended to its last one.
 */
export function forksWith(run: Written, other: Written): number[] {
  const offset = run.branch?.ids.length ?? 0;
  const last = (run.sequences[0]?.ids.length ?? 0) - 1;
  const own = forks(idsOf(run), idsOf(other)).map((at) => Math.min(last, Math.max(0, at - offset)));
  return [...new Set(own)];
}

/** The next of some places behind one, or the first again; null where there is none. */
export function nextPlace(places: readonly number[], from: number | null): number | null {
  return places.find((place) => from === null || place > from) ?? places[0] ?? null;
}
