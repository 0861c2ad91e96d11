/** A cell of a map by its indices; −1 as row or column: none. */
export interface Cell {
  row: number;
  column: number;
}

/** What a drawing of a map tells of. */
export interface CellEvents {
  /** pointed at, a row or a column alone as −1 in the other; null: no longer */
  point: (cell: Cell | null) => void;
  /** chosen by click or key; null: by Escape, nothing */
  focus: (cell: Cell | null) => void;
  /** Enter or a double click */
  open: (cell: Cell) => void;
}
