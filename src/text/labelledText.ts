import { readLabelledLines, type LabelledRows } from './labelledLines.js';
import { columnsOf, readLabelledTable, type TableColumns, type TableProblem } from './labelledTable.js';

/** What the two columns of a table are mostly called, ours first. */
const TEXT_NAMES = ['text', 'sentence', 'line', 'review', 'content', '文本', '句子'];
const LABEL_NAMES = ['label', 'class', 'category', 'sentiment', 'target', '标签', '类别'];

/** The columns of a table by their usual names; null where it has no such ones, or several of one. */
export function usualColumns(names: readonly string[]): { text: string; label: string } | null {
  const of = (usual: readonly string[]) =>
    usual.map((wanted) => names.filter((name) => name.toLowerCase() === wanted)).find((found) => found.length > 0);
  const [texts = [], labels = []] = [of(TEXT_NAMES), of(LABEL_NAMES)];
  return texts.length === 1 && labels.length === 1 ? { text: texts[0]!, label: labels[0]! } : null;
}

/**
 * Reads labelled lines as they stand (`readLabelledLines`), or a table whose first line names its columns.
 * @param columns of the table, where they are not the usual ones; then it is one
 */
export function readLabelled(text: string, columns?: TableColumns): LabelledRows | { problem: TableProblem } {
  const named = columns ?? usualColumns(columnsOf(text));
  if (!named) return readLabelledLines(text);
  const table = readLabelledTable(text, named);
  return 'problem' in table ? table : { form: 'table', ...table };
}

/**
 * Whether the first of some rows is rather the names of two columns, told by tabs: its label is no other row's, and theirs
 * are of several.
 */
export function isHeaded({ form, rows }: Pick<LabelledRows, 'form' | 'rows'>): boolean {
  if (form !== 'tabs') return false;
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  const first = rows[0]?.label;
  return counts.size > 2 && [...counts].every(([label, count]) => (label === first ? count === 1 : count > 1));
}
