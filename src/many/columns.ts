/* Columns of a result and what is in them. */

/** What a model says of a text, by column. */
export type ResultRow = Readonly<Record<string, ResultValue>>;
export type ResultValue = string | number | boolean | null | readonly number[] | readonly string[];

/** `numbers`: a list of 32-bit numbers; `strings`: a list of texts */
export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'numbers' | 'strings';

export interface Column {
  name: string;
  type: ColumnType;
}

/** Counts; other numbers are no whole ones, though some happen to be. */
const COUNTS: ReadonlySet<string> = new Set(['tokens']);

/** What a value of a result is. */
function typeOfResult(name: string, value: NonNullable<ResultValue>): ColumnType {
  if (typeof value === 'number') return COUNTS.has(name) ? 'integer' : 'number';
  if (typeof value === 'object') return typeof value[0] === 'string' ? 'strings' : 'numbers';
  return typeof value as 'string' | 'boolean';
}

/** What a value of an input is; objects and lists are kept as JSON. */
function typeOfCell(value: unknown): ColumnType {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

/** Gathers columns and their types in the order in which they come. */
export class ColumnList {
  readonly #types = new Map<string, ColumnType | null>();

  /** Of an input's row. */
  addCells(fields: ReadonlyMap<string, unknown>): void {
    for (const [name, value] of fields) this.#add(name, value === null ? null : typeOfCell(value));
  }

  addResult(row: ResultRow): void {
    for (const name in row) {
      const value = row[name] ?? null;
      this.#add(name, value === null ? null : typeOfResult(name, value));
    }
  }

  names(): string[] {
    return [...this.#types.keys()];
  }

  /** One that has no value at all is of texts. */
  list(): Column[] {
    return [...this.#types].map(([name, type]) => ({ name, type: type ?? 'string' }));
  }

  #add(name: string, type: ColumnType | null): void {
    const known = this.#types.get(name);
    if (known === undefined || known === null) this.#types.set(name, type);
    else if (type !== null && type !== known) this.#types.set(name, common(known, type));
  }
}

const common = (one: ColumnType, other: ColumnType): ColumnType =>
  [one, other].every((type) => type === 'integer' || type === 'number') ? 'number' : 'string';
