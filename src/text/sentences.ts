import { isAbbreviation } from './abbreviations.js';
import { blocks } from './blocks.js';
import { findMasks } from './masks.js';
import { type Span, trimmed } from './span.js';

const LINE_BREAK = /\r\n|[\n\r\u0085\u2028]/g;

/** Line breaks with nothing but white space between them. */
const LINE_BREAKS = /(?:(?:\r\n|[\n\r\u0085\u2028])[^\S\n\r\u0085\u2028]*)+/g;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The sentences of a text, without the white space around them. A single line break is a space; an empty line ends a
 * sentence. `Intl.Segmenter` (Unicode's UAX 29) decides, with repairs for what it does not know: abbreviations and
 * initials, speech that goes on (`"Stop!" he said`), masks, dots of omission, reference marks.
 * @param locale of the text; UAX 29 hardly depends on it
 */
export function sentences(text: string, locale = 'en'): Span[] {
  let segmenter = segmenters.get(locale);
  if (!segmenter) segmenters.set(locale, (segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' })));
  const plain = disguised(text);
  const found: Span[] = [];
  for (const { index, segment } of segmenter.segment(plain)) {
    const last = found.at(-1);
    const start = index + misplaced(plain.slice(last?.start ?? 0, index), segment);
    const end = index + segment.length;
    if (last !== undefined && goesOn(plain, last, start)) last.end = end;
    else {
      if (last !== undefined) last.end = start;
      found.push({ start, end });
    }
  }
  return found.flatMap((span) => atOmissions(plain, span)).flatMap((span) => trimmed(text, span) ?? []);
}

/**
 * The sentence at a place, within its block (a heading is not part of the paragraph below). Between two sentences the
 * nearest one, at their common border the later; in a text without any, the empty stretch at the place.
 */
export function sentenceAround(text: string, offset: number, locale?: string): Span {
  const distance = ({ start, end }: Span): number => Math.max(start - offset, offset - end, 0);
  const nearest = (spans: readonly Span[]): Span | undefined =>
    spans.reduce<Span | undefined>((best, span) => (best && distance(best) < distance(span) ? best : span), undefined);
  const block = nearest(blocks(text));
  if (block === undefined) return { start: offset, end: offset };
  const inBlock = sentences(text.slice(block.start, block.end), locale).map(({ start, end }) => ({
    start: start + block.start,
    end: end + block.start,
  }));
  return nearest(inBlock) ?? block;
}

/** The text for the segmenter, of the same length: masks as words, line breaks as spaces, reference marks as quotes. */
function disguised(text: string): string {
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

/**
 * By how much a break has to move: UAX 29 has one class for opening and closing quotation marks, so that 好吗？“好。” is
 * cut behind the opening one and « Viens ! » before the closing one.
 */
function misplaced(before: string, after: string): number {
  const opening = /(?<![\s„“«])[“‘「『《〈（(]+$/u.exec(before);
  return opening ? -opening[0].length : /^»(?=\s)/.test(after) ? 1 : 0;
}

/** Whether the segmenter's break at `index` is none. */
function goesOn(text: string, { start }: Span, index: number): boolean {
  const before = text.slice(start, index);
  if (/[\n\u2029]\s*$/.test(before)) return false;
  const after = text.slice(index).trimStart();
  // `"Stop!" he said`, `Yahoo! is`; and an ordered list's number.
  if (/^\p{Ll}/u.test(after) || /^\s*\d{1,3}[.)]\s*$/.test(before)) return true;
  const stop = /^(.*)\.\s*$/su.exec(before)?.[1];
  if (stop === undefined) return false;
  // "Well... I think" goes on; "He left... The door" does not.
  if (stop.endsWith('..')) return /^I\b/.test(after);
  return isAbbreviation(stop.slice(-40), after.slice(0, 40));
}

/** "He left… The door" are two: UAX 29 does not count … as an end. */
function atOmissions(text: string, span: Span): Span[] {
  const parts: Span[] = [];
  let { start } = span;
  for (const match of text.slice(span.start, span.end).matchAll(/…["'”’»)]*\s+(?=["'“‘«(]*\p{Lu})(?!["'“‘«(]*I\b)/gu)) {
    const end = span.start + match.index + match[0].length;
    parts.push({ start, end });
    start = end;
  }
  return [...parts, { start, end: span.end }];
}
