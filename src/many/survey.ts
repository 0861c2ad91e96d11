import { throwIfCancelled } from '../protocol/engine/index.js';
import { ColumnList } from './columns.js';
import { Lengths, Samples } from './estimate.js';
import { manyError } from './fault.js';
import { chooseColumn } from './input/chooseColumn.js';
import { readRows, type Input } from './input/readRows.js';
import { wordsOf, type InputRow } from './input/row.js';

/** What is known of an input when it was read once. */
export interface Survey {
  /** SHA-256, hexadecimal */
  digest: string;
  /** those without a text included */
  rows: number;
  unread: number;
  columns: ColumnList;
  /** null in a folder */
  column: string | null;
  lengths: Lengths;
  samples: Samples;
}

/** Rows by which the column is chosen. */
const LOOKED_AT = 200;

/** How a long task goes on. */
export interface Going {
  signal?: AbortSignal | undefined;
  /** between two pieces of work: lets others in */
  pause: () => Promise<void>;
}

/**
 * Reads an input to its end: how many texts, of which lengths, in which columns.
 * @param wanted the column that was named
 * @throws GlassboxError `bad-request` (`input`, `column`, `noColumn`, `nothing`), `cancelled`
 */
export async function survey(
  input: Input,
  wanted: string | undefined,
  { signal, pause }: Going,
  onRows: (rows: number) => void = () => {},
): Promise<Survey> {
  const [columns, lengths, samples] = [new ColumnList(), new Lengths(), new Samples()];
  let [rows, unread, column] = [0, 0, null as string | null];
  const count = (row: InputRow) => {
    rows += 1;
    columns.addCells(row.fields);
    const text = wordsOf(row, column);
    if (text === null) return void (unread += 1);
    lengths.add(text.length);
    samples.add(text);
  };
  let first: InputRow[] | null = [];
  const begin = () => {
    if (first === null) return;
    column = input.kind === 'folder' ? null : chooseColumn(first, wanted);
    first.forEach(count);
    first = null;
  };
  const reading = readRows(input);
  let next = await reading.next();
  for (; !next.done; next = await reading.next()) {
    if (first) first.push(...next.value);
    else next.value.forEach(count);
    if (first && first.length >= LOOKED_AT) begin();
    onRows(rows);
    await pause();
    throwIfCancelled(signal);
  }
  begin();
  if (lengths.count === 0 && unread === 0) throw manyError({ problem: 'nothing', input: input.place });
  return { digest: next.value, rows, unread, columns, column, lengths, samples };
}
