import { expNonPositive } from '../../maths/softmax.js';
import type { StepAlternative, TokenStep } from '../output.js';
import { tokenIdAt, type RowLogits } from './rowLogits.js';
import type { ProcessedRow } from './processedLogits.js';

/** Lists what a step could have chosen, and counts the tokens that were left where some were cut. */
export function tokenProbabilities(
  processed: ProcessedRow,
  total: number,
  count: number,
  row: Pick<RowLogits, 'ids'> = { ids: null },
): Omit<TokenStep, 'id' | 'probability'> {
  const alternatives = topAlternatives(processed, total, count).map((one) => ({ ...one, id: tokenIdAt(row, one.id) }));
  const { left } = processed;
  return { alternatives, ...(left !== null && { left }) };
}

/** Gives what penalties, temperature and filters made of a probability; nothing where they left all as it was. */
export function filteredProbabilityOf(processed: ProcessedRow, index: number): Pick<TokenStep, 'filteredProbability'> {
  if (!processed.changed) return {};
  const share = shareOf(processed.at(index), processed.total);
  return share === null ? {} : { filteredProbability: share };
}

/** A score's share of all; null where it is not known how much that is. */
const shareOf = (score: number, total: number): number | null =>
  Number.isNaN(total) ? null : expNonPositive(Math.min(0, score - total));

/**
 * Lists the tokens that had a chance: the highest by what the filters left, then, when fewer were left than asked for, the
 * highest by the model's own probability among those that were cut.
 * @param total log-sum-exp of the row's own scores, nats
 */
export function topAlternatives(processed: ProcessedRow, total: number, count: number): StepAlternative[] {
  const { own } = processed;
  const probability = (id: number) => expNonPositive(Math.min(0, own[id]! - total));
  if (!processed.changed) {
    return Array.from(processed.best(count), (id) => {
      const p = probability(id);
      return { id, probability: p, filteredProbability: p };
    });
  }
  const left = Array.from(processed.best(count)).filter((id) => processed.at(id) !== -Infinity);
  const leftTotal = processed.total;
  const result: StepAlternative[] = left
    .map((id) => ({
      id,
      probability: probability(id),
      filteredProbability: shareOf(processed.at(id), leftTotal),
    }))
    .sort((a, b) => (b.filteredProbability ?? 0) - (a.filteredProbability ?? 0) || b.probability - a.probability);
  if (result.length === count || own[processed.bestOwn(1)[0]!] === -Infinity) return result;
  for (const id of processed.bestOwn(count + left.length)) {
    if (result.length === count) break;
    if (processed.at(id) !== -Infinity) continue;
    const cut = processed.removedBy(id);
    result.push({ id, probability: probability(id), filteredProbability: 0, ...(cut && { cut }) });
  }
  return result;
}
