import type { HeadPattern, HeadSummary } from '../../../src/protocol/engine/index.js';
import type { HeadSort } from '../model/headFigures.js';

/** From what is told most simply to what is told least. */
export const PATTERNS: readonly HeadPattern[] = ['previous', 'next', 'first', 'separator', 'same', 'broad', 'mixed'];

/** One small picture: which head, and where. */
export interface PlacedHead {
  /** of the head in the summary's list */
  index: number;
  x: number;
  y: number;
  /** in lines of pictures, from 0: what the arrow keys move along */
  line: number;
  column: number;
}

/** What stands beside or above pictures. */
export type GroupHeading =
  | { kind: 'layer'; layer: number; x: number; y: number }
  | { kind: 'pattern'; pattern: HeadPattern; count: number; x: number; y: number };

export interface Arrangement {
  places: PlacedHead[];
  headings: GroupHeading[];
  /** of a picture's side */
  size: number;
  height: number;
}

/** Between pictures. */
const GAP = 4;
/** For the layers' numbers. */
const MARGIN = 20;
const LARGEST = 30;
const SMALLEST = 9;
/** A group's heading. */
const HEADING = 20;

/**
 * Where the heads' small pictures stand.
 * @param width that there is, CSS pixels
 * @param figures of each head, for the sorts by figure: the largest first, what has none last
 */
export function arrangeHeads(
  heads: readonly HeadSummary[],
  sort: HeadSort,
  width: number,
  figures: readonly (number | null)[] = [],
): Arrangement {
  const perLayer = Math.max(1, ...heads.map(({ head }) => head + 1));
  const fits = Math.floor((width - MARGIN + GAP) / perLayer) - GAP;
  const size = Math.min(LARGEST, Math.max(SMALLEST, fits));
  switch (sort) {
    case 'layer':
      return arrangeByLayer(heads, size);
    case 'pattern':
      return arrangeByPattern(heads, size, width);
    case 'agreement':
    case 'effect': {
      const order = heads
        .map((_, index) => index)
        .sort((a, b) => (figures[b] ?? -Infinity) - (figures[a] ?? -Infinity) || a - b);
      const places = flowInRows(order, size, width, MARGIN, 0, 0);
      return { places, headings: [], size, height: heightOf(places, size) };
    }
  }
}

function arrangeByLayer(heads: readonly HeadSummary[], size: number): Arrangement {
  const layers = [...new Set(heads.map(({ layer }) => layer))].sort((a, b) => a - b);
  const headings = layers.map((layer, line): GroupHeading => ({ kind: 'layer', layer, x: 0, y: line * (size + GAP) }));
  const places = heads.map(({ layer, head }, index): PlacedHead => {
    const line = layers.indexOf(layer);
    return { index, x: MARGIN + head * (size + GAP), y: line * (size + GAP), line, column: head };
  });
  return { places, headings, size, height: heightOf(places, size) };
}

function arrangeByPattern(heads: readonly HeadSummary[], size: number, width: number): Arrangement {
  const places: PlacedHead[] = [];
  const headings: GroupHeading[] = [];
  let y = 0;
  let line = 0;
  for (const pattern of PATTERNS) {
    const members = heads
      .map(({ pattern: of, share }, index) => ({ index, of, share }))
      .filter(({ of }) => of === pattern)
      // The clearest first; what has no pattern stays by layer.
      .sort((a, b) => (pattern === 'mixed' ? 0 : b.share - a.share) || a.index - b.index);
    if (members.length === 0) continue;
    headings.push({ kind: 'pattern', pattern, count: members.length, x: 0, y });
    const group = flowInRows(
      members.map(({ index }) => index),
      size,
      width,
      0,
      y + HEADING,
      line,
    );
    places.push(...group);
    y = heightOf(group, size) + GAP + 4;
    line = (group.at(-1)?.line ?? line) + 1;
  }
  return { places, headings, size, height: Math.max(0, y - GAP) };
}

function flowInRows(
  order: readonly number[],
  size: number,
  width: number,
  left: number,
  top: number,
  line: number,
): PlacedHead[] {
  const columns = Math.max(1, Math.floor((width - left + GAP) / (size + GAP)));
  return order.map((index, at) => {
    const column = at % columns;
    const row = Math.floor(at / columns);
    return { index, x: left + column * (size + GAP), y: top + row * (size + GAP), line: line + row, column };
  });
}

const heightOf = (places: readonly PlacedHead[], size: number) => Math.max(0, ...places.map(({ y }) => y + size));

/** How many heads have each pattern, in the patterns' order; none are left out. */
export function countPatterns(heads: readonly HeadSummary[]): { pattern: HeadPattern; count: number }[] {
  return PATTERNS.map((pattern) => ({
    pattern,
    count: heads.filter((head) => head.pattern === pattern).length,
  })).filter(({ count }) => count > 0);
}

/** The place that an arrow key leads to; the same where there is no way on, null for other keys. */
export function neighbourForKey(places: readonly PlacedHead[], at: number, key: string): number | null {
  const here = places[at];
  if (!here) return null;
  const inLine = (line: number) => places.flatMap((place, index) => (place.line === line ? [{ place, index }] : []));
  const nearest = (line: number) =>
    inLine(line).sort((a, b) => Math.abs(a.place.column - here.column) - Math.abs(b.place.column - here.column))[0]
      ?.index ?? at;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(places.length - 1, at + 1);
    case 'ArrowUp':
      return nearest(here.line - 1);
    case 'ArrowDown':
      return nearest(here.line + 1);
    case 'Home':
      return inLine(here.line)[0]?.index ?? at;
    case 'End':
      return inLine(here.line).at(-1)?.index ?? at;
    default:
      return null;
  }
}
