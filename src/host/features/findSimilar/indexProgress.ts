import type { Progress } from '../../../protocol/engine/index.js';

type Report = Pick<Extract<Progress, { kind: 'index' }>, 'stage' | 'done' | 'total'>;

/** How far the making of an index is. */
export interface IndexProgress extends Report {
  /** null until it can be told */
  secondsLeft: number | null;
}

/** Before so much is done, and so long has gone by, nothing is said of how long the rest takes. */
const TELLING_SHARE = 0.02;
const TELLING_MS = 2000;

/** Follows the making of an index, and tells from what has been done how long the rest takes. */
export class ProgressFollower {
  #since: { at: number; done: number } | null = null;

  /** @param now milliseconds */
  next({ stage, done, total }: Report, now: number): IndexProgress {
    if (stage === 'embedding') this.#since ??= { at: now, done };
    return { stage, done, total, secondsLeft: this.#secondsLeft(done, total, now) };
  }

  #secondsLeft(done: number, total: number, now: number): number | null {
    if (this.#since === null || total <= 0) return null;
    const [made, took] = [done - this.#since.done, now - this.#since.at];
    if (made < TELLING_SHARE * total || took < TELLING_MS) return null;
    return ((total - done) * took) / made / 1000;
  }
}
