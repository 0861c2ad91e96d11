import { maximum } from '../../maths/softmax.js';
import type { KnownTokens } from './knownTokens.js';
import type { ProcessorContext } from './processors.js';

/** No vocabulary has more tokens; where it is not known how many there are, bounds are for this many. */
const MOST_TOKENS = 2 ** 20;

/**
 * What processors have made of the known tokens of a step, and between which bounds the others lie. Scores are
 * log-probabilities at first, and need not sum to 1 later, as logits do not.
 */
export class KnownScores {
  readonly ids: Int32Array;
  /** −Infinity for what was cut */
  scores: Float64Array;
  /** log Σ e^score of the others lies between these; both −Infinity where none of them is left */
  restLeast: number;
  restMost: number;
  /** no other token has a higher score than this */
  highest: number;
  /** false: what is asked for depends on tokens that are not known */
  isCertain = true;

  constructor(known: KnownTokens) {
    this.ids = known.ids;
    this.scores = known.logProbabilities.slice();
    this.restLeast = this.restMost = Math.log(known.rest);
    this.highest = known.rest > 0 ? (this.scores.at(-1) ?? 0) : -Infinity;
  }

  /** Whether tokens are left that are not known. */
  get hasRest(): boolean {
    return this.restMost > -Infinity;
  }

  /** Takes the others away. */
  cutRest(): void {
    this.restLeast = this.restMost = this.highest = -Infinity;
  }

  /** Keeps the scores of at least this, and the `keep` highest in any case; the others are known to be lower, and go. */
  keepFrom(least: number, keep: number): void {
    const kept = Math.min(least, this.#nth(keep));
    this.scores = this.scores.map((score) => (score < kept ? -Infinity : score));
    this.cutRest();
  }

  /** The n-th highest score; −Infinity where so many are not left. */
  #nth(n: number): number {
    return this.falling()[n - 1] ?? -Infinity;
  }

  /** The scores that are left, highest first. */
  falling(): Float64Array {
    return this.scores.filter((score) => score > -Infinity).sort((a, b) => b - a);
  }

  /** log Σ e^score of all tokens, at least and at most. */
  totals(): [least: number, most: number] {
    const max = Math.max(maximum(this.scores), this.restMost);
    if (max === -Infinity) return [-Infinity, -Infinity];
    const known = this.scores.reduce((sum, score) => sum + Math.exp(score - max), 0);
    const total = (rest: number) => max + Math.log(known + Math.exp(rest - max));
    return [total(this.restLeast), total(this.restMost)];
  }
}

/** What a processor does to known scores. */
export type KnownProcessor = (state: KnownScores, history: ProcessorContext) => void;

/** Removes tokens; of those that are not known it is not known how much goes with them. */
export const knownBans =
  (bans: (history: ProcessorContext) => readonly number[]): KnownProcessor =>
  (state, history) => {
    for (const id of new Set(bans(history))) {
      const at = state.ids.indexOf(id);
      if (at >= 0) state.scores[at] = -Infinity;
      else state.restLeast = -Infinity;
    }
  };

/** Divides scores by the temperature. How the others' mass changes depends on how many share it: bounds for both ends. */
export const knownTemperature =
  (value: number): KnownProcessor =>
  (state) => {
    const power = 1 / value;
    const { highest, restLeast, restMost } = state;
    state.scores = state.scores.map((score) => score * power);
    state.highest = highest * power;
    if (!state.hasRest) return;
    // Σ p^a with p ≤ h and Σ p = r: few large ones have r · h^(a−1), N small ones N^(1−a) · r^a.
    const few = (rest: number) => rest + (power - 1) * highest;
    const many = (rest: number) => power * rest + (1 - power) * Math.log(MOST_TOKENS);
    state.restMost = power >= 1 ? few(restMost) : many(restMost);
    state.restLeast = power >= 1 ? -Infinity : few(restLeast);
  };

export const knownTopK =
  (k: number, keep: number): KnownProcessor =>
  (state) => {
    const count = Math.max(k, keep);
    const left = state.falling();
    const least = left[count - 1];
    if (least === undefined || least < state.highest) state.isCertain = false;
    else state.keepFrom(least, keep);
  };

/** The nucleus is certain where it is the same for the least and the most that the others may have together. */
export const knownTopP =
  (p: number, keep: number): KnownProcessor =>
  (state) => {
    const left = state.falling();
    const [few, many] = state.totals().map((total) => nucleusOf(left, total + Math.log(p))) as [number, number];
    const count = Math.max(many, keep);
    const least = left[count - 1];
    if (few !== many || least === undefined || least < state.highest) state.isCertain = false;
    else state.keepFrom(least, keep);
  };

/** How many of the highest scores have this much together (a logarithm); Infinity where all have not. */
function nucleusOf(falling: Float64Array, mass: number): number {
  let sum = 0;
  for (let at = 0; at < falling.length; at++) {
    sum += Math.exp(falling[at]! - mass);
    if (sum >= 1) return at + 1;
  }
  return Infinity;
}

export const knownMinP =
  (share: number, keep: number): KnownProcessor =>
  (state) => {
    const least = maximum(state.scores) + Math.log(share);
    if (state.highest >= least || state.falling().length < keep) state.isCertain = false;
    else state.keepFrom(least, keep);
  };

export const knownEpsilon =
  (epsilon: number, keep: number): KnownProcessor =>
  (state) => {
    const [low, high] = state.totals().map((total) => total + Math.log(epsilon)) as [number, number];
    const isBetween = state.scores.some((score) => score >= low && score < high);
    if (state.highest >= low || isBetween || state.falling().length < keep) state.isCertain = false;
    else state.keepFrom(high, keep);
  };

/** The same on log-probabilities: in beam search, which does not make them sum to 1 again. */
export const knownRepetitionPenalty =
  (penalty: number): KnownProcessor =>
  (state, { ids }) => {
    const seen = new Set(ids);
    state.ids.forEach((id, at) => {
      if (seen.has(id)) state.scores[at]! *= penalty;
    });
    if (penalty < 1) state.highest *= penalty;
    state.restLeast = -Infinity;
    if (penalty < 1) state.restMost = Math.min(0, state.highest + Math.log(MOST_TOKENS));
  };

export const knownDiversityPenalty =
  (penalty: number): KnownProcessor =>
  (state, { chosenByEarlierGroups = [] }) => {
    for (const id of chosenByEarlierGroups) {
      const at = state.ids.indexOf(id);
      if (at >= 0) state.scores[at]! -= penalty;
      else state.restLeast = -Infinity;
    }
  };
