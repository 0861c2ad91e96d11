import type { TextSpan } from '../text/index.js';
import type { Leaf } from './prose.js';
import { byStart } from './spans.js';

/** Before the first letter of a word. */
const AMPERSAND = /(?<![\p{L}\p{N}&\\])&(?![a-z]{2,8};)(?=\p{L})/giu;
/** Within a label of few words, before a small letter: "E&xit", but not "R&D". */
const WITHIN_WORD = /^(?:\S+ ){0,2}\p{L}{1,12}&(?=\p{Ll})\p{L}+(?: \S+){0,2}$/u;
const UNDERSCORE = /(?<![\p{L}\p{N}_\\])_(?=\p{L}[\p{L}\p{N}]*(?![\p{L}\p{N}_(]))/gu;

/**
 * A label's sign for a key, left out of what is read: it stands before its letter's word again in the translation. None where
 * there are several.
 * @param leaves of the label, in order
 */
export function withMnemonic(
  text: string,
  { start, end }: TextSpan,
  leaves: readonly Leaf[],
  signs: '&' | '&_',
): readonly Leaf[] {
  if (end - start > LONGEST_LABEL) return leaves;
  const label = text.slice(start, end);
  const at = onlyPlace(label, signs);
  if (at === null) return leaves;
  const place = { start: start + at, end: start + at + 1 };
  const others = leaves.filter((leaf) => leaf.end <= place.start || leaf.start >= place.end);
  // GTK's sign makes its word look like a name of a program; anything else that it is part of is no word.
  const isOwn = leaves.every((leaf) => others.includes(leaf) || (label[at] === '_' && leaf.start === place.start));
  return isOwn ? [...others, { kind: 'inert' as const, role: 'mark' as const, ...place }].sort(byStart) : leaves;
}

/** Labels with a key are shorter, in UTF-16 units. */
const LONGEST_LABEL = 200;

function onlyPlace(label: string, signs: '&' | '&_'): number | null {
  const ampersands = label.split('&').length - 1;
  if (ampersands > 1) return null;
  if (ampersands === 1) {
    const [found] = label.matchAll(AMPERSAND);
    return found?.index ?? (WITHIN_WORD.test(label) ? label.indexOf('&') : null);
  }
  const [underscore] = signs === '&_' && label.split('_').length === 2 ? label.matchAll(UNDERSCORE) : [];
  return underscore?.index ?? null;
}
