import { readLabelledLines, type LabelledRows } from './labelledLines.js';
import { columnsOf, readLabelledTable, type TableProblem } from './labelledTable.js';

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
 * Reads labelled lines as they stand (`readLabelledLines`), or a table whose first line names its columns.
 * @param columns of the table, where they are not the usual ones; then it is one
 */
export function readLabelled(
  text: string,
  columns?: { text: string; label: string },
): LabelledRows | { problem: TableProblem } {
  const named = columns ?? usualColumns(columnsOf(text));
  if (!named) return readLabelledLines(text);
  const table = readLabelledTable(text, named);
  return 'problem' in table ? table : { form: 'table', ...table };
}
