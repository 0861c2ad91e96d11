import type { FinishReason } from '../../../protocol/engine/index.js';
import type { TokenStep } from '../../output.js';

/** A beam: what it has written so far and what that is worth. */
export interface BeamHypothesis {
  ids: readonly number[];
  /** the model's own, nats */
  logProbability: number;
  /** of what the processors left of the log-probabilities */
  sum: number;
  /** of its last token in the tree; −1 at the beginning or without a tree */
  node: number;
  steps: readonly TokenStep[];
}

export interface FinishedHypothesis extends BeamHypothesis {
  /** sum / length ^ lengthPenalty, Hugging Face's `sequences_scores` */
  score: number;
  finish: FinishReason;
}

export interface HypothesisPoolOptions {
  size: number;
  lengthPenalty: number;
  earlyStopping: boolean | 'never';
  /** most new tokens */
  limit: number;
}

/** The best finished hypotheses, as transformers' BeamHypotheses (4.49, generation/beam_search.py). */
export class HypothesisPool {
  readonly #options: HypothesisPoolOptions;
  #members: FinishedHypothesis[] = [];
  #worst = 1e9;

  constructor(options: HypothesisPoolOptions) {
    this.#options = options;
  }

  get members(): readonly FinishedHypothesis[] {
    return this.#members;
  }

  add(hypothesis: BeamHypothesis, finish: FinishReason): void {
    const { size, lengthPenalty } = this.#options;
    const score = normaliseByLength(hypothesis.sum, hypothesis.ids.length, lengthPenalty);
    if (this.#members.length >= size && score <= this.#worst) return;
    this.#members.push({ ...hypothesis, score, finish });
    if (this.#members.length <= size) {
      this.#worst = Math.min(score, this.#worst);
      return;
    }
    const rising = [...this.#members].sort((a, b) => a.score - b.score);
    this.#members = this.#members.filter((member) => member !== rising[0]);
    this.#worst = rising[1]?.score ?? score;
  }

  /**
   * Whether nothing still open can enter the pool.
   * @param bestSum of this step's best candidate
   * @param length new tokens of this step's candidates
   */
  isDone(bestSum: number, length: number): boolean {
    const { size, lengthPenalty, earlyStopping, limit } = this.#options;
    if (this.#members.length < size) return false;
    if (earlyStopping === true) return true;
    // `false` takes the present length for all that may come, which is inexact; `never` the most favourable one.
    const longest = earlyStopping === 'never' && lengthPenalty > 0 ? limit : length;
    return this.#worst >= normaliseByLength(bestSum, longest, lengthPenalty);
  }
}

export function normaliseByLength(sum: number, length: number, lengthPenalty: number): number {
  return sum / length ** lengthPenalty;
}

/** Takes the best of several pools, best first; among equals the one that finished later, as Hugging Face takes them. */
export function bestHypotheses(pools: readonly HypothesisPool[], count: number): FinishedHypothesis[] {
  return pools
    .flatMap((pool) => pool.members)
    .sort((a, b) => a.score - b.score)
    .reverse()
    .slice(0, count);
}
