import type { WeightMatrix } from '../../src/attention/weightMatrix.js';
import type { Word } from '../../src/attention/tokenWords.js';
import type { MapKind, Span } from '../../src/protocol/engine/index.js';
import type { Call } from './export/command.js';
import type { Cell } from './matrix/geometry.js';

/** One side of a shown map. */
export interface ShownSide {
  words: readonly Word[];
  /** the text that `start` and `end` of the words count in: prefix and subject together, or the decoder's text */
  text: string;
  /** where the subject begins in `text`; null: none of it is the subject's */
  subjectAt: number | null;
}

/** A map as it is drawn: after specials were hidden and words merged, before threshold and colour. */
export interface ShownMap {
  type: 'map';
  /** `weights`: of a head or an average; `rollout`: of all layers */
  what: 'weights' | 'rollout';
  model: string;
  kind: MapKind;
  /** from 0; null: the average */
  layer: number | null;
  head: number | null;
  /** who reads */
  rows: ShownSide;
  /** what is read */
  columns: ShownSide;
  /** [rows, columns] */
  matrix: WeightMatrix;
  /** the weight that has the full colour: colour is `colourDepth(scale, weight / top)` */
  top: number;
  /** the focused cell as indices; −1: none */
  row: number;
  column: number;
}

/** Something drawn as SVG already (lines, the three architectures), with the numbers in it as a table. */
export interface ShownDrawing {
  type: 'drawing';
  /** for the proposed file's name */
  name: string;
  /** what stands on the page: exported with its computed colours */
  drawing: SVGElement;
  header: readonly string[];
  table: readonly (readonly (string | number)[])[];
  /** first line of the caption; the name where it is left out */
  caption?: string;
  /** what was read, by words, where that is not the view's text with its prefix and target */
  text?: string;
  /** what the engine was asked, where that is not the question for the view's layer and head */
  calls?: readonly Call[];
}

/** Exactly what is shown, for export. */
export type Shown = ShownMap | ShownDrawing;

/** Where a word stands in the subject; null for special tokens, a prefix and a decoder's text. */
export function spanOf({ start, end }: Word, { subjectAt }: ShownSide): Span | null {
  if (start === null || end === null || subjectAt === null || start < subjectAt) return null;
  return { start: start - subjectAt, end: end - subjectAt };
}

/** Where the words of a cell stand in the subject. */
export function spansOf(map: ShownMap | null, cell: Cell | null): { row: Span | null; column: Span | null } {
  const row = cell && map?.rows.words[cell.row];
  const column = cell && map?.columns.words[cell.column];
  return { row: row && map ? spanOf(row, map.rows) : null, column: column && map ? spanOf(column, map.columns) : null };
}
