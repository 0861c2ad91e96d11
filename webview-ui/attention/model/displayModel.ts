import type { WeightMatrix } from '../../../src/attention/weightMatrix.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { MapKind, Span } from '../../../src/protocol/engine/index.js';
import type { EngineCall } from './engineProxy.js';
import type { Cell } from './cell.js';

/** One side of a shown map. */
export interface DisplayedSide {
  words: readonly Word[];
  /** the text that `start` and `end` of the words count in: prefix and subject together, or the decoder's text */
  text: string;
  /** where the subject begins in `text`; null: none of it is the subject's */
  subjectAt: number | null;
}

/** A map as it is drawn: after specials were hidden and words merged, before threshold and colour. */
export interface DisplayedMap {
  type: 'map';
  /** `weights`: of a head or an average; `rollout`: of all layers */
  what: 'weights' | 'rollout';
  model: string;
  kind: MapKind;
  /** from 0; null: the average */
  layer: number | null;
  head: number | null;
  /** who reads; of a decoder named by what it writes where `reads` says what it reads there */
  rows: DisplayedSide;
  /** what each row reads, where rows are named by what they write; else null */
  reads: readonly string[] | null;
  /** what is read */
  columns: DisplayedSide;
  /** [rows, columns] */
  matrix: WeightMatrix;
  /** of a causal map: of each row the columns that it may read, counted from the first; null: every row may read all */
  reach: Int32Array | null;
  /** the weight that has the full colour: colour is `colourDepth(scale, weight / top)` */
  top: number;
  /** the focused cell as indices; −1: none */
  row: number;
  column: number;
}

/** What a difference was taken of, in words for a caption. */
export interface DifferenceSide {
  model: string;
  kind: MapKind;
  /** from 0; null: the average */
  layer: number | null;
  head: number | null;
  /** the text with its prefix, and a decoder's where there is one */
  text: string;
  target: string | null;
  /** a line for a caption */
  caption: string;
}

/** Something drawn as SVG already (lines, the three architectures), with the numbers in it as a table. */
export interface DisplayedDrawing {
  type: 'drawing';
  /** for the proposed file's name */
  name: string;
  /** what stands on the page: exported with its computed colours */
  drawing: SVGElement;
  header: readonly string[];
  table: readonly (readonly (string | number)[])[];
  /** first line of the caption; the name where it is left out */
  caption?: string;
  /** of a difference: what it was taken of, in place of the view's text, model and head; by words or tokens as the view has it */
  sides?: readonly DifferenceSide[];
  /** what was read, by words, where that is not the view's text with its prefix and target */
  text?: string;
  /** what the engine was asked, where that is not the question for the view's layer and head */
  calls?: readonly EngineCall[];
}

/** Exactly what is shown, for export. */
export type Displayed = DisplayedMap | DisplayedDrawing;

/** Where a word stands in the subject; null for special tokens, a prefix and a decoder's text. */
export function subjectSpan({ start, end }: Word, { subjectAt }: DisplayedSide): Span | null {
  if (start === null || end === null || subjectAt === null || start < subjectAt) return null;
  return { start: start - subjectAt, end: end - subjectAt };
}

/** Where the words of a cell stand in the subject. */
export function subjectSpans(map: DisplayedMap | null, cell: Cell | null): { row: Span | null; column: Span | null } {
  const row = cell && map?.rows.words[cell.row];
  const column = cell && map?.columns.words[cell.column];
  return {
    row: row && map ? subjectSpan(row, map.rows) : null,
    column: column && map ? subjectSpan(column, map.columns) : null,
  };
}

/** A decoder's self-attention reads no token to the right of the reading one (Vaswani et al. 2017, section 3.2.3). */
export function isCausal(kind: MapKind): boolean {
  return kind === 'decoder';
}

/**
 * Counts the columns that each row of a map may read: those of which some token is not to the right of the row's last.
 * @returns null where nothing is masked
 */
export function columnsInReach(kind: MapKind, rows: readonly Word[], columns: readonly Word[]): Int32Array | null {
  if (!isCausal(kind)) return null;
  let seen = 0;
  return Int32Array.from(rows, ({ to }) => {
    while (seen < columns.length && columns[seen]!.from < to) seen++;
    return seen;
  });
}

/** Whether the mask hides a column from a row. */
export function isMaskedCell({ reach }: Pick<DisplayedMap, 'reach'>, { row, column }: Cell): boolean {
  return reach !== null && column >= (reach[row] ?? 0);
}
