import type { LanguagePair, ModelInfo } from '../../../src/protocol/engine/index.js';

export interface TaskPrefix {
  prefix: string;
  /** of a translation */
  languages?: LanguagePair;
}

/** The prefixes that a model was trained on: its translations first, as T5 spells them (arXiv 1910.10683, appendix D). */
export function trainedTaskPrefixes({ languages = [], prefixes = [] }: ModelInfo): TaskPrefix[] {
  const translations = languages.map((pair) => ({
    prefix: `translate ${pair.from} to ${pair.to}: `,
    languages: pair,
  }));
  const known = new Set(translations.map(({ prefix }) => prefix));
  return [...translations, ...prefixes.filter((prefix) => !known.has(prefix)).map((prefix) => ({ prefix }))];
}
