/** A character that keeps its identity wherever it is moved; a surrogate pair and CR LF are one. */
export interface Cell {
  character: string;
}

/** A change of the text in cells, as an editor's user makes it. */
export interface CellChange {
  from: number;
  to: number;
  put: Cell[];
}

export const cellsOf = (text: string): Cell[] => (text.match(/\r\n|[^]/gu) ?? []).map((character) => ({ character }));

export const textOf = (cells: readonly Cell[]): string => cells.map(({ character }) => character).join('');

const unitsOf = (cells: readonly Cell[]) => cells.reduce((sum, { character }) => sum + character.length, 0);

/** A change in UTF-16 units, as the editor tells it. */
export interface UnitChange {
  start: number;
  end: number;
  text: string;
}

/**
 * A document whose characters are objects: where a sentence is now, is where its own characters are, whatever else reads
 * the same. It keeps its history, so that undo and redo bring the same characters back.
 */
export class IdentityText {
  cells: Cell[];
  readonly #undo: Cell[][] = [];
  readonly #redo: Cell[][] = [];

  constructor(text: string) {
    this.cells = cellsOf(text);
  }

  get text(): string {
    return textOf(this.cells);
  }

  /** The cell that begins at an offset, or the first one behind it. */
  indexAt(offset: number): number {
    let index = 0;
    for (let at = 0; at < offset && index < this.cells.length; index += 1) at += this.cells[index]!.character.length;
    return index;
  }

  /** Where cells stand one after the other; null when they do not, so that there is no such stretch any more. */
  placeOf(cells: readonly Cell[]): { from: number; to: number } | null {
    const from = this.cells.indexOf(cells[0]!);
    const whole = from >= 0 && cells.every((cell, index) => this.cells[from + index] === cell);
    return whole ? { from, to: from + cells.length } : null;
  }

  units({ from, to, put }: CellChange): UnitChange {
    const start = unitsOf(this.cells.slice(0, from));
    return { start, end: start + unitsOf(this.cells.slice(from, to)), text: textOf(put) };
  }

  /** Makes changes that do not overlap, all of them places of the text as it is now. */
  change(changes: readonly CellChange[]): UnitChange[] {
    const units = changes.map((change) => this.units(change));
    this.#undo.push(this.cells);
    this.#redo.length = 0;
    const cells = [...this.cells];
    for (const { from, to, put } of [...changes].sort((a, b) => b.from - a.from)) cells.splice(from, to - from, ...put);
    this.cells = cells;
    return units;
  }

  undo(): UnitChange[] {
    return this.#go(this.#undo, this.#redo);
  }

  redo(): UnitChange[] {
    return this.#go(this.#redo, this.#undo);
  }

  /** Goes to another state of the history by one change of all that is different. */
  #go(from: Cell[][], to: Cell[][]): UnitChange[] {
    const target = from.pop();
    if (target === undefined) return [];
    const { cells } = this;
    let start = 0;
    while (start < Math.min(cells.length, target.length) && cells[start] === target[start]) start += 1;
    let end = 0;
    const most = Math.min(cells.length, target.length) - start;
    while (end < most && cells[cells.length - 1 - end] === target[target.length - 1 - end]) end += 1;
    const change = { from: start, to: cells.length - end, put: target.slice(start, target.length - end) };
    const units = this.units(change);
    to.push(cells);
    this.cells = target;
    return units.start === units.end && units.text === '' ? [] : [units];
  }
}
