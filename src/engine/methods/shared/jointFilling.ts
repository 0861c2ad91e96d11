import { topK } from '../../../maths/topK.js';
import { fillWithPieces, type MaskFilling, type PredictMasks } from './maskedLanguageModel.js';

/** Keeps the best fillings, and the greedy one in any case, so that the search is never worse than filling greedily. */
function pruneFillings(fillings: readonly MaskFilling[], width: number, greedy: MaskFilling): MaskFilling[] {
  const best = fillings.toSorted((a, b) => b.logProbability - a.logProbability).slice(0, width);
  return best.includes(greedy) ? best : [...best.slice(0, Math.max(width - 1, 0)), greedy];
}

interface JointSearch {
  predict: PredictMasks;
  /** hypotheses kept after each mask */
  width: number;
  /** at a position, the log-probabilities of what may stand there: minus infinity for all else */
  allowed?: (distribution: Float32Array, position: number) => Float32Array;
}

/**
 * Fills all masks together: a beam search left to right, each mask given the ones filled before and the later ones
 * masked (the chain rule over the order of the text).
 * @returns at most `width` fillings, most probable first
 */
export async function fillJointly(
  start: MaskFilling,
  { predict, width, allowed }: JointSearch,
  signal?: AbortSignal,
): Promise<MaskFilling[]> {
  let beam = [start];
  let greedy = start;
  while (greedy.open.length > 0) {
    const prediction = await predict(
      beam.map(({ ids }) => ids),
      signal,
    );
    const extended = beam.map((filling, row) => {
      const position = filling.open[0] ?? 0;
      const whole = prediction(row, position);
      const distribution = allowed?.(whole, position) ?? whole;
      return Array.from(topK(distribution, width), (id) => fillFirstMask(filling, id, distribution[id] ?? 0));
    });
    // The first extension of the greedy hypothesis is its most probable one.
    greedy = extended[beam.indexOf(greedy)]?.[0] ?? greedy;
    beam = pruneFillings(extended.flat(), width, greedy);
  }
  return beam
    .filter(({ logProbability }) => logProbability > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.logProbability - a.logProbability);
}

function fillFirstMask(filling: MaskFilling, id: number, logProbability: number): MaskFilling {
  const [position = 0, ...open] = filling.open;
  const ids = [...filling.ids];
  ids[position] = id;
  return { ids, open, filled: [...filling.filled, [id]], logProbability: filling.logProbability + logProbability };
}

interface CandidateSearch extends JointSearch {
  candidates: readonly (readonly number[])[];
  maskId: number;
  longest: number;
}

/** The same among given candidates, each a list of pieces; a candidate may stand in several masks. */
export async function fillJointlyFromCandidates(
  start: MaskFilling,
  { predict, width, candidates, maskId, longest }: CandidateSearch,
  signal?: AbortSignal,
): Promise<MaskFilling[]> {
  let beam = [start];
  while (beam[0] && beam[0].open.length > 0) {
    const extended: MaskFilling[] = [];
    for (const filling of beam) {
      for (const pieces of candidates) {
        const next = await fillWithPieces(filling, pieces, maskId, predict, longest, signal);
        if (next) extended.push(next);
      }
    }
    beam = extended.toSorted((a, b) => b.logProbability - a.logProbability).slice(0, width);
  }
  return beam;
}
