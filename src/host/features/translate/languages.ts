import type { LanguagePair } from '../../../protocol/engine/index.js';
import { primaryLanguage } from '../../../text/languages.js';

/** A direction in which a model translates: by itself, or through another language. */
export interface Direction extends LanguagePair {
  /** the language in between, by the model's name of it */
  through?: string;
}

/** What most pairs of languages are translated through: models know it with each of the others. */
const BETWEEN = 'English';

export const samePair = (a: LanguagePair, b: LanguagePair) => a.from === b.from && a.to === b.to;

/** How many pairs are remembered. */
const RECENT = 3;

/** The remembered pairs after one was used, the latest first. */
export function rememberPair(recent: readonly LanguagePair[], used: LanguagePair): LanguagePair[] {
  return [used, ...recent.filter((pair) => !samePair(pair, used))].slice(0, RECENT);
}

/** What a model translates, and behind it what it does through English. */
export function directionsOf(pairs: readonly LanguagePair[]): Direction[] {
  const into = pairs.filter(({ to }) => to === BETWEEN);
  const outOf = pairs.filter(({ from }) => from === BETWEEN);
  const joined = into.flatMap(({ from }) => outOf.map(({ to }) => ({ from, to, through: BETWEEN })));
  return [...pairs, ...joined.filter((one) => one.from !== one.to && !pairs.some((pair) => samePair(pair, one)))];
}

/** The directions as a list shows them. */
export interface ArrangedPairs {
  /** used last, for this source */
  recent: Direction[];
  /** the language that the text is taken to be in */
  from: string;
  /** from that language */
  pairs: Direction[];
  /** from the others */
  others: Direction[];
}

/**
 * Puts the directions in the order of their use for a text: what was used last first, then the others from the text's
 * language, then the rest.
 * @param source the guessed language of the text, null when nobody can tell; English then, if the model knows it
 */
export function arrangePairs(
  pairs: readonly Direction[],
  recent: readonly LanguagePair[],
  source: string | null,
): ArrangedPairs {
  const has = (list: readonly LanguagePair[], pair: LanguagePair) => list.some((one) => samePair(one, pair));
  const english = pairs.some((pair) => pair.from === BETWEEN) ? BETWEEN : (pairs[0]?.from ?? BETWEEN);
  const from = source ?? english;
  const used = recent
    .filter((pair) => source === null || pair.from === source)
    .flatMap((pair) => pairs.find((one) => samePair(one, pair)) ?? []);
  const rest = pairs.filter((pair) => !has(used, pair));
  return {
    recent: used,
    from,
    pairs: rest.filter((pair) => pair.from === from),
    others: [
      ...rest.filter((pair) => pair.from !== from && pair.from === english),
      ...rest.filter((pair) => pair.from !== from && pair.from !== english),
    ],
  };
}

/** Which of a model's languages a code is; null when it does not know it. */
export const nameAmong = (names: readonly string[], code: string): string | null =>
  names.find((name) => primaryLanguage(name) === code) ?? null;

/** The likeliest source, by codes with the best first; null where it is none of the model's. */
export function likeliestSource(pairs: readonly LanguagePair[], codes: readonly string[]): string | null {
  const names = pairs.map(({ from }) => from);
  for (const code of codes) {
    const name = nameAmong(names, code);
    if (name !== null) return name;
  }
  return null;
}
