/** Lines that are longer, in UTF-16 units, are not kept: a file without line ends would fill the memory. */
export const MOST_CHARACTERS = 10_000_000;

/** A line of a file as it stands there. */
export interface PhysicalLine {
  text: string;
  /** what ends it; empty at the file's end */
  end: string;
  /** from 1 */
  number: number;
  /** it was longer than is read, and is empty here */
  isLong?: true;
}

/** Cuts what comes in pieces into lines, which end in LF, CR LF or CR. */
export class LineSplitter {
  #rest = '';
  #number = 1;
  #isLong = false;

  /** The lines that a piece brings to their end. */
  push(piece: string): PhysicalLine[] {
    const lines: PhysicalLine[] = [];
    const text = this.#rest + piece;
    // A CR at the end may be half of a line's end.
    const ends = /\r\n|\n|\r(?!$)/g;
    ends.lastIndex = Math.max(0, this.#rest.length - 1);
    let from = 0;
    for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
      lines.push(this.#line(text.slice(from, found.index), found[0]));
      from = ends.lastIndex;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length > MOST_CHARACTERS) {
      this.#isLong = true;
      this.#rest = this.#rest.endsWith('\r') ? '\r' : '';
    }
    return lines;
  }

  /** The last line, where the file does not end in a line's end. */
  end(): PhysicalLine[] {
    const rest = this.#rest;
    this.#rest = '';
    if (rest.endsWith('\r')) return [this.#line(rest.slice(0, -1), '\r')];
    return rest === '' && !this.#isLong ? [] : [this.#line(rest, '')];
  }

  #line(text: string, end: string): PhysicalLine {
    const isLong = this.#isLong || text.length > MOST_CHARACTERS;
    this.#isLong = false;
    const number = this.#number++;
    return isLong ? { text: '', end, number, isLong } : { text, end, number };
  }
}
