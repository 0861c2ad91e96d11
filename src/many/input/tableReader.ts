import type { PhysicalLine } from './lineSplitter.js';

/** A quoted value of more characters is taken for a quotation mark that was never closed. */
const MOST_OF_RECORD = 1_000_000;

/** A row of a table, which can be several lines long. */
export interface TableRecord {
  /** where it begins, from 1 */
  line: number;
  cells: string[];
  problem: 'quote' | 'long' | null;
}

/**
 * Reads separated values (RFC 4180) line by line. csv-parse, which reads tables elsewhere, takes all that follows a
 * quotation mark that is not closed for one value, or leaves it out; here the line with the mistake is one by itself, and
 * reading goes on with the next. Empty lines are left out.
 */
export class TableReader {
  /** of the record that is open */
  #lines: PhysicalLine[] = [];
  #length = 0;
  #cells: string[] = [];
  /** the quoted value that the last line has left open */
  #open: string | null = null;

  constructor(private readonly separator: string) {}

  /** The records that these lines bring to their end. */
  push(lines: readonly PhysicalLine[]): TableRecord[] {
    const records: TableRecord[] = [];
    // Lines behind a mistake are read again; the last one is next.
    const waiting = lines.toReversed();
    for (let line = waiting.pop(); line !== undefined; line = waiting.pop()) {
      const record = this.#take(line, waiting);
      if (record) records.push(record);
    }
    return records;
  }

  /** What is left at the end of the file. */
  end(): TableRecord[] {
    const records: TableRecord[] = [];
    while (this.#lines.length > 0) {
      const waiting: PhysicalLine[] = [];
      records.push(this.#giveUp(waiting), ...this.push(waiting.reverse()));
    }
    return records;
  }

  #take(line: PhysicalLine, waiting: PhysicalLine[]): TableRecord | null {
    if (line.isLong) {
      if (this.#lines.length === 0) return { line: line.number, cells: [], problem: 'long' };
      waiting.push(line);
      return this.#giveUp(waiting);
    }
    if (this.#open === null && line.text.trim() === '') return null;
    this.#lines.push(line);
    this.#length += line.text.length;
    const state = this.#read(line);
    if (state === 'bad' || (state === 'open' && this.#length > MOST_OF_RECORD)) return this.#giveUp(waiting);
    if (state === 'open') return null;
    const record: TableRecord = { line: this.#lines[0]!.number, cells: this.#cells, problem: null };
    this.#clear();
    return record;
  }

  /** The first line is the one with the mistake. */
  #giveUp(waiting: PhysicalLine[]): TableRecord {
    const [first, ...others] = this.#lines;
    waiting.push(...others.reverse());
    this.#clear();
    return { line: first!.number, cells: [], problem: 'quote' };
  }

  #clear(): void {
    [this.#lines, this.#length, this.#cells, this.#open] = [[], 0, [], null];
  }

  #read({ text, end }: PhysicalLine): 'whole' | 'open' | 'bad' {
    let at = 0;
    for (;;) {
      if (this.#open === null && text[at] === '"') {
        this.#open = '';
        at += 1;
      }
      if (this.#open === null) {
        const next = text.indexOf(this.separator, at);
        const value = next < 0 ? text.slice(at) : text.slice(at, next);
        if (value.includes('"')) return 'bad';
        this.#cells.push(value);
        if (next < 0) return 'whole';
        at = next + 1;
        continue;
      }
      const quote = text.indexOf('"', at);
      if (quote < 0) {
        this.#open += text.slice(at) + end;
        return 'open';
      }
      this.#open += text.slice(at, quote);
      const behind = text[quote + 1];
      at = quote + 2;
      if (behind === '"') {
        this.#open += '"';
        continue;
      }
      if (behind !== undefined && behind !== this.separator) return 'bad';
      this.#cells.push(this.#open);
      this.#open = null;
      if (behind === undefined) return 'whole';
    }
  }
}
