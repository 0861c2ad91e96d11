import type { GenerationConfigInput, Params, Strategy } from '../../../protocol/engine/index.js';
import type { SettingKey, SettingValue } from '../../core/settingTable.js';

/** Reads a setting; the editor's settings or a table in tests. */
export type ReadSetting = <K extends SettingKey>(key: K) => SettingValue<K>;

/** Contrastive search compares this many candidates where the setting leaves top-k off. */
const CANDIDATES = 4;

/** Shares of the text's 3-grams that beams repeat make dull reading; Hugging Face's examples block them too. */
const BLOCKED_NGRAM = 3;

/**
 * The recipe that the settings describe.
 * @param seed for the strategies that draw
 * @param again the person has seen what a strategy without chance writes and asks for another: it is sampled
 */
export function decodingFromSettings(get: ReadSetting, seed: number, again: boolean): GenerationConfigInput {
  // Who asks for more wants at least a token: after a finished sentence a model may well see the text as ended.
  return { ...recipeFromSettings(get, seed, again), minNewTokens: 1 };
}

function recipeFromSettings(get: ReadSetting, seed: number, again: boolean): GenerationConfigInput {
  const chosen = get('continueText.strategy');
  const strategy: Strategy = again && !isStochasticStrategy(chosen) ? 'sample' : chosen;
  const repetitionPenalty = get('continueText.repetitionPenalty');
  switch (strategy) {
    case 'greedy':
      return { strategy, repetitionPenalty };
    case 'beam':
      return { strategy, numBeams: get('continueText.numBeams'), repetitionPenalty, noRepeatNgramSize: BLOCKED_NGRAM };
    case 'sample':
      return {
        strategy,
        temperature: get('continueText.temperature'),
        topK: get('continueText.topK'),
        topP: get('continueText.topP'),
        repetitionPenalty,
        seed,
      };
    case 'contrastiveSearch':
      return {
        strategy,
        penaltyAlpha: get('continueText.penaltyAlpha'),
        topK: get('continueText.topK') || CANDIDATES,
        repetitionPenalty,
      };
    case 'contrastiveDecoding':
      return {
        strategy,
        amateur: get('continueText.amateur'),
        doSample: true,
        temperature: get('continueText.temperature'),
        repetitionPenalty,
        seed,
      };
  }
}

/** Whether another seed gives another text. */
export function isStochasticStrategy(strategy: Strategy): boolean {
  return strategy === 'sample' || strategy === 'contrastiveDecoding';
}

/** The strings at which a continuation ends. A sentence's end is no string; it is found while the text grows. */
export function stopStrings(stop: SettingValue<'continueText.stop'>): NonNullable<Params<'generate'>['stop']> {
  switch (stop) {
    case 'none':
      return [];
    case 'paragraph':
      return ['\n\n'];
    case 'line':
    case 'sentence':
      return ['\n'];
  }
}
