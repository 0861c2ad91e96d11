import * as known from './knownScores.js';
import * as filters from './warpers.js';
import * as processors from './processors.js';
import type { LogitsProcessor, NamedLogitsProcessor, ProcessorName } from './processors.js';
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
    chain.push({
      name: 'diversityPenalty',
      process: processors.diversityPenaltyProcessor(config.diversityPenalty),
      known: known.knownDiversityPenalty(config.diversityPenalty),
    });
  }
  if (config.repetitionPenalty !== 1) {
    chain.push({
      name: 'repetitionPenalty',
      process: processors.repetitionPenaltyProcessor(config.repetitionPenalty),
      // Elsewhere it is logits that are divided, which are not known.
      ...(config.strategy === 'beam' &&
        config.numBeams > 1 && { known: known.knownRepetitionPenalty(config.repetitionPenalty) }),
    });
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
 * @param keep tokens that stay whatever a warper says
 */
export function createLogitsWarpers(config: ResolvedGenerationConfig, keep: number): NamedLogitsProcessor[] {
  const chain: NamedLogitsProcessor[] = [];
  const add = (name: ProcessorName, process: LogitsProcessor, act?: known.KnownProcessor) =>
    chain.push({ name, process, ...(act && { known: act }) });
  const open = (share: number) => share > 0 && share < 1;
  if (config.temperature !== 1)
    add('temperature', filters.temperatureWarper(config.temperature), known.knownTemperature(config.temperature));
  if (config.topK > 0) add('topK', filters.topKWarper(config.topK, keep), known.knownTopK(config.topK, keep));
  if (config.topP < 1) add('topP', filters.topPWarper(config.topP, keep), known.knownTopP(config.topP, keep));
  if (config.minP > 0) add('minP', filters.minPWarper(config.minP, keep), known.knownMinP(config.minP, keep));
  // These two ask for the entropy, which takes all tokens.
  if (config.typicalP < 1) add('typicalP', filters.typicalPWarper(config.typicalP, keep));
  if (open(config.epsilonCutoff)) {
    const { epsilonCutoff } = config;
    add('epsilonCutoff', filters.epsilonCutoffWarper(epsilonCutoff, keep), known.knownEpsilon(epsilonCutoff, keep));
  }
  if (open(config.etaCutoff)) add('etaCutoff', filters.etaCutoffWarper(config.etaCutoff, keep));
  return chain;
}
