import type { CutReason } from '../../protocol/engine/index.js';
import { topK } from '../../maths/topK.js';
import { KnownScores } from './knownScores.js';
import type { KnownTokens } from './knownTokens.js';
import { asCutReason, type ProcessedRow } from './processedLogits.js';
import type { NamedLogitsProcessor, ProcessorContext, ProcessorName } from './processors.js';

/** The choice depends on tokens that are not known. */
export const UNCERTAIN = -2;

/** Logarithms that are nearer to each other than this are the same: the bounds of a mass that is known meet. */
const SAME = 1e-9;

/** What processors made of the known tokens of a row: indices are places among these, not tokens. */
export class ProcessedKnown implements ProcessedRow {
  readonly own: Float32Array;
  readonly final: Float32Array;
  /** false: what is left depends on tokens that are not known */
  readonly isCertain: boolean;
  /** whether more tokens would help: a processor that asks for logits has none of any */
  readonly canWiden: boolean;
  /** new tokens before it */
  readonly step: number;
  readonly #state: KnownScores;
  readonly #cutBy = new Map<number, CutReason>();
  readonly #isChanged: boolean;
  readonly #isCut: boolean;

  constructor(
    readonly known: KnownTokens,
    chain: readonly NamedLogitsProcessor[],
    history: ProcessorContext,
  ) {
    this.step = history.newTokens;
    const state = new KnownScores(known);
    for (const { name, process, known: act } of chain) {
      const before = state.scores.slice();
      // With all tokens at hand, what does not ask for their numbers works as ever.
      if (!state.hasRest && isOfScoresAlone(name)) {
        state.scores = Float64Array.from(process(Float32Array.from(state.scores), history));
      } else if (act) act(state, history);
      else state.isCertain = false;
      if (!state.isCertain) break;
      const reason = asCutReason(name);
      state.scores.forEach((score, at) => {
        if (score === -Infinity && before[at] !== -Infinity && reason) this.#cutBy.set(at, reason);
      });
    }
    this.#state = state;
    this.isCertain = state.isCertain;
    this.canWiden = chain.every(({ name, known: act }) => act !== undefined || isOfScoresAlone(name));
    this.own = Float32Array.from(known.logProbabilities);
    this.final = Float32Array.from(state.scores);
    this.#isCut = this.#cutBy.size > 0 || (known.rest > 0 && !state.hasRest);
    this.#isChanged = this.#isCut || state.scores.some((score, at) => score !== known.logProbabilities[at]);
  }

  get changed(): boolean {
    return this.#isChanged;
  }

  /** Null where none was cut, or others than the known ones are left, too. */
  get left(): number | null {
    return this.#isCut && !this.#state.hasRest ? this.#state.falling().length : null;
  }

  at(index: number): number {
    return this.#state.scores[index]!;
  }

  best(count: number): Int32Array {
    return topK(this.final, Math.min(count, this.final.length));
  }

  bestOwn(count: number): Int32Array {
    return Int32Array.from({ length: Math.min(count, this.own.length) }, (_, at) => at);
  }

  /** NaN where it depends on tokens that are not known. */
  get total(): number {
    const [least, most] = this.#state.totals();
    return !this.isCertain || most - least > SAME ? NaN : most;
  }

  removedBy(index: number): CutReason | undefined {
    return this.#cutBy.get(index);
  }

  /** The highest score; the index, −1 where none is left, `UNCERTAIN` where another token may be higher. */
  highest(): number {
    const [best = -1] = this.best(1);
    const score = best < 0 ? -Infinity : this.at(best);
    if (!this.isCertain || score < this.#state.highest) return UNCERTAIN;
    return score > -Infinity ? best : -1;
  }

  /** Whether no token is left that is not known. */
  get isWhole(): boolean {
    return this.isCertain && !this.#state.hasRest;
  }

  /** Whether so many of the highest scores are surely those of the row. */
  hasBest(count: number): boolean {
    if (!this.isCertain) return false;
    return !this.#state.hasRest || (this.#state.falling()[count - 1] ?? -Infinity) >= this.#state.highest;
  }

  /** Whether the known tokens' shares are known, and one of the others can be drawn where it is to be one of these. */
  get drawsRest(): boolean {
    return this.known.drawsRest && this.#state.hasRest && !Number.isNaN(this.total);
  }

  /**
   * The token at a place of the distribution, known ones first, in their order. Where all is to be drawn elsewhere, none is
   * taken here whatever the place: known tokens would come too often.
   * @param uniform in [0, 1)
   * @returns its index; −1 where none is left, `UNCERTAIN` where it is one that is not known, or all is to be drawn elsewhere
   */
  pick(uniform: number): number {
    return this.isWhole || this.drawsRest ? this.#at(uniform, this.total) : UNCERTAIN;
  }

  #at(uniform: number, total: number): number {
    if (total === -Infinity) return -1;
    let mass = uniform;
    let last = -1;
    for (const [index, score] of this.#state.scores.entries()) {
      if (score === -Infinity) continue;
      last = index;
      mass -= Math.exp(score - total);
      if (mass < 0) return index;
    }
    // Rounding leaves nothing to tokens that are not there.
    return this.#state.hasRest ? UNCERTAIN : last;
  }
}

const OF_SCORES_ALONE: readonly ProcessorName[] = [
  ...(['temperature', 'topK', 'topP', 'minP', 'typicalP', 'epsilonCutoff', 'etaCutoff'] as const),
];

const isOfScoresAlone = (name: ProcessorName) => OF_SCORES_ALONE.includes(name);
