import * as filters from './filters.js';
import * as processors from './processors.js';
import type { NamedProcessor } from './processors.js';
import type { Plan } from './plan.js';

/**
 * Penalties and bans in the order of transformers' `_get_logits_processor` (generation/utils.py): diversity, repetition,
 * n-grams, least length. Neutral ones are left out.
 */
export function penaltyChain(plan: Plan, eosIds: readonly number[]): NamedProcessor[] {
  const chain: NamedProcessor[] = [];
  if (plan.numBeamGroups > 1) {
    chain.push({ name: 'diversityPenalty', process: processors.diversityPenalty(plan.diversityPenalty) });
  }
  if (plan.repetitionPenalty !== 1) {
    chain.push({ name: 'repetitionPenalty', process: processors.repetitionPenalty(plan.repetitionPenalty) });
  }
  if (plan.noRepeatNgramSize > 0) {
    chain.push(processors.noRepeatNgram(plan.noRepeatNgramSize));
  }
  if (plan.minNewTokens > 0) {
    chain.push(processors.minNewTokens(plan.minNewTokens, eosIds));
  }
  return chain;
}

/** Room for what may be banned among the largest logits that a step ranks. */
const ROOM_FOR_BANS = 8;

/** How many ranked logits serve to find the best so many after a chain; those that it needs beside all others, if any. */
export function rankedFor(
  chain: readonly NamedProcessor[],
  count: number,
  vocabularySize: number,
): { best: number; bestOnly?: true } {
  const plain = chain.length === 0;
  const best = Math.min(vocabularySize, plain ? count : count + ROOM_FOR_BANS);
  return { best, ...(plain && { bestOnly: true as const }) };
}

/**
 * How many tokens stay of a beam's whatever a filter says: one more than there are ends of sequence, or it could not go
 * on, and two where there is no end, as in transformers.
 */
export const leastKept = (eosIds: readonly number[]) => Math.max(2, eosIds.length + 1);

/**
 * Temperature and the filters, in the same file's order. Cutoffs of 0 and 1 are off, as there.
 * @param keep tokens that stay whatever a filter says
 */
export function samplingChain(plan: Plan, keep: number): NamedProcessor[] {
  const chain: NamedProcessor[] = [];
  const open = (share: number) => share > 0 && share < 1;
  if (plan.temperature !== 1) chain.push({ name: 'temperature', process: filters.temperature(plan.temperature) });
  if (plan.topK > 0) chain.push({ name: 'topK', process: filters.topK(plan.topK, keep) });
  if (plan.topP < 1) chain.push({ name: 'topP', process: filters.topP(plan.topP, keep) });
  if (plan.minP > 0) chain.push({ name: 'minP', process: filters.minP(plan.minP, keep) });
  if (plan.typicalP < 1) chain.push({ name: 'typicalP', process: filters.typicalP(plan.typicalP, keep) });
  if (open(plan.epsilonCutoff)) {
    chain.push({ name: 'epsilonCutoff', process: filters.epsilonCutoff(plan.epsilonCutoff, keep) });
  }
  if (open(plan.etaCutoff)) chain.push({ name: 'etaCutoff', process: filters.etaCutoff(plan.etaCutoff, keep) });
  return chain;
}
