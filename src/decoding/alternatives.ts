import { expNonPositive, logSumExp, maximum } from '../maths/softmax.js';
import { topK } from '../maths/top-k.js';
import type { StepAlternative, TokenStep } from './outcome.js';
import { tokenAt, type RowLogits } from './row-logits.js';
import { cutBy, type Scored } from './scored.js';

/** What a step could have chosen, and how many tokens of the vocabulary that were, where some were cut. */
export function chancesOf(
  scored: Scored,
  total: number,
  count: number,
  row: Pick<RowLogits, 'ids'> = { ids: null },
): Omit<TokenStep, 'id' | 'probability'> {
  const { own, final } = scored;
  const alternatives = alternativesOf(scored, total, count).map((one) => ({ ...one, id: tokenAt(row, one.id) }));
  const left = final === own ? own.length : leftOf(final);
  return { alternatives, ...(left < own.length && { left }) };
}

/** What penalties, temperature and filters made of a score's probability; nothing where they left all as it was. */
export function filteredOf({ own, final }: Scored, index: number): Pick<TokenStep, 'filteredProbability'> {
  if (final === own) return {};
  return { filteredProbability: expNonPositive(Math.min(0, final[index]! - logSumExp(final))) };
}

/** How many scores are not −Infinity. */
export function leftOf(scores: Float32Array): number {
  let left = 0;
  for (let id = 0; id < scores.length; id++) if (scores[id] !== -Infinity) left++;
  return left;
}

/**
 * The tokens that had a chance: the highest by what the filters left, then, when fewer were left than asked for, the
 * highest by the model's own probability among those that were cut.
 * @param total log-sum-exp of the row's own scores, nats
 */
export function alternativesOf(scored: Scored, total: number, count: number): StepAlternative[] {
  const { own, final } = scored;
  const probability = (id: number) => expNonPositive(Math.min(0, own[id]! - total));
  if (final === own) {
    return Array.from(topK(own, count), (id) => {
      const p = probability(id);
      return { id, probability: p, filteredProbability: p };
    });
  }
  const left = Array.from(topK(final, count)).filter((id) => final[id] !== -Infinity);
  const leftTotal = logSumExp(final);
  const result: StepAlternative[] = left
    .map((id) => ({
      id,
      probability: probability(id),
      filteredProbability: expNonPositive(Math.min(0, final[id]! - leftTotal)),
    }))
    .sort((a, b) => b.filteredProbability - a.filteredProbability || b.probability - a.probability);
  if (result.length === count || maximum(own) === -Infinity) return result;
  for (const id of topK(own, count + left.length)) {
    if (result.length === count) break;
    if (final[id] !== -Infinity) continue;
    const cut = cutBy(scored, id);
    result.push({ id, probability: probability(id), filteredProbability: 0, ...(cut && { cut }) });
  }
  return result;
}
