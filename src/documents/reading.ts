import type { TextSpan } from '../text/index.js';
import type { Inert, Mark, ProseUnit } from './prose.js';
import { byNesting } from './spans.js';

/** Stands in a reading for what is inert. */
export const OBJECT = '\uFFFC';

export interface ReadMark extends TextSpan {
  mark: Mark;
}

/** A run of prose as a person reads it: without signs, an `OBJECT` for each inert thing. Spans of it are in UTF-16 units. */
export interface Reading {
  text: string;
  /** where each unit of the text begins and ends in the document */
  starts: readonly number[];
  ends: readonly number[];
  /** by their place in the text */
  inert: ReadonlyMap<number, Inert>;
  /** signs and the words they are around, the outer before the inner */
  marks: readonly ReadMark[];
}

/** @param document the text that the unit is of */
export function readUnit(document: string, unit: ProseUnit): Reading {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const inert = new Map<number, Inert>();
  /** Signs of marks are not read. */
  const silent = unit.marks
    .flatMap(({ start, end, inner }) => [
      { start, end: inner.start },
      { start: inner.end, end },
    ])
    .filter(({ start, end }) => end > start)
    .map((span) => ({ kind: 'silent' as const, ...span }));
  const stops = [...silent, ...unit.leaves].sort((one, other) => one.start - other.start || one.end - other.end);
  let at = unit.start;
  const copy = (end: number) => {
    for (; at < end; at++) {
      text += document[at]!;
      starts.push(at);
      ends.push(at + 1);
    }
  };
  for (const stop of stops) {
    if (stop.start < at) continue;
    copy(Math.min(stop.start, unit.end));
    if (stop.start >= unit.end) break;
    const read = stop.kind === 'character' ? stop.text : stop.kind === 'inert' ? OBJECT : '';
    if (stop.kind === 'inert') inert.set(text.length, stop);
    for (let index = 0; index < read.length; index++) {
      starts.push(stop.start);
      ends.push(stop.end);
    }
    text += read;
    at = stop.end;
  }
  copy(unit.end);
  /** Of a place in the document, the first unit of the text at or behind it. */
  const placeOf = (place: number) => {
    let low = 0;
    for (let high = starts.length; low < high;) {
      const middle = (low + high) >> 1;
      if (starts[middle]! >= place) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const inOrder = [...unit.marks].sort(byNesting);
  const marks = inOrder.map((mark) => ({ mark, start: placeOf(mark.inner.start), end: placeOf(mark.inner.end) }));
  return { text, starts, ends, inert, marks };
}
