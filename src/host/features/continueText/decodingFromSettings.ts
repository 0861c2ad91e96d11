import { fieldsUsed, isStochastic } from '../../../decoding/config/fields.js';
import { findContradiction } from '../../../decoding/config/resolve.js';
import { strategySpecs } from '../../../decoding/strategies/index.js';
import {
  GlassboxError,
  type ErrorDetails,
  type FieldName,
  type GenerationConfig,
  type Strategy,
} from '../../../protocol/engine/index.js';
import { SECTION, type SettingKey, type SettingValue } from '../../core/settingTable.js';

/** Reads a setting; the editor's settings or a table in tests. */
export type ReadSetting = <K extends SettingKey>(key: K) => SettingValue<K>;

/** What continuing a text adds to a recipe: shares of the text's 3-grams that beams repeat make dull reading, too. */
const ADDED: Partial<Record<Strategy, Partial<GenerationConfig>>> = {
  beam: { noRepeatNgramSize: 3 },
  contrastiveDecoding: { doSample: true },
};

/** The fields of a recipe that have a setting. */
const FIELDS = [
  'temperature',
  'topK',
  'topP',
  'numBeams',
  'repetitionPenalty',
  'penaltyAlpha',
  'amateur',
] as const satisfies readonly FieldName[];

/**
 * The recipe that the settings describe.
 * @param seed for what draws
 * @param again the user has seen what a recipe without chance writes and asks for another: it is sampled
 */
export function decodingFromSettings(get: ReadSetting, seed: number, again: boolean): GenerationConfig {
  const decoding = recipeOf(get, get('continueText.strategy'));
  if (!again || isStochastic(decoding)) return { ...decoding, ...(isStochastic(decoding) && { seed }) };
  const sampled = recipeOf(get, 'sample');
  // A temperature of 0 would write the same again.
  return { ...sampled, temperature: sampled.temperature || strategySpecs.sample.initial.temperature, seed };
}

function recipeOf(get: ReadSetting, strategy: Strategy): GenerationConfig {
  // Who asks for more wants at least a token: after a finished sentence a model may well see the text as ended.
  const fixed = { strategy, minNewTokens: 1, ...ADDED[strategy] };
  const used = FIELDS.filter((field) => fieldsUsed(fixed).includes(field));
  const recipe: GenerationConfig = {
    ...fixed,
    ...Object.fromEntries(used.map((field) => [field, get(`continueText.${field}`)])),
  };
  // What a setting leaves off and the strategy cannot do without is as in a new recipe.
  const issue = findContradiction(recipe, { vocabularySize: Infinity, maxNewTokens: Infinity });
  const usual = issue && strategySpecs[strategy].initial[issue.field as FieldName];
  return usual ? { ...recipe, [issue.field]: usual } : recipe;
}

/** Names the setting that an error is about, where it is about one of a recipe or of a model. */
export function namingSetting(error: unknown, get: ReadSetting): unknown {
  if (!(error instanceof GlassboxError) || !error.details) return error;
  const { code, message, details } = error;
  const named = (key: SettingKey | undefined) => key && { setting: `${SECTION}.${key}` };
  const withDetails = (more: ErrorDetails) => new GlassboxError(code, message, { details: more, cause: error });
  if (details.kind === 'field') {
    const field = FIELDS.find((name) => name === details.issue.field);
    return withDetails({ ...details, ...named(field && `continueText.${field}`) });
  }
  if (details.kind !== 'unknownModel') return error;
  const keys = ['continueText.model', 'continueText.amateur'] as const;
  return withDetails({ ...details, ...named(keys.find((key) => get(key) === details.model)) });
}
