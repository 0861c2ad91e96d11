import { expNonPositive } from '../maths/softmax.js';
import type { StepAlternative, TokenStep } from './outcome.js';
import { tokenAt, type RowLogits } from './row-logits.js';
import type { Scored } from './scored.js';

/** What a step could have chosen, and how many tokens of the vocabulary that were, where some were cut. */
export function chancesOf(
  scored: Scored,
  total: number,
  count: number,
  row: Pick<RowLogits, 'ids'> = { ids: null },
): Omit<TokenStep, 'id' | 'probability'> {
  const alternatives = alternativesOf(scored, total, count).map((one) => ({ ...one, id: tokenAt(row, one.id) }));
  const { length } = scored.own;
  const left = scored.changed ? scored.left : length;
  return { alternatives, ...(left < length && { left }) };
}

/** What penalties, temperature and filters made of a score's probability; nothing where they left all as it was. */
export function filteredOf(scored: Scored, index: number): Pick<TokenStep, 'filteredProbability'> {
  if (!scored.changed) return {};
  return { filteredProbability: expNonPositive(Math.min(0, scored.at(index) - scored.total)) };
}

/**
 * The tokens that had a chance: the highest by what the filters left, then, when fewer were left than asked for, the
 * highest by the model's own probability among those that were cut.
 * @param total log-sum-exp of the row's own scores, nats
 */
export function alternativesOf(scored: Scored, total: number, count: number): StepAlternative[] {
  const { own } = scored;
  const probability = (id: number) => expNonPositive(Math.min(0, own[id]! - total));
  if (!scored.changed) {
    return Array.from(scored.best(count), (id) => {
      const p = probability(id);
      return { id, probability: p, filteredProbability: p };
    });
  }
  const left = Array.from(scored.best(count)).filter((id) => scored.at(id) !== -Infinity);
  const leftTotal = scored.total;
  const result: StepAlternative[] = left
    .map((id) => ({
      id,
      probability: probability(id),
      filteredProbability: expNonPositive(Math.min(0, scored.at(id) - leftTotal)),
    }))
    .sort((a, b) => b.filteredProbability - a.filteredProbability || b.probability - a.probability);
  if (result.length === count || own[scored.bestOwn(1)[0]!] === -Infinity) return result;
  for (const id of scored.bestOwn(count + left.length)) {
    if (result.length === count) break;
    if (scored.at(id) !== -Infinity) continue;
    const cut = scored.cutBy(id);
    result.push({ id, probability: probability(id), filteredProbability: 0, ...(cut && { cut }) });
  }
  return result;
}
