import { exampleIn } from './examples.js';
import { columnsOf, readLabelledTable, type LabelledText, type TableProblem } from './labelledTable.js';

/** The labelled lines of a text. */
export interface LabelledRows {
  form: 'arrows' | 'tabs' | 'table';
  rows: LabelledText[];
  /** lines that have words and no label, from 1 */
  without: number[];
}

/** What the two columns of a table are mostly called, ours first. */
const TEXT_NAMES = ['text', 'sentence', 'line', 'review', 'content', '文本', '句子'];
const LABEL_NAMES = ['label', 'class', 'category', 'sentiment', 'target', '标签', '类别'];

/** The columns of a table by their usual names; null where it has no such ones. */
export function usualColumns(names: readonly string[]): { text: string; label: string } | null {
  const of = (usual: readonly string[]) =>
    usual.flatMap((wanted) => names.filter((name) => name.toLowerCase() === wanted)).at(0);
  const [text, label] = [of(TEXT_NAMES), of(LABEL_NAMES)];
  return text === undefined || label === undefined ? null : { text, label };
}

/**
 * Reads labelled lines in whichever of three forms they stand: a table whose first line names its columns, lines
 * `text => label`, or lines of a text and a label with a tab between them, of which the label is what repeats more.
 * @param columns of the table, where they are not the usual ones; then it is one
 */
export function readLabelled(
  text: string,
  columns?: { text: string; label: string },
): LabelledRows | { problem: TableProblem } {
  const named = columns ?? usualColumns(columnsOf(text));
  if (named) {
    const table = readLabelledTable(text, named);
    return 'problem' in table ? table : { form: 'table', rows: table.rows, without: [] };
  }
  const lines = text.split(/\r\n|\r|\n/).map((line, at) => ({ line, number: at + 1 }));
  const said = lines.filter(({ line }) => /[\p{L}\p{N}]/u.test(line));
  const parted = said.flatMap(({ line, number }) => {
    const [one = '', other = '', ...more] = line.split('\t').map((cell) => cell.trim());
    return one !== '' && other !== '' && more.length === 0 ? [{ one, other, number }] : [];
  });
  const arrows = said.flatMap(({ line, number }) => {
    const example = exampleIn(line);
    return example ? [{ ...example, line: number }] : [];
  });
  if (parted.length > arrows.length) {
    const kinds = (of: (row: (typeof parted)[number]) => string) => new Set(parted.map(of)).size;
    const isLabelFirst = kinds(({ one }) => one) < kinds(({ other }) => other);
    const rows = parted.map(({ one, other, number }) =>
      isLabelFirst ? { text: other, label: one, line: number } : { text: one, label: other, line: number },
    );
    return { form: 'tabs', rows, without: missing(said, rows) };
  }
  return { form: 'arrows', rows: arrows, without: missing(said, arrows) };
}

function missing(said: readonly { number: number }[], rows: readonly { line: number }[]): number[] {
  const labelled = new Set(rows.map(({ line }) => line));
  return said.map(({ number }) => number).filter((number) => !labelled.has(number));
}
