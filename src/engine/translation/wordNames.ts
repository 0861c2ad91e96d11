import { primaryLanguage, type TextSpan } from '../../text/index.js';

/** Given names that are English words as well: a small model reads the word, and loses the person. */
const GIVEN =
  'Will|Mark|Frank|Grace|Rose|Hope|Faith|Joy|Art|Sue|Pat|Rob|Bill|Dawn|Ivy|Lily|Daisy|Violet|Penny|Ruby|Pearl|Amber|Chase|Hunter|' +
  'Dean|Cliff|Brook|Heather|Olive|Drew|Grant|Miles|Rich|Wade|Ray|Chuck|Skip|Guy|Reed|Sky|Summer|Autumn|Destiny|Harmony|Patience';
/** Behind a small word that is no article, and before no other capital, as in a heading. */
const GIVEN_NAME = new RegExp(
  `(?<=(?<!\\p{L})(?!(?:the|an?|this|that|my|your|his|her|its|our|their|every|no|some|any)\\s)\\p{Ll}+,? )(?:${GIVEN})(?![\\p{L}\\p{N}'’-]| \\p{Lu})`,
  'gu',
);

/** A surname behind a title; offices are none. */
const SURNAME =
  /(?<=(?<!\p{L})(?:Mr|Mrs|Ms|Dr)\.? )(?!(?:President|Chair(?:man|woman|person)?|Speaker|Minister|Secretary|Mayor|Ambassador|Justice|Director|Vice)(?!\p{L}))\p{Lu}\p{Ll}+(?![\p{L}\p{N}'’-]| \p{Lu})/gu;

/** English names of people that may be taken for words, or be translated: Mr. Black, and "I met Will." */
export function wordNames(text: string, language: string): TextSpan[] {
  if (primaryLanguage(language) !== 'en') return [];
  return [GIVEN_NAME, SURNAME].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ index, 0: name }) => ({ start: index, end: index + name.length })),
  );
}
