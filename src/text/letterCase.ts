import { primaryLanguage } from './languages.js';

/** Not words: placeholders, tags, addresses, code, entities, words with digits. Their letters stay as they are. */
const OPAQUE =
  /\{\{?[^{}]*\}?\}|(?<!\d)%(?:\d+\$|\([^()\s]*\))?[-+0#]*\d*(?:\.\d+)?[sdifuxXeEgGcpo@](?!\p{L})|\$\{?[A-Za-z_]\w*\}?|<\/?[A-Za-z\d][^<>]*>|`[^`]*`|&#?\w+;|[a-z][a-z\d+.-]*:\/\/\S+|[\w.+-]+@[\w-]+\.[\w.-]+|[\p{L}-]*\d[\p{L}\d]*/giu;

/** The text with a function applied to what is not opaque. @param kept what is opaque besides */
function mapWords(text: string, change: (words: string) => string, kept: readonly RegExp[] = []): string {
  const [pattern = OPAQUE, ...others] = kept;
  const inner = kept.length === 0 ? change : (words: string) => mapWords(words, change, others);
  let result = '';
  let at = 0;
  for (const { index, 0: opaque } of text.matchAll(pattern)) {
    result += inner(text.slice(at, index)) + opaque;
    at = index + opaque.length;
  }
  return result + inner(text.slice(at));
}

/** The text with each opaque stretch covered, those of `kept` first. */
const coverOpaque = (text: string, cover: (opaque: string) => string, kept: readonly RegExp[]): string =>
  [...kept, OPAQUE].reduce((left, pattern) => left.replace(pattern, cover), text);

/**
 * Whether all of a text's words are in capitals: two letters at least, and no small one but ß.
 * @param kept stretches that do not count (global patterns)
 */
export function isAllCapitals(text: string, kept: readonly RegExp[] = []): boolean {
  const words = coverOpaque(text, () => ' ', kept);
  return !/[\p{Ll}\p{Lt}]/u.test(words.replaceAll('ß', '')) && (words.match(/\p{Lu}/gu)?.length ?? 0) >= 2;
}

const ROMAN = /^(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})$/;

/** The first letter, and those behind a stop; after `!”` speech may go on, after an initial's stop a name. */
const SENTENCE_START = /(?<=^\P{L}*|(?:(?<!(?<!\p{L})\p{L})[.!?…。]|\.["'”’»)])\s+["'“‘«„(¿¡]*)\p{Ll}/gu;

/**
 * A text that is all in capitals as a sentence: small letters but for the first of each sentence, "I", dotted acronyms
 * and Roman numerals; names and other acronyms cannot be told apart. In any other text, which shows its acronyms and
 * names, only the first letter is raised.
 * @param kept stretches that stay as they are
 */
export function toSentenceCase(text: string, language: string, kept: readonly RegExp[] = []): string {
  if (!isAllCapitals(text, kept)) return text.replace(/^[^\p{L}{<`%$]*\p{Ll}/u, (start) => start.toUpperCase());
  const primary = primaryLanguage(language);
  const isKept = (word: string, after: string): boolean =>
    (/^\p{Lu}$/u.test(word) && after.startsWith('.')) ||
    /^\p{Lu}(?:\.\p{Lu})+$/u.test(word) ||
    (ROMAN.test(word) && !(primary === 'es' && word === 'VI'));
  const lower = (words: string) =>
    words
      .replace(/[\p{L}\p{M}]+(?:\.\p{Lu}(?!\p{L}))*/gu, (word, at: number) =>
        isKept(word, words.slice(at + word.length, at + word.length + 1)) ? word : word.toLocaleLowerCase(primary),
      )
      .replace(/(?<![\p{L}\p{M}'’])i(?![\p{L}\p{M}]|\.\p{L})/gu, (letter) => (primary === 'en' ? 'I' : letter));
  const small = mapWords(text, lower, kept);
  // A placeholder at the beginning stands for the first word, a tag does not.
  const cover = (opaque: string) => (opaque.startsWith('<') ? ' ' : 'A').repeat(opaque.length);
  const visible = coverOpaque(small, cover, kept);
  let result = '';
  let at = 0;
  for (const { index, 0: letter } of visible.matchAll(SENTENCE_START)) {
    result += small.slice(at, index) + letter.toUpperCase();
    at = index + letter.length;
  }
  return result + small.slice(at);
}

/**
 * A text in capitals; placeholders, tags, addresses and code stay.
 * @param like the text whose capitals it follows: ß becomes ẞ where that has one, else SS
 * @param kept stretches that stay, too
 */
export function toCapitals(text: string, language: string, like = '', kept: readonly RegExp[] = []): string {
  const sharp = like.includes('ẞ') ? 'ẞ' : 'SS';
  return mapWords(text, (words) => words.replaceAll('ß', sharp).toLocaleUpperCase(primaryLanguage(language)), kept);
}
