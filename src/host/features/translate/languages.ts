import type { LanguagePair } from '../../../protocol/engine/index.js';

export const samePair = (a: LanguagePair, b: LanguagePair) => a.from === b.from && a.to === b.to;

/** How many pairs are remembered. */
const RECENT = 3;

/** The remembered pairs after one was used, the latest first. */
export function rememberPair(recent: readonly LanguagePair[], used: LanguagePair): LanguagePair[] {
  return [used, ...recent.filter((pair) => !samePair(pair, used))].slice(0, RECENT);
}

/** The pairs as a list shows them. */
export interface ArrangedPairs {
  /** used last, for this source */
  recent: LanguagePair[];
  /** the language that the text is taken to be in */
  from: string;
  /** from that language */
  pairs: LanguagePair[];
  /** from the others */
  others: LanguagePair[];
}

/**
 * Puts the pairs in the order of their use for a text: what was used last first, then the others from the text's
 * language, then the rest.
 * @param source the guessed language of the text, null when nobody can tell; English then, if the model knows it
 */
export function arrangePairs(
  pairs: readonly LanguagePair[],
  recent: readonly LanguagePair[],
  source: string | null,
): ArrangedPairs {
  const has = (list: readonly LanguagePair[], pair: LanguagePair) => list.some((one) => samePair(one, pair));
  const english = pairs.some((pair) => pair.from === 'English') ? 'English' : (pairs[0]?.from ?? 'English');
  const from = source ?? english;
  const used = recent.filter((pair) => has(pairs, pair) && (source === null || pair.from === source));
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
