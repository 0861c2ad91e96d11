import type { LanguagePair } from '../../protocol/index.js';

/** Language tags of the names that models use in their prefixes. */
const TAGS: Readonly<Record<string, string>> = {
  Arabic: 'ar',
  Chinese: 'zh',
  Czech: 'cs',
  Dutch: 'nl',
  English: 'en',
  French: 'fr',
  German: 'de',
  Italian: 'it',
  Japanese: 'ja',
  Korean: 'ko',
  Polish: 'pl',
  Portuguese: 'pt',
  Romanian: 'ro',
  Russian: 'ru',
  Spanish: 'es',
  Turkish: 'tr',
  Ukrainian: 'uk',
};

/** A language's name in the person's language; the model's own name where no other is known. */
export function languageName(language: string, locale: string): string {
  const tag = TAGS[language];
  if (tag === undefined) return language;
  return new Intl.DisplayNames([locale, 'en'], { type: 'language' }).of(tag) ?? language;
}

export const samePair = (a: LanguagePair, b: LanguagePair) => a.from === b.from && a.to === b.to;

/** How many pairs are remembered. */
const RECENT = 3;

/** The remembered pairs after one was used, the latest first. */
export function remember(recent: readonly LanguagePair[], used: LanguagePair): LanguagePair[] {
  return [used, ...recent.filter((pair) => !samePair(pair, used))].slice(0, RECENT);
}

/** Pairs of one source language. */
export interface PairGroup {
  from: string;
  pairs: LanguagePair[];
}

/**
 * The pairs as a list shows them: what was used last for this source first, then the source's others, then the other
 * sources.
 * @param source the guessed language of the text, null when nobody can tell
 */
export function arrange(
  pairs: readonly LanguagePair[],
  recent: readonly LanguagePair[],
  source: string | null,
): { recent: LanguagePair[]; groups: PairGroup[] } {
  const known = (pair: LanguagePair) => pairs.some((one) => samePair(one, pair));
  const used = recent.filter((pair) => known(pair) && (source === null || pair.from === source));
  const groups = new Map<string, LanguagePair[]>();
  for (const pair of pairs) {
    if (used.some((one) => samePair(one, pair))) continue;
    groups.set(pair.from, [...(groups.get(pair.from) ?? []), pair]);
  }
  const first = (from: string) => Number(from === (source ?? 'English'));
  const sorted = [...groups].sort(([a], [b]) => first(b) - first(a));
  return { recent: used, groups: sorted.map(([from, group]) => ({ from, pairs: group })) };
}
