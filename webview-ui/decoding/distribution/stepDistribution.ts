import { isStochastic } from '../../../src/decoding/config/fields.js';
import type { Alternative, CutReason, GenerationConfig, GenerationStep } from '../../../src/protocol/engine/index.js';
import { hasFilteredProbabilities, alternativesWithChosen } from '../../kit/stepAlternatives.js';

/** A token that could have stood there. */
export interface DistributionRow {
  id: number;
  text: string;
  /** the model's own */
  own: number;
  /** what penalties, temperature and filters left; 0 when cut, null when it was not told */
  left: number | null;
  cut: CutReason | null;
  chosen: boolean;
  /** it was there before, and the repetition penalty lowered it */
  penalised: boolean;
}

export interface StepDistribution {
  rows: DistributionRow[];
  /** a processor changed the probabilities: both are shown */
  filtered: boolean;
  /** what the bars' whole length stands for */
  longest: number;
  /** what the token was drawn from; null where chance had no part or the figure is not known */
  drawnFrom: number | null;
  /** tokens with a chance; null: none was cut */
  kept: number | null;
}

/**
 * What a step could have written.
 * @param before tokens that penalties look at: those read and written before
 */
export function stepDistribution(
  step: GenerationStep,
  decoding: GenerationConfig,
  before: readonly number[],
): StepDistribution {
  const filtered = hasFilteredProbabilities([step]) || step.left !== undefined;
  const penalised = (decoding.repetitionPenalty ?? 1) !== 1;
  const seen = new Set(penalised ? before : []);
  const rows = alternativesWithChosen(step).map(
    ({ id, text, probability, filteredProbability, cut }: Alternative): DistributionRow => ({
      id,
      text,
      own: probability,
      left: filteredProbability,
      cut: cut ?? null,
      chosen: id === step.id,
      penalised: seen.has(id),
    }),
  );
  return {
    rows,
    filtered,
    longest: Math.max(...rows.flatMap(({ own, left }) => [own, left ?? 0])),
    drawnFrom: isStochastic(decoding)
      ? (step.filteredProbability ?? rows.find(({ chosen }) => chosen)?.left ?? null)
      : null,
    kept: step.left ?? null,
  };
}
