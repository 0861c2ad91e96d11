import type { Span } from '../../../protocol/engine/index.js';
import { letterCaseOf, matchCase } from '../../../text/index.js';
import { SPACED_LETTER } from '../../../text/scripts.js';
import { articleOf, usualCase } from '../../../text/spelling.js';

/** What takes the place of a stretch of a sentence, in UTF-16 units of the sentence. */
export interface FormattedCandidate extends Span {
  text: string;
  /** the article before the gap is written anew, too */
  hasArticle?: true;
}

/** WordPiece's sign of a piece that continues the word before it. */
const CONTINUATION = '##';

// Short pieces that a user means to glue to the gap; a piece that is a word of its own ("in", "over") is not among them.
const PREFIXES = /(^|\P{L})(un|re|dis|im|pre|non|mis|sub|inter|anti)$/iu;
const SUFFIXES = /^(s|es|d|ed|ing|er|ers|est|ly|ness|less|ful|able)(\P{L}|$)/iu;

const CLOSING = /^[.,;:!?)\]}%…]+$/u;
const OPENING = /^[([{]+$/u;

export function isContinuation(candidate: string): boolean {
  return candidate.startsWith(CONTINUATION) && candidate.length > CONTINUATION.length;
}

/** The candidate without WordPiece's sign. */
export function stripContinuationMark(candidate: string): string {
  return isContinuation(candidate) ? candidate.slice(CONTINUATION.length) : candidate;
}

/** The candidate in the case of the word it takes the place of: small, Capital or ALL CAPITALS. */
export function applyCaseOf(sample: string, word: string): string {
  // Capitals that the word brings along were chosen by the model.
  if (word !== word.toLowerCase()) return word;
  const like = letterCaseOf(sample);
  return like === null ? word : matchCase(word, like);
}

/** True when all letters around the gap are capitals, and there are enough of them to tell. */
function isAllCaps(around: string): boolean {
  const letters = around.replace(/\P{L}/gu, '');
  return letters.length >= 6 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

const withoutMasks = (text: string) => text.replace(/\[MASK\]/gi, '');

function applyCase(word: string, before: string, after: string, starts: boolean): string {
  if (word !== word.toLowerCase()) return word;
  if (isAllCaps(withoutMasks(before) + withoutMasks(after))) return word.toUpperCase();
  const usual = usualCaseOf(word, before);
  return starts && usual === word ? matchCase(word, 'Capital') : usual;
}

/** One word or several, each as it is usually written. */
function usualCaseOf(text: string, before: string): string {
  let written = before;
  const found: string[] = [];
  for (const word of text.split(' ')) {
    const usual = word === 'i' ? 'I' : usualCase(word, written);
    found.push(usual);
    written = `${written} ${usual}`;
  }
  return found.join(' ');
}

const lettersMeet = (left: string, right: string) => SPACED_LETTER.test(left) && SPACED_LETTER.test(right);

/**
 * Makes a candidate fit its place: a capital where a sentence starts, no space before a continuation or a closing mark,
 * a space where two words would run together.
 * @param sentence the sentence with its gap as it stands in the document
 * @param gap where the gap is
 * @param starts whether the gap is the sentence's first word
 * @param sample the word that stands in the gap now, if it is one
 */
export function formatCandidate(
  sentence: string,
  gap: Span,
  candidate: string,
  starts: boolean,
  sample?: string,
): FormattedCandidate {
  const before = sentence.slice(0, gap.start);
  const after = sentence.slice(gap.end);
  const bare = stripContinuationMark(candidate);
  if (isContinuation(candidate) || CLOSING.test(bare)) {
    const written = before.trimEnd().length;
    const line = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    const space = written === 0 ? 0 : before.length - Math.max(written, line);
    return { start: gap.start - space, end: gap.end, text: bare };
  }
  if (OPENING.test(bare)) return { ...gap, end: gap.end + (/^[^\S\r\n]*/.exec(after)?.[0].length ?? 0), text: bare };
  if (sample !== undefined) {
    if (candidate === sample) return { ...gap, text: sample };
    const cased = applyCaseOf(sample, bare);
    return { ...gap, text: cased === bare && bare === bare.toLowerCase() ? usualCaseOf(bare, before) : cased };
  }
  const cased = applyCase(bare, before, after, starts);
  const left = lettersMeet(before.slice(-1), cased.slice(0, 1)) && !PREFIXES.test(before) ? ' ' : '';
  const right = lettersMeet(cased.slice(-1), after.slice(0, 1)) && !SUFFIXES.test(after) ? ' ' : '';
  return { ...gap, text: left + cased + right };
}

/** The indefinite article, with what stands between it and the gap. */
const ARTICLE = /(?<![\p{L}\p{N}'’.-])(an?)(\s+[^\p{L}\p{N}\s]*)$/iu;

/**
 * A candidate in two edits, the article's first where it changes: by themselves they are in the places of the article and of
 * the gap.
 */
export function articleApart(sentence: string, one: FormattedCandidate): FormattedCandidate[] {
  if (!one.hasArticle) return [one];
  const old = /^an?/i.exec(sentence.slice(one.start))?.[0] ?? '';
  const article = /^an?/i.exec(one.text)?.[0] ?? '';
  const rest = one.text.slice(article.length);
  const behind = sentence.slice(one.start + old.length, one.end);
  let between = 0;
  while (between < rest.length && rest[between] === behind[between]) between++;
  const end = one.start + old.length;
  return [
    { start: one.start, end, text: article },
    { start: end + between, end: one.end, text: rest.slice(between) },
  ];
}

/** Words of languages in which "a" and "an" are other words. */
const FOREIGN =
  /[^\P{L}\p{ASCII}]|(?<!\p{L})(?:le|les|une?|el|los|las|una|que|il|di|uma?|der|das|und|ist|est|pe)(?!\p{L})/u;

/**
 * A word together with the article before it, where it wants the other one: "an [MASK]" becomes "a banana".
 * @param from the first place that may be written over
 */
export function withArticle(sentence: string, one: FormattedCandidate, from: number): FormattedCandidate {
  const before = sentence.slice(0, one.start);
  const [whole, article, between] = ARTICLE.exec(before) ?? [];
  const word = /^[A-Za-z0-9'’]+/.exec(one.text)?.[0];
  if (whole === undefined || article === undefined || word === undefined) return one;
  const start = one.start - whole.length;
  const after = sentence.slice(one.end);
  if (start < from || FOREIGN.test(withoutMasks(before) + withoutMasks(after))) return one;
  const wanted = articleOf(word);
  if (wanted === article.toLowerCase()) return one;
  const isUpper = article === 'AN' || (article === 'A' && isAllCaps(withoutMasks(before) + withoutMasks(after)));
  const written = isUpper ? wanted.toUpperCase() : /^A/.test(article) ? matchCase(wanted, 'Capital') : wanted;
  return { ...one, start, text: written + between + one.text, hasArticle: true };
}
