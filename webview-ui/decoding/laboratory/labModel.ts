import { createLogitsProcessors, createLogitsWarpers } from '../../../src/decoding/logits/processorList.js';
import { resolveGenerationConfig } from '../../../src/decoding/config/resolve.js';
import type { ProcessorName } from '../../../src/decoding/logits/processors.js';
import {
  processLogits,
  cutBy,
  countRemaining,
  type ProcessingStages,
} from '../../../src/decoding/logits/processedLogits.js';
import { argmax, entropyOfLogits, expNonPositive, logSumExp } from '../../../src/maths/softmax.js';
import { topK } from '../../../src/maths/topK.js';
import type { CutReason } from '../../../src/protocol/engine/index.js';

/** What the laboratory's sliders set, in Hugging Face's vocabulary; the neutral values are those of `NEUTRAL`. */
export interface LabSettings {
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
  typicalP: number;
  repetitionPenalty: number;
}

export const NEUTRAL: LabSettings = {
  temperature: 1,
  topK: 0,
  topP: 1,
  minP: 0,
  typicalP: 1,
  repetitionPenalty: 1,
};

/** The scores of one place, before anything was done to them. */
export interface LabLogits {
  /** by token id */
  logits: Float32Array;
  /** ids by falling logit, the lower id first among equals */
  order: Int32Array;
  /** tokens read and written before, which the repetition penalty looks at */
  before: readonly number[];
  /** log-sum-exp of the logits, nats */
  total: number;
  /** of the model's own distribution, bits */
  entropy: number;
}

/**
 * @param logits by token id
 * @param before tokens read and written before
 */
export function labLogits(logits: Float32Array, order: Int32Array, before: readonly number[]): LabLogits {
  return { logits, order, before, total: logSumExp(logits), entropy: entropyOfLogits(logits) / Math.LN2 };
}

/** What one processor did. */
export interface LabStage {
  name: ProcessorName;
  /** tokens that are left after it */
  left: number;
  /** share of the probability that it cut, of what the ones before it had left */
  cut: number;
}

export interface LabRow {
  id: number;
  /** place by the model's own probability, from 0 */
  rank: number;
  own: number;
  left: number;
  cut: CutReason | null;
  logit: number;
  /** after penalties and temperature; null when cut */
  score: number | null;
}

export interface LabResult {
  rows: LabRow[];
  /** tokens with a chance, of how many */
  left: number;
  size: number;
  /** bits, of the model's own distribution and of what is left */
  entropyBefore: number;
  entropyAfter: number;
  /** share of the model's own probability that is on tokens with a chance */
  mass: number;
  /** the same share of what temperature and penalty made of it; null where they changed nothing */
  rescaledMass: number | null;
  stages: LabStage[];
  /** temperature 0: all on the highest score */
  greedy: boolean;
  /** natural log-probability of the place's tokens by rank: the model's own, and what is left (−Infinity: cut) */
  ownAt: (rank: number) => number;
  leftAt: (rank: number) => number;
}

/**
 * Runs penalties, temperature and filters over logits as the engine does when it samples: the same functions, in the
 * same order.
 * @param shown how many of the most probable tokens become rows; the likeliest token left is always among them
 * @throws GlassboxError `bad-request`, naming the field that is out of range
 */
export function runLaboratory(subject: LabLogits, settings: LabSettings, shown: number): LabResult {
  const { logits, order, before, total: ownTotal } = subject;
  const size = logits.length;
  const plan = resolveGenerationConfig(
    { strategy: 'sample', seed: 0, ...settings },
    { vocabularySize: size, maxNewTokens: 1 },
  );
  const chain = [
    ...createLogitsProcessors(plan, { eosIds: [] }, Infinity),
    ...(plan.forcedGreedy ? [] : createLogitsWarpers(plan, 1)),
  ];
  const run = processLogits(chain, logits, { ids: before, newTokens: 0 });
  const { own, stages: ran } = run;
  const scored: ProcessingStages = plan.forcedGreedy ? { own, stages: ran, final: keepHighest(run.final) } : run;
  const { final } = scored;
  const { stages, total } = stagesOf(scored);
  const left = countRemaining(final);
  const rowOf = (rank: number): LabRow => {
    const id = order[rank]!;
    return {
      id,
      rank,
      own: probability(logits[id]!, ownTotal),
      left: probability(final[id]!, total),
      cut: cutBy(scored, id) ?? null,
      logit: logits[id]!,
      score: final[id] === -Infinity ? null : final[id]!,
    };
  };
  const ranks = Array.from({ length: Math.min(shown, size) }, (_, rank) => rank);
  const likeliest = order.indexOf(argmax(final));
  if (likeliest >= ranks.length) ranks.push(likeliest);
  return {
    rows: ranks.map(rowOf),
    left,
    size,
    entropyBefore: subject.entropy,
    entropyAfter: Math.max(0, entropyOfLogits(final)) / Math.LN2,
    // Rounding must not take anything from a vocabulary that is there whole.
    mass: left === size ? 1 : remainingMass(logits, final, ownTotal),
    rescaledMass: plan.forcedGreedy ? 1 : rescaledMass(run),
    stages,
    greedy: plan.forcedGreedy,
    ownAt: (rank) => logits[order[rank]!]! - ownTotal,
    leftAt: (rank) => final[order[rank]!]! - total,
  };
}

function probability(score: number, total: number): number {
  return expNonPositive(Math.min(0, score - total));
}

/** Temperature 0 is the limit of ever lower ones: all on the highest score, the first among equals. */
function keepHighest(scores: Float32Array): Float32Array {
  const result = new Float32Array(scores.length).fill(-Infinity);
  const [highest] = topK(scores, 1);
  if (highest !== undefined) result[highest] = scores[highest]!;
  return result;
}

/** Share of softmax(scores) on the tokens that another array has left. */
function remainingMass(scores: Float32Array, final: Float32Array, total: number): number {
  let mass = 0;
  for (let id = 0; id < scores.length; id++) {
    if (final[id] !== -Infinity) mass += expNonPositive(Math.min(0, scores[id]! - total));
  }
  return Math.min(1, mass);
}

/** Share of what temperature and penalty made of the probability that is left in the end; null where they did nothing. */
function rescaledMass({ own, stages, final }: ProcessingStages): number | null {
  // They come before all that cuts.
  const rescaled = stages.findLast(({ name }) => !cutsTokens(name))?.scores ?? own;
  if (rescaled === own) return null;
  return rescaled === final ? 1 : remainingMass(rescaled, final, logSumExp(rescaled));
}

/** Whether a processor of the laboratory removes tokens, and does not only change scores. */
export function cutsTokens(name: ProcessorName): boolean {
  return name !== 'temperature' && name !== 'repetitionPenalty';
}

/** What each stage left, and the log-sum-exp of the final scores. */
function stagesOf({ own, final, stages }: ProcessingStages): { stages: LabStage[]; total: number } {
  let before = own;
  let total = NaN;
  const told = stages.map(({ name, scores }): LabStage => {
    const cuts = cutsTokens(name);
    // A filter leaves scores as they are or removes them, so the sums before and after say what share it cut.
    const totalBefore = cuts && Number.isNaN(total) ? logSumExp(before) : total;
    const changed = scores !== before;
    total = changed ? (cuts ? logSumExp(scores) : NaN) : total;
    before = scores;
    const cut = cuts && changed ? Math.max(0, 1 - Math.exp(total - totalBefore)) : 0;
    return { name, left: countRemaining(scores), cut };
  });
  const known = final === before && !Number.isNaN(total);
  return { stages: told, total: known ? total : logSumExp(final) };
}
