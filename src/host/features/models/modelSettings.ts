import type { MethodName } from '../../../protocol/engine/index.js';
import type { Settings } from '../../core/settings.js';
import type { SettingKey } from '../../core/settingTable.js';

/** The settings that say which model a command works with, each with what the model has to serve. */
export const MODEL_SETTINGS = {
  'fillMask.model': 'fillMask',
  'continueText.model': 'generate',
  'translate.model': 'translate',
  'findNames.model': 'entities',
  'classify.model': 'classify',
  'ask.model': 'answer',
  'summarize.model': 'summarize',
  'findSimilar.model': 'embed',
  'findSimilar.reranker': 'rank',
  'attention.model': 'attention',
  'surprise.model': 'score',
  'surprise.otherModel': 'score',
  'compareSentences.model': 'embed',
} as const satisfies Partial<Record<SettingKey, MethodName>>;

export type ModelSetting = keyof typeof MODEL_SETTINGS;

export const modelSettingKeys = Object.keys(MODEL_SETTINGS) as ModelSetting[];

export const isModelSetting = (key: unknown): key is ModelSetting =>
  typeof key === 'string' && Object.hasOwn(MODEL_SETTINGS, key);

/**
 * Whether a model can do a command's work: what makes one text of another does not go on with it, and what only has vectors
 * does not put in order anew what was found by them.
 */
export function canServe(tasks: readonly MethodName[], key: ModelSetting): boolean {
  if (!tasks.includes(MODEL_SETTINGS[key])) return false;
  if (key === 'continueText.model') return !tasks.includes('translate');
  return key !== 'findSimilar.reranker' || tasks.includes('classify') || !tasks.includes('embed');
}

/** The settings that a model can serve. */
export const settingsFor = (tasks: readonly MethodName[]): ModelSetting[] =>
  modelSettingKeys.filter((key) => canServe(tasks, key));

/** The settings that name a model, by what the engine calls it or by its folder. */
export const settingsNaming = (
  settings: Pick<Settings, 'get'>,
  { name, folder = name }: { name: string; folder?: string },
): ModelSetting[] => modelSettingKeys.filter((key) => [name, folder].includes(settings.get(key)));
