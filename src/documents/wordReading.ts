import { findMasks, type TextSpan } from '../text/index.js';
import type { Inert, Mark, ProseUnit } from './prose.js';
import { readUnit } from './reading.js';

/**
 * A run of prose as a person reads it aloud, in one line: signs, tags, references and emoji are left out, code and
 * addresses are read as they are written. Places are in UTF-16 units.
 */
export interface WordReading {
  text: string;
  /** where each unit of the text begins and ends in the document */
  starts: readonly number[];
  ends: readonly number[];
}

/** @param document the text that the unit is of */
export function readWords(document: string, unit: ProseUnit): WordReading {
  const reading = readUnit(document, unit);
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let isLeftOut = false;
  const add = (sign: string, start: number, end: number) => {
    const isSpace = /\s/.test(sign);
    if (isSpace && (text === '' || text.endsWith(' '))) return;
    // Nothing is left of what stood between a word and its stop.
    if (isLeftOut && text.endsWith(' ') && /[.,;:!?…)\]}]/.test(sign)) {
      text = text.slice(0, -1);
      starts.pop();
      ends.pop();
    }
    if (!isSpace) isLeftOut = false;
    text += isSpace ? ' ' : sign;
    starts.push(start);
    ends.push(end);
  };
  for (let at = 0; at < reading.text.length; at++) {
    const inert = reading.inert.get(at);
    if (inert === undefined) {
      add(reading.text[at]!, reading.starts[at]!, reading.ends[at]!);
      continue;
    }
    const read = readPart(document, inert);
    isLeftOut ||= read.start === read.end;
    for (let place = read.start; place < read.end; place++) add(document[place]!, place, place + 1);
  }
  return { text, starts, ends };
}

/** What signs stand around of what is inert, and which of it is read. */
const AROUND = [
  /^(`+)([^]*)\1$/,
  /^(\$\$?)([^]*)\1$/,
  /^(<(?:https?:|mailto:)?)([^<>\s]*[:@][^<>\s]*)>$/,
  /^(<[a-z][^<>]*>)([^<]*)(?:<\/[a-z][^<>]*>)$/i,
];

const SILENT = /^(?:<[^<>]*>|!\[|\\(?:cite|ref|label|footnote))/i;

/** The part of something inert that is read; all of it where a gap is in it, since that is what is asked about. */
function readPart(document: string, { start, end, role }: Inert): TextSpan {
  const source = document.slice(start, end);
  const hasGap = findMasks(source).length > 0;
  const nothing = { start: end, end };
  if (role === 'mark') return hasGap ? { start, end } : nothing;
  for (const pattern of AROUND) {
    const [, open, inner] = pattern.exec(source) ?? [];
    if (open === undefined || inner === undefined) continue;
    return { start: start + open.length, end: start + open.length + inner.length };
  }
  return SILENT.test(source) && !hasGap ? nothing : { start, end };
}

/** The first place of a reading that is at or behind a place of the document; its length when there is none. */
export function placeIn({ ends }: WordReading, at: number): number {
  let low = 0;
  for (let high = ends.length; low < high;) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a stretch of a reading is in the document. */
export function documentSpan({ starts, ends }: WordReading, { start, end }: TextSpan): TextSpan {
  const first = starts[start] ?? ends.at(-1) ?? 0;
  return { start: first, end: end > start ? ends[end - 1]! : first };
}

/** At most 300 UTF-16 units long: longer ones are hardly meant. */
const EMPHASIS =
  /(?<![\p{L}\p{N}*_~`\\])(\*{1,3}|_{1,3}|~~|`{1,2})(?=[^\s*_~`])([^\n]{0,300}?[^\s*_~`\\])\1(?![\p{L}\p{N}*_~`])/gu;

/** Emphasis and code as people write them by hand, in texts whose format knows none: `*one*`, `**two**`, `_three_`. */
export function emphasisIn(text: string, { start, end }: TextSpan, depth = 0): Mark[] {
  return Array.from(text.slice(start, end).matchAll(EMPHASIS), ({ index, 0: whole, 1: sign = '' }) => {
    const mark = {
      start: start + index,
      end: start + index + whole.length,
      inner: { start: start + index + sign.length, end: start + index + whole.length - sign.length },
    };
    return [mark, ...(depth < 2 ? emphasisIn(text, mark.inner, depth + 1) : [])];
  }).flat();
}
