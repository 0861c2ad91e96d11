import type { TextSpan } from '../text/index.js';
import type { Inert, ProseUnit } from './prose.js';
import { type ReadMark, readUnit } from './reading.js';
import { byStart, coverOf, firstFrom, isWithinOne, spansWithin } from './spans.js';

const CLOSE: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPEN: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * A run of prose with what stands in brackets taken out: a remark is a run of its own, and what is around it is the same
 * sentence without it. Brackets within a word ("file(s)") are part of it.
 */
export function liftBrackets(document: string, unit: ProseUnit): ProseUnit {
  if (!/[([{]/.test(document.slice(unit.start, unit.end))) return unit;
  return liftRemarks(document, insideOfBrackets(document, unit));
}

/** What is in brackets as a whole, without them: models drop them, or write others. */
function insideOfBrackets(document: string, unit: ProseUnit): ProseUnit {
  const { text, starts, ends, marks } = readUnit(document, unit);
  const [all] = bracketSpans(text);
  const last = text.length - 1;
  if (all?.start !== 0 || all.end !== text.length || !/\p{L}/u.test(text)) return unit;
  const inner = marks.filter(({ start, end }) => start > 0 || end <= last);
  const isCrossed = inner.some(({ start, end }) => start === 0 || end > last);
  return isCrossed ? unit : { ...unit, ...within(unit, { start: starts[1]!, end: ends[last - 1]! }, inner) };
}

function liftRemarks(document: string, unit: ProseUnit): ProseUnit {
  const { text, starts, ends, marks } = readUnit(document, unit);
  const isUnderMark = coverOf(marks);
  const found = bracketSpans(text).filter(({ start, end }) => {
    const inner = text.slice(start + 1, end - 1);
    const isApart =
      /^$|[\s"'“„«‘—–-]/.test(text.slice(start - 1, start)) && /^$|[\s.,;:!?"'”“»’…—–-]/.test(text.slice(end, end + 1));
    // Within signs it stays among their words.
    const crosses = isUnderMark(start) || isUnderMark(end);
    return !crosses && isApart && /\p{L}/u.test(inner) && !(start === 0 && end === text.length);
  });
  if (found.length === 0) return unit;
  const lifted = found.map(({ start, end }): Inert => {
    const inside = { start: starts[start + 1]!, end: ends[end - 2]! };
    const inner = {
      ...unit,
      ...within(unit, inside, marks.slice(firstFrom(marks, start), firstFrom(marks, end))),
      isInside: true as const,
    };
    return { kind: 'inert', role: 'mark', start: starts[start]!, end: ends[end - 1]!, units: [inner] };
  });
  const isOutside = (span: TextSpan) => !isWithinOne(lifted, span);
  return {
    ...unit,
    leaves: [...unit.leaves.filter(isOutside), ...lifted].sort(byStart),
    marks: unit.marks.filter(isOutside),
  };
}

/** A unit's part within a stretch, which no sign crosses. @param near the signs that may be there */
function within({ leaves }: ProseUnit, span: TextSpan, near: readonly ReadMark[]) {
  const marks = near.map(({ mark }) => mark);
  const whole = marks.filter((mark) => mark.start < span.end && mark.end > span.start);
  const start = whole.reduce((least, mark) => Math.min(least, mark.start), span.start);
  const end = whole.reduce((most, mark) => Math.max(most, mark.end), span.end);
  return {
    start,
    end,
    leaves: spansWithin(leaves, { start, end }),
    marks: marks.filter((mark) => mark.start >= start && mark.end <= end),
  };
}

/** The outermost pairs of brackets, signs included. */
function bracketSpans(text: string): TextSpan[] {
  const found: TextSpan[] = [];
  const open: number[] = [];
  /** how many of each sign are open: those that never close are not looked through again and again */
  const counts: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    const opening = OPEN[sign];
    if (CLOSE[sign] !== undefined) {
      open.push(at);
      counts[sign]!++;
    } else if (opening !== undefined && counts[opening]! > 0) {
      let start: number;
      do {
        start = open.pop()!;
        counts[text[start]!]!--;
      } while (text[start] !== opening);
      while ((found.at(-1)?.start ?? -1) > start) found.pop();
      found.push({ start, end: at + 1 });
    }
  }
  return found;
}
