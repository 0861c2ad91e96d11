import type { CutReason } from '../protocol/index.js';
import type { History, NamedProcessor, ProcessorName } from './processors.js';

/** The scores of one row after each of its processors, in their order. */
export interface Scored {
  /** the model's own logits (or log-probabilities) */
  readonly own: Float32Array;
  /** what is left in the end; −Infinity for what was cut */
  readonly final: Float32Array;
  readonly stages: readonly { name: ProcessorName; scores: Float32Array }[];
}

/** Runs the processors one after the other and keeps what each left. */
export function applyAll(processors: readonly NamedProcessor[], own: Float32Array, history: History): Scored {
  const stages: { name: ProcessorName; scores: Float32Array }[] = [];
  let final = own;
  for (const { name, process } of processors) {
    final = process(final, history);
    stages.push({ name, scores: final });
  }
  return { own, final, stages };
}

function removes(name: ProcessorName): name is CutReason {
  return name !== 'diversityPenalty' && name !== 'repetitionPenalty' && name !== 'temperature';
}

/** The first processor that removed a token; undefined for a token that is left. */
export function cutBy({ stages }: Scored, id: number): CutReason | undefined {
  const name = stages.find(({ scores }) => scores[id] === -Infinity)?.name;
  return name !== undefined && removes(name) ? name : undefined;
}
