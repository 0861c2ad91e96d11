import { isAbbreviation } from './abbreviations.js';
import { findBlocks } from './blocks.js';
import { findMasks } from './masks.js';
import { segments } from './segments.js';
import { distanceTo, type TextSpan, trimSpan } from './span.js';

const LINE_BREAK = /\r\n|[\n\r\u0085\u2028]/g;

/** Line breaks with nothing but white space between them. */
const LINE_BREAKS = /(?:(?:\r\n|[\n\r\u0085\u2028])[^\S\n\r\u0085\u2028]*)+/g;

/**
 * The sentences of a text, without the white space around them. A single line break is a space; an empty line ends a
 * sentence. `Intl.Segmenter` (Unicode's UAX 29) decides, with repairs for what it does not know: abbreviations and
 * initials, speech that goes on (`"Stop!" he said`), masks, dots of omission, reference marks.
 * @param locale of the text; UAX 29 hardly depends on it
 */
export function splitSentences(text: string, locale = 'en'): TextSpan[] {
  const plain = maskForSegmenter(text);
  const found: TextSpan[] = [];
  for (const segment of segments(plain, 'sentence', locale)) {
    const last = found.at(-1);
    const start = segment.start + breakShift(plain, last?.start ?? 0, segment.start);
    const { end } = segment;
    if (last !== undefined && continuesSentence(plain, last, start)) last.end = end;
    else {
      if (last !== undefined) last.end = start;
      found.push({ start, end });
    }
  }
  return found.flatMap((span) => splitAtEllipses(plain, span)).flatMap((span) => trimSpan(text, span) ?? []);
}

/**
 * The sentence at a place, within its block (a heading is not part of the paragraph below). Between two sentences the
 * nearest one, at their common border the later; in a text without any, the empty stretch at the place.
 */
export function sentenceAround(text: string, offset: number, locale?: string): TextSpan {
  const nearest = (spans: readonly TextSpan[]): TextSpan | undefined =>
    spans.reduce<TextSpan | undefined>(
      (best, span) => (best && distanceTo(best, offset) < distanceTo(span, offset) ? best : span),
      undefined,
    );
  const block = nearest(findBlocks(text));
  if (block === undefined) return { start: offset, end: offset };
  const inBlock = splitSentences(text.slice(block.start, block.end), locale).map(({ start, end }) => ({
    start: start + block.start,
    end: end + block.start,
  }));
  return nearest(inBlock) ?? block;
}

/** The text for the segmenter, of the same length: masks as words, line breaks as spaces, reference marks as quotes. */
function maskForSegmenter(text: string): string {
  let plain = '';
  let at = 0;
  for (const { start, end } of findMasks(text)) {
    plain += text.slice(at, start) + 'X'.padEnd(end - start, 'x');
    at = end;
  }
  return (plain + text.slice(at))
    .replace(LINE_BREAKS, (run) => ((run.match(LINE_BREAK)?.length ?? 0) > 1 ? '\n' : ' ').repeat(run.length))
    .replace(/(?<=[.!?])(?:\[\d+\])+/g, (marks) => '"'.repeat(marks.length));
}

const OPENING = /[“‘「『《〈（(]/;

/** Before these a mark of the class above belongs to what stands before it. */
const BEFORE_OPENING = /[\s„“«]/;

/**
 * By how much a break has to move: UAX 29 has one class for opening and closing quotation marks, so that 好吗？“好。” is
 * cut behind the opening one and « Viens ! » before the closing one.
 * @param from where the sentence before the break begins
 */
function breakShift(text: string, from: number, index: number): number {
  let first = index;
  for (let at = index - 1; at >= from && OPENING.test(text[at]!); at--) {
    if (at === from || !BEFORE_OPENING.test(text[at - 1]!)) first = at;
  }
  if (first < index) return first - index;
  return text[index] === '»' && /\s/.test(text[index + 1] ?? '') ? 1 : 0;
}

/** As far as an abbreviation and the word behind it are looked at, in UTF-16 units. */
const NEAR = 40;

/** Whether the segmenter's break at `index` is none. Looks at what is near only: a sentence may be as long as its text. */
function continuesSentence(text: string, { start }: TextSpan, index: number): boolean {
  const end = contentEnd(text, start, index);
  if (/[\n\u2029]/.test(text.slice(end, index))) return false;
  let next = index;
  while (next < text.length && /\s/.test(text[next]!)) next++;
  const after = text.slice(next, next + NEAR);
  // `"Stop!" he said`, `Yahoo! is`; and an ordered list's number.
  if (/^\p{Ll}/u.test(after) || isListNumber(text, start, end)) return true;
  if (end === start || text[end - 1] !== '.') return false;
  const stop = text.slice(Math.max(start, end - 1 - NEAR), end - 1);
  // "Well... I think" goes on; "He left... The door" does not.
  if (stop.endsWith('..')) return /^I\b/.test(after);
  return isAbbreviation(stop, after);
}

/** Where the white space at the end of a stretch begins. */
function contentEnd(text: string, start: number, end: number): number {
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return end;
}

/** Whether a stretch is a number with a stop or a bracket, and white space before it. */
function isListNumber(text: string, start: number, end: number): boolean {
  const number = /(?<!\d)\d{1,3}[.)]$/.exec(text.slice(Math.max(start, end - 5), end));
  return number !== null && contentEnd(text, start, end - number[0].length) === start;
}

/** "He left… The door" are two: UAX 29 does not count … as an end. */
function splitAtEllipses(text: string, span: TextSpan): TextSpan[] {
  const parts: TextSpan[] = [];
  let { start } = span;
  for (const match of text.slice(span.start, span.end).matchAll(/…["'”’»)]*\s+(?=["'“‘«(]*\p{Lu})(?!["'“‘«(]*I\b)/gu)) {
    const end = span.start + match.index + match[0].length;
    parts.push({ start, end });
    start = end;
  }
  return [...parts, { start, end: span.end }];
}
