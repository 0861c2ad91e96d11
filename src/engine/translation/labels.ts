import { OBJECT, type Reading } from '../../documents/index.js';
import { primaryLanguage, type TextSpan } from '../../text/index.js';
import { isFunctionWord } from './functionWords.js';

/** A stretch of a sentence; what stands before a colon where a line begins is a name or a label, and no part of what is behind. */
export interface LabelledSpan extends TextSpan {
  isLabel?: true;
}

const WORD = `[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}.'’&/_-]{0,30}`;
/** Behind the label there may be a remark in brackets or an emoji: "Anna (softly): …". */
const LABEL = new RegExp(
  `(?![Hh]ttps?:)(?<label>${OBJECT}|${WORD}(?:[ \\u00a0](?:&[ \\u00a0])?${WORD}){0,3})(?<colon>(?:[ \\u00a0]?${OBJECT})?[ \\u00a0\\u202f]?[:：])(?=\\s|$)`,
  'uy',
);
/** What may stand before a label: emoji, references, the dashes and dots of lists, opening quotation marks. */
const BEFORE = new RegExp(`[\\s${OBJECT}–—•*-]`, 'u');

/** Words that hold a label together; with any other that grammar asks for it is a clause ("The answer is: no"). */
const IN_LABELS = new Set(
  `the a an of to in for and on with by der die das den dem des von zu im und für mit am zum zur le la les du de des à au
    aux et en pour sur sous el los las del y para con sin un una une ein eine o cu din pe și al ale`.split(/\s+/),
);

/**
 * Parts a sentence where its lines begin with a name or a label and a colon: what is behind is another part.
 * @param document what the reading is of
 * @param language of the text, by name or code
 * @param isCutThrough whether signs are around words on both sides of a place
 */
export function cutAtLabels(
  document: string,
  reading: Reading,
  sentence: TextSpan,
  language: string,
  isCutThrough: (at: number) => boolean,
): LabelledSpan[] {
  const { text } = reading;
  const parts: LabelledSpan[] = [];
  let { start } = sentence;
  for (let at = skipBefore(text, sentence); at < sentence.end; at = nextWord(text, at, sentence.end)) {
    const label = isLineStart(document, reading, at) ? labelAt(reading, at, language) : null;
    // Lines that a sentence goes on in may have a colon as well.
    const isOne = label !== null && label.behind <= sentence.end && (parts.length === 0 || /\p{Lu}/u.test(text[at]!));
    if (isOne && !isCutThrough(label.behind)) {
      if (parts.length > 0) parts.push({ start, end: at });
      parts.push({ start: at, end: label.end, isLabel: true });
      start = label.behind;
    } else if (parts.length === 0) return [sentence];
  }
  return start < sentence.end ? [...parts, { start, end: sentence.end }] : parts;
}

function labelAt({ text, inert }: Reading, at: number, language: string): { end: number; behind: number } | null {
  LABEL.lastIndex = at;
  const { label, colon } = LABEL.exec(text)?.groups ?? {};
  if (label === undefined || colon === undefined || !/[\p{L}\uFFFC]/u.test(label)) return null;
  // An address or a code there is a word.
  const object = at + label.length + colon.indexOf(OBJECT);
  if (colon.includes(OBJECT) && inert.get(object)?.role !== 'mark') return null;
  const words = label.split(/[ \u00a0]/);
  const isClause =
    words.length > 1 &&
    words.some(
      (word) =>
        !IN_LABELS.has(word.toLowerCase()) &&
        isFunctionWord(word.replace(/[^\p{L}]+$/u, ''), primaryLanguage(language)),
    );
  // "For example" and "in short" are of the sentence that they begin.
  const isPhrase =
    words.length > 1 &&
    /^(?:for|in|to|by|on|with|im|zu|für|mit|von|zum|am|en|pour|par|sur|de|à|para|con|por|pe|cu|din)$/i.test(words[0]!);
  return isClause || isPhrase ? null : { end: at + label.length, behind: at + label.length + colon.length };
}

function skipBefore(text: string, { start, end }: TextSpan): number {
  let at = start;
  // A code may be the label.
  while (
    at < end &&
    BEFORE.test(text[at]!) &&
    !(text[at] === OBJECT && /^[ \u00a0]?[:：]/.test(text.slice(at + 1, at + 3)))
  )
    at++;
  return at;
}

/** Where the next word behind white space begins. */
function nextWord(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !/\s/.test(text[at]!)) at++;
  while (at < end && /\s/.test(text[at]!)) at++;
  return at;
}

/** A line break of the document is read as a space. */
function isLineStart(document: string, { text, starts, ends }: Reading, at: number): boolean {
  let before = at;
  while (before > 0 && BEFORE.test(text[before - 1]!)) before--;
  if (before === 0) return true;
  return /[\n\r]/.test(text.slice(before, at)) || /[\n\r]/.test(document.slice(ends[before - 1], starts[at]));
}
