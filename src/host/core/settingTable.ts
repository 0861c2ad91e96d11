import * as path from 'node:path';

/** A setting's default and what it may be; `range` is how a message says so. */
export interface Rule<T> {
  fallback: T;
  range: string;
  /** takes whole numbers only */
  isWhole?: true;
  accepts(value: unknown): value is T;
}

/** Ranges that are neither figures nor a setting's own words. */
export const TEXT = 'a text that is not empty';
export const ANY_TEXT = 'a text';
export const TEXTS = 'a list of texts';
export const FOLDERS = 'a list of absolute paths';
export const FOLDER = 'an absolute path, or nothing';

function text(fallback: string): Rule<string> {
  return {
    fallback,
    range: TEXT,
    accepts: (value): value is string => typeof value === 'string' && value.trim() !== '',
  };
}

/** An empty text says that there is none. */
function optionalText(): Rule<string> {
  return { fallback: '', range: ANY_TEXT, accepts: (value): value is string => typeof value === 'string' };
}

function texts(...fallback: string[]): Rule<readonly string[]> {
  return {
    fallback,
    range: TEXTS,
    accepts: (value): value is readonly string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== ''),
  };
}

/** Relative paths would count from wherever the engine's process was started. */
function folders(): Rule<readonly string[]> {
  return {
    fallback: [],
    range: FOLDERS,
    accepts: (value): value is readonly string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string' && path.isAbsolute(item)),
  };
}

/** One folder; an empty text says that there is none. */
function optionalFolder(): Rule<string> {
  return {
    fallback: '',
    range: FOLDER,
    accepts: (value): value is string => typeof value === 'string' && (value === '' || path.isAbsolute(value)),
  };
}

function flag(fallback: boolean): Rule<boolean> {
  return { fallback, range: 'true, false', accepts: (value): value is boolean => typeof value === 'boolean' };
}

function number(fallback: number, min: number, max: number): Rule<number> {
  return {
    fallback,
    range: `${min} … ${max}`,
    accepts: (value): value is number => typeof value === 'number' && value >= min && value <= max,
  };
}

function integer(fallback: number, min: number, max: number): Rule<number> {
  const any = number(fallback, min, max);
  return {
    ...any,
    isWhole: true,
    accepts: (value): value is number => any.accepts(value) && Number.isInteger(value),
  };
}

function oneOf<const T extends string>(fallback: NoInfer<T>, ...allowed: T[]): Rule<T> {
  return {
    fallback,
    range: allowed.join(', '),
    accepts: (value): value is T => allowed.some((one) => one === value),
  };
}

/** The extension's part of every setting's key. */
export const SECTION = 'glassbox';

/** Every setting of the extension, its default and range; a test checks the table against package.json. */
export const settingTable = {
  'fillMask.model': text('bert-mini'),
  'fillMask.candidates': integer(10, 1, 50),
  'continueText.model': text('gpt2-mini'),
  'continueText.maxNewTokens': integer(40, 1, 400),
  // Not by the list of strategies, which would be one more file to read at activation; a test says when one is missing.
  'continueText.strategy': oneOf('sample', 'greedy', 'beam', 'sample', 'contrastiveSearch', 'contrastiveDecoding'),
  'continueText.temperature': number(0.8, 0, 5),
  'continueText.topK': integer(0, 0, 1000),
  'continueText.topP': number(0.9, 0, 1),
  'continueText.numBeams': integer(4, 1, 16),
  'continueText.repetitionPenalty': number(1.2, 0.1, 10),
  'continueText.penaltyAlpha': number(0.6, 0, 1),
  'continueText.amateur': text('gpt2-mini-amateur'),
  'continueText.stop': oneOf('paragraph', 'none', 'sentence', 'line', 'paragraph'),
  'translate.model': text('t5-mini'),
  'translate.action': oneOf('ask', 'ask', 'replace', 'insertBelow', 'openBeside', 'copy'),
  'translate.numBeams': integer(4, 1, 16),
  'translation.review': oneOf('long', 'long', 'always', 'never'),
  'translation.glossary': optionalText(),
  'translation.keepNames': texts(),
  'translation.typography': oneOf('target', 'target', 'source'),
  'findNames.model': optionalText(),
  'classify.model': optionalText(),
  'ask.model': optionalText(),
  'summarize.model': optionalText(),
  'findSimilar.model': text('e5-mini'),
  'findSimilar.results': integer(20, 1, 200),
  'findSimilar.rerank': flag(true),
  'findSimilar.reranker': optionalText(),
  'findSimilar.maxFileSize': integer(1000, 1, 100_000),
  'findSimilar.updateOnSave': flag(true),
  'attention.model': text('bert-mini'),
  'attention.text': oneOf('sentence', 'sentence', 'paragraph'),
  'surprise.model': text('gpt2-mini'),
  'surprise.otherModel': text('bert-mini'),
  'compareSentences.model': text('e5-mini'),
  'hover.enabled': flag(true),
  'hover.languages': texts('plaintext', 'markdown'),
  'hover.code': flag(true),
  'hover.layer': integer(0, 0, 200),
  'hover.head': integer(0, 0, 200),
  'hover.loadModel': flag(false),
  'models.folders': folders(),
  'models.precision': oneOf('auto', 'auto', 'fp32', 'int8'),
  'models.storage': optionalFolder(),
  'models.hub': optionalText(),
  'models.useHubCache': flag(true),
  'models.memoryLimit': number(0, 0, 4096),
  'engine.threads': integer(0, 0, 64),
  'engine.idleMinutes': number(10, 0, 1440),
  offline: flag(false),
} as const;

export type SettingKey = keyof typeof settingTable;
export type SettingValue<K extends SettingKey> = (typeof settingTable)[K]['fallback'];

/** Those that name a model, by its id or folder. */
export const modelSettings = [
  'fillMask.model',
  'continueText.model',
  'continueText.amateur',
  'translate.model',
  'findNames.model',
  'classify.model',
  'ask.model',
  'summarize.model',
  'findSimilar.model',
  'findSimilar.reranker',
  'attention.model',
  'surprise.model',
  'surprise.otherModel',
  'compareSentences.model',
] as const satisfies readonly SettingKey[];

/**
 * Those that name models, files, folders or a hub, or let one be loaded before the user has asked for it: an untrusted
 * workspace does not set them.
 *
 * The others only say how a command that the user gives does its work, within ranges: how many words are listed, how a text
 * is continued and translated (at most 400 tokens in 16 beams), what becomes of a translation (one undo, at the most),
 * which names in it stay, how many passages are found, which size of files an index that the user asked for holds and when it
 * is brought up to date, and what the hover shows where there is one. `engine.idleMinutes` says when memory is given back, and what is left of `engine`
 * and `models` is the machine's own. `offline` is the user's alone.
 */
export const restrictedSettings: readonly SettingKey[] = [
  ...modelSettings,
  'translation.glossary',
  'models.folders',
  'models.storage',
  'models.hub',
  'hover.enabled',
  'hover.loadModel',
];
