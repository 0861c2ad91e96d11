import type { TextSpan } from '../text/index.js';
import type { Leaf, Mark } from './prose.js';
import { byNesting, byStart, coverOf, isWithinOne, spansWithin } from './spans.js';
import { hasWords } from './textLeaves.js';

/** Words that are highlighted, and links by a label that no format knows: a program's name, a note that is elsewhere. */
const HIGHLIGHT = String.raw`(?<![=\w\\])==(?=[^\s=])[^=\n\r]{1,500}(?<=[^\s=])==(?![=\w])`;
const LABELLED = String.raw`(?<![\\!\]])\[[^[\]\n\r]{1,300}(?<!\\)\]\[[^[\]\n\r]{0,200}\]`;
const ADDRESSED = String.raw`(?<![\\!\]])\[[^[\]\n\r]{1,300}(?<!\\)\]\([^()\s]{1,300}\)`;

const WITHIN_MARKDOWN = new RegExp(`${HIGHLIGHT}|${LABELLED}`, 'g');
const ELSEWHERE = new RegExp(`${HIGHLIGHT}|${LABELLED}|${ADDRESSED}`, 'g');

interface Found {
  leaves: Leaf[];
  marks: Mark[];
}

/**
 * Adds signs around words that are none of the format: those of notes and of other Markdown, which models take for words.
 * @param found leaves and marks, in order
 * @param isMarkdown links by an address are known already
 */
export function withWrittenMarks(text: string, span: TextSpan, found: Found, isMarkdown: boolean): Found {
  const inert: Leaf[] = [];
  const marks: Mark[] = [];
  const silent: TextSpan[] = [];
  const isHeld = coverOf(found.leaves);
  const delimiters = found.marks.flatMap((mark) => delimitersOf(mark).map((one) => ({ ...one, mark }))).sort(byStart);
  for (const { 0: whole, index } of text
    .slice(span.start, span.end)
    .matchAll(isMarkdown ? WITHIN_MARKDOWN : ELSEWHERE)) {
    const [start, end] = [span.start + index, span.start + index + whole.length];
    const inner = whole.startsWith('==')
      ? { start: start + 2, end: end - 2 }
      : { start: start + 1, end: start + whole.indexOf(']') };
    const isCrossed = spansWithin(delimiters, { start, end }).some(
      ({ mark }) => mark.start < inner.start || mark.end > inner.end,
    );
    if (isCrossed || [start, inner.start, inner.end, end].some(isHeld)) continue;
    if (hasWords(text, inner, spansWithin(found.leaves, inner))) {
      marks.push({ start, end, inner });
      silent.push({ start, end: inner.start }, { start: inner.end, end });
    } else {
      inert.push({ kind: 'inert', role: 'noun', start, end });
      silent.push({ start, end });
    }
  }
  if (silent.length === 0) return found;
  const isRead = (one: TextSpan) => !isWithinOne(silent, one);
  return {
    leaves: [...found.leaves.filter(isRead), ...inert].sort(byStart),
    marks: [...found.marks.filter(isRead), ...marks].sort(byNesting),
  };
}

const delimitersOf = ({ start, end, inner }: Mark): TextSpan[] => [
  { start, end: inner.start },
  { start: inner.end, end },
];
