import type { TextSpan } from '../text/index.js';
import type { Inert, ProseUnit } from './prose.js';
import { readUnit } from './reading.js';

const CLOSE: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSING = new Set(Object.values(CLOSE));

/**
 * A run of prose with what stands in brackets taken out: a remark is a run of its own, and what is around it is the same
 * sentence without it. Brackets within a word ("file(s)") are part of it.
 */
export function liftBrackets(document: string, unit: ProseUnit): ProseUnit {
  if (!/[([{]/.test(document.slice(unit.start, unit.end))) return unit;
  const { text, starts, ends, marks } = readUnit(document, unit);
  const found = bracketSpans(text).filter(({ start, end }) => {
    const inner = text.slice(start + 1, end - 1);
    // Within signs it stays among their words.
    const crosses = marks.some(
      (mark) => mark.start < end && mark.end > start && !(start <= mark.start && mark.end <= end),
    );
    const isApart =
      /^$|[\s"'“„«‘—–-]/.test(text.slice(start - 1, start)) && /^$|[\s.,;:!?"'”“»’…—–-]/.test(text.slice(end, end + 1));
    return !crosses && isApart && /\p{L}/u.test(inner) && !(start === 0 && end === text.length);
  });
  if (found.length === 0) return unit;
  const lifted = found.map(({ start, end }): Inert => {
    const inside = { start: starts[start + 1]!, end: ends[end - 2]! };
    const inner = {
      ...unit,
      ...within(unit, inside),
      isTitle: !/[.!?]/.test(text.slice(start, end)),
      isInside: true as const,
    };
    return { kind: 'inert', role: 'mark', start: starts[start]!, end: ends[end - 1]!, units: [inner] };
  });
  const isOutside = ({ start, end }: TextSpan) => !lifted.some((one) => one.start <= start && end <= one.end);
  return {
    ...unit,
    leaves: [...unit.leaves.filter(isOutside), ...lifted].sort((one, other) => one.start - other.start),
    marks: unit.marks.filter(isOutside),
  };
}

/** A unit's part within a stretch, which no sign crosses. */
function within({ leaves, marks }: ProseUnit, span: TextSpan) {
  const whole = marks.filter((mark) => mark.start < span.end && mark.end > span.start);
  const start = Math.min(span.start, ...whole.map((mark) => mark.start));
  const end = Math.max(span.end, ...whole.map((mark) => mark.end));
  const isInside = (one: TextSpan) => one.start >= start && one.end <= end;
  return { start, end, leaves: leaves.filter(isInside), marks: marks.filter(isInside) };
}

/** The outermost pairs of brackets, signs included. */
function bracketSpans(text: string): TextSpan[] {
  const found: TextSpan[] = [];
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (CLOSE[sign] !== undefined) open.push(at);
    else if (CLOSING.has(sign)) {
      const match = open.findLastIndex((place) => CLOSE[text[place]!] === sign);
      if (match < 0) continue;
      const start = open[match]!;
      open.length = match;
      while ((found.at(-1)?.start ?? -1) > start) found.pop();
      found.push({ start, end: at + 1 });
    }
  }
  return found;
}
