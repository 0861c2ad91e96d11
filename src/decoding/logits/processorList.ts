import * as filters from './warpers.js';
import * as processors from './processors.js';
import type { NamedLogitsProcessor } from './processors.js';
import type { ResolvedGenerationConfig } from '../config/resolve.js';
import type { LanguageModel } from '../model/languageModel.js';

/**
 * Creates penalties and bans in the order of transformers' `_get_logits_processor` (generation/utils.py): diversity, repetition,
 * n-grams, bad words, least length, forced tokens. Neutral ones are left out.
 * @param limit new tokens at most
 */
export function createLogitsProcessors(
  config: ResolvedGenerationConfig,
  { eosIds, constraints = {} }: Pick<LanguageModel, 'eosIds' | 'constraints'>,
  limit: number,
): NamedLogitsProcessor[] {
  const chain: NamedLogitsProcessor[] = [];
  if (config.numBeamGroups > 1) {
    chain.push({ name: 'diversityPenalty', process: processors.diversityPenaltyProcessor(config.diversityPenalty) });
  }
  if (config.repetitionPenalty !== 1) {
    chain.push({ name: 'repetitionPenalty', process: processors.repetitionPenaltyProcessor(config.repetitionPenalty) });
  }
  if (config.noRepeatNgramSize > 0) {
    chain.push(processors.noRepeatNgramProcessor(config.noRepeatNgramSize));
  }
  const { forcedBosTokenId, forcedEosTokenId, badWordsIds = [] } = constraints;
  // As there, an end of sequence is no bad word.
  const badWords = badWordsIds.filter((ids) => !(ids.length === 1 && eosIds.includes(ids[0]!)));
  if (badWords.length > 0) chain.push(processors.badWordsProcessor(badWords));
  if (config.minNewTokens > 0) {
    chain.push(processors.minNewTokensProcessor(config.minNewTokens, eosIds));
  }
  const force = (id: number, at: number) => chain.push(processors.forcedTokenProcessor(id, at));
  if (forcedBosTokenId !== undefined) force(forcedBosTokenId, 0);
  if (forcedEosTokenId !== undefined) force(forcedEosTokenId, limit - 1);
  return chain;
}

/** Room for what may be banned among the largest logits that a step ranks. */
const ROOM_FOR_BANS = 8;

/** How many ranked logits serve to find the best so many after a chain; those that it needs beside all others, if any. */
export function rankingFor(
  chain: readonly NamedLogitsProcessor[],
  count: number,
  vocabularySize: number,
): { best: number; bestOnly?: true } {
  const plain = chain.length === 0;
  const best = Math.min(vocabularySize, plain ? count : count + ROOM_FOR_BANS);
  return { best, ...(plain && { bestOnly: true as const }) };
}

/**
 * Counts the tokens of a beam that stay whatever a warper says: one more than there are ends of sequence, or it could not go
 * on, and two where there is no end, as in transformers.
 */
export const minTokensToKeepFor = (eosIds: readonly number[]) => Math.max(2, eosIds.length + 1);

/**
 * Creates temperature and the other warpers, in the same file's order. Cutoffs of 0 and 1 are off, as there.
 * @param minTokensToKeep tokens that stay whatever a warper says
 */
export function createLogitsWarpers(config: ResolvedGenerationConfig, minTokensToKeep: number): NamedLogitsProcessor[] {
  const chain: NamedLogitsProcessor[] = [];
  const open = (share: number) => share > 0 && share < 1;
  if (config.temperature !== 1)
    chain.push({ name: 'temperature', process: filters.temperatureWarper(config.temperature) });
  if (config.topK > 0) chain.push({ name: 'topK', process: filters.topKWarper(config.topK, minTokensToKeep) });
  if (config.topP < 1) chain.push({ name: 'topP', process: filters.topPWarper(config.topP, minTokensToKeep) });
  if (config.minP > 0) chain.push({ name: 'minP', process: filters.minPWarper(config.minP, minTokensToKeep) });
  if (config.typicalP < 1)
    chain.push({ name: 'typicalP', process: filters.typicalPWarper(config.typicalP, minTokensToKeep) });
  if (open(config.epsilonCutoff)) {
    chain.push({ name: 'epsilonCutoff', process: filters.epsilonCutoffWarper(config.epsilonCutoff, minTokensToKeep) });
  }
  if (open(config.etaCutoff))
    chain.push({ name: 'etaCutoff', process: filters.etaCutoffWarper(config.etaCutoff, minTokensToKeep) });
  return chain;
}
