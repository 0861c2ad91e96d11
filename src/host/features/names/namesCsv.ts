import type { FoundName } from './nameGroups.js';

/** A name with its place as an editor counts it, from 1. */
export interface PlacedName extends FoundName {
  line: number;
  column: number;
}

/** The rows of a CSV file of names: offsets in UTF-16 units, `end` exclusive. */
export const nameRows = (names: readonly PlacedName[]): (string | number)[][] => [
  ['kind', 'name', 'start', 'end', 'line', 'column', 'probability'],
  ...names.map(({ label, text, start, end, line, column, probability }) => [
    ...[label, text, start, end, line, column],
    Number(probability.toFixed(6)),
  ]),
];
