import type { CutReason } from '../../protocol/engine/index.js';
import { logSumExp, massOf, type Mass } from '../../maths/softmax.js';
import { topK } from '../../maths/topK.js';
import type { ProcessorContext, NamedLogitsProcessor, ProcessorName } from './processors.js';

/** The scores of one row after each of its processors, in their order. */
export interface ProcessingStages {
  /** the model's own logits (or log-probabilities) */
  readonly own: Float32Array;
  /** what is left in the end; −Infinity for what was cut */
  readonly final: Float32Array;
  readonly stages: readonly ProcessingStage[];
}

interface ProcessingStage {
  name: ProcessorName;
  scores: Float32Array;
}

/** What decoders ask of a row and of what its processors made of it. */
export interface ProcessedRow {
  /** the model's own logits (or log-probabilities) */
  readonly own: Float32Array;
  readonly final: Float32Array;
  /** whether the processors changed anything */
  readonly changed: boolean;
  /** how many tokens are left; null where none was cut, or it is not known how many are left */
  readonly left: number | null;
  /** log-sum-exp of the scores in the end, nats; NaN where it is not known */
  readonly total: number;
  at(index: number): number;
  best(count: number): Int32Array;
  bestOwn(count: number): Int32Array;
  removedBy(index: number): CutReason | undefined;
}

/** What is known of a row's own scores without reading them all. */
export interface KnownLogits {
  /** their log-sum-exp, nats */
  total?: number;
  /** indices of the largest, best first, the lower one first among equals */
  ranked?: Int32Array | null;
}

/**
 * A row and what its processors made of it. Where these only ban tokens, no copy is made and nothing is read that the
 * step has said already: a vocabulary is long, and there is one for every row of every step.
 */
export class ProcessedLogits implements ProcessingStages, ProcessedRow {
  /** the bans of each processor; null where one changes scores in another way */
  readonly #bans: readonly { name: ProcessorName; ids: ReadonlySet<number> }[] | null = null;
  readonly #banned = new Set<number>();
  #stages: readonly ProcessingStage[] | null = null;
  #mass: Mass | null = null;

  constructor(
    readonly own: Float32Array,
    private readonly known: KnownLogits,
    processors: readonly NamedLogitsProcessor[],
    history: ProcessorContext,
  ) {
    if (processors.every(({ bans }) => bans !== undefined)) {
      this.#bans = processors.map(({ name, bans }) => ({
        name,
        ids: new Set(bans!(history).filter((id) => id < own.length)),
      }));
      for (const { ids } of this.#bans) for (const id of ids) this.#banned.add(id);
      return;
    }
    const stages: ProcessingStage[] = [];
    let scores = own;
    for (const { name, process } of processors) {
      scores = process(scores, history);
      stages.push({ name, scores });
    }
    this.#stages = stages;
  }

  get stages(): readonly ProcessingStage[] {
    if (this.#stages) return this.#stages;
    let scores = this.own;
    this.#stages = this.#bans!.map(({ name, ids }) => {
      if (ids.size > 0) scores = scores.slice();
      for (const id of ids) scores[id] = -Infinity;
      return { name, scores };
    });
    return this.#stages;
  }

  get final(): Float32Array {
    return this.stages.at(-1)?.scores ?? this.own;
  }

  /** Whether the processors changed anything. */
  get changed(): boolean {
    return this.#bans ? this.#banned.size > 0 : this.final !== this.own;
  }

  /** A token's score in the end. */
  at(id: number): number {
    if (!this.#bans) return this.final[id]!;
    return this.#banned.has(id) ? -Infinity : this.own[id]!;
  }

  /** Indices of the largest scores in the end, best first, the lower one first among equals; what was cut comes last. */
  best(count: number): Int32Array {
    const { ranked } = this.known;
    if (!this.#bans || !ranked || ranked.length < Math.min(this.own.length, count + this.#banned.size)) {
      return topK(this.changed ? this.final : this.own, count);
    }
    const left = this.#banned.size > 0 ? ranked.filter((id) => !this.#banned.has(id)) : ranked;
    return left.subarray(0, count);
  }

  /** Indices of the model's own largest scores, in the same order. */
  bestOwn(count: number): Int32Array {
    const { ranked } = this.known;
    return ranked && ranked.length >= Math.min(this.own.length, count)
      ? ranked.subarray(0, count)
      : topK(this.own, count);
  }

  get left(): number | null {
    const left = this.changed ? this.remaining : this.own.length;
    return left < this.own.length ? left : null;
  }

  /** How many tokens are left. */
  get remaining(): number {
    return this.#bans ? this.own.length - this.#banned.size : countRemaining(this.final);
  }

  /** The mass of the scores in the end, summed one by one. */
  get mass(): Mass {
    return (this.#mass ??= massOf(this.final));
  }

  /** Log-sum-exp of the scores in the end, nats. */
  get total(): number {
    if (this.#mass) return this.#mass.max + Math.log(this.#mass.sum);
    if (this.#bans) {
      const own = this.known.total ?? logSumExp(this.own);
      if (this.#banned.size === 0) return own;
      let banned = 0;
      for (const id of this.#banned) banned += Math.exp(this.own[id]! - own);
      // What is left after much was taken away would have the rounding errors of the whole.
      if (banned < 0.5) return own + Math.log1p(-banned);
    }
    const { max, sum } = this.mass;
    return max + Math.log(sum);
  }

  /** The first processor that removed a token; undefined for a token that is left. */
  removedBy(id: number): CutReason | undefined {
    if (!this.#bans) return cutBy(this, id);
    const name = this.#bans.find(({ ids }) => ids.has(id))?.name;
    return name && asCutReason(name);
  }
}

/** Runs the logits processors one after the other and keeps what each left. */
export function processLogits(
  processors: readonly NamedLogitsProcessor[],
  own: Float32Array,
  history: ProcessorContext,
  known: KnownLogits = {},
): ProcessedLogits {
  return new ProcessedLogits(own, known, processors, history);
}

/** Counts the scores that are not −Infinity. */
export function countRemaining(scores: Float32Array): number {
  let left = 0;
  for (let id = 0; id < scores.length; id++) if (scores[id] !== -Infinity) left++;
  return left;
}

/** The reason that a processor gives for what it removes; undefined for one that removes nothing. */
export const asCutReason = (name: ProcessorName): CutReason | undefined =>
  name === 'diversityPenalty' || name === 'repetitionPenalty' || name === 'temperature' ? undefined : name;

/** The first processor that removed a token; undefined for a token that is left. */
export function cutBy({ stages }: Pick<ProcessingStages, 'stages'>, id: number): CutReason | undefined {
  const name = stages.find(({ scores }) => scores[id] === -Infinity)?.name;
  return name && asCutReason(name);
}
