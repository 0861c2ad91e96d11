import * as vscode from 'vscode';
import type { ErrorDetailsOf, Example } from '../../../protocol/engine/index.js';
import { columnsOf, type TableColumns, type TableProblem } from '../../../text/labelledTable.js';
import type { LabelledRows } from '../../../text/labelledLines.js';
import { isHeaded, readLabelled } from '../../../text/labelledText.js';
import { lineRemarks } from '../../../text/lineRemarks.js';
import { joinSentences } from '../../../wording/index.js';
import { lineRemarkTexts } from '../../../wording/lineRemarkTexts.js';
import { showQuickPick, showWarningMessage } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';

/** Lines to learn from. */
export interface TrainingLines {
  /** of the file or folder that they are from */
  name: string;
  examples: Example[];
  /** places of the examples, in their order, where they stand in a text; else their files */
  spans: TrackedSpans | null;
  files: vscode.Uri[];
  /** of the examples, in the document that they are from; none of files */
  numbers: number[];
  /** what is to be known of them before they are learnt from */
  remarks: string[];
}

/** A stretch of a document, from one line's beginning on. */
export interface Stretch {
  document: vscode.TextDocument;
  text: string;
  /** the first line, from 0 */
  line: number;
}

/** Whole lines of what is selected, or all of a document. */
export function stretchOf({ document, selection }: vscode.TextEditor): Stretch {
  if (selection.isEmpty) return { document, text: document.getText(), line: 0 };
  // A selection that ends before a line's first character has nothing of it.
  const isBefore = selection.end.character === 0 && selection.end.line > selection.start.line;
  const last = document.lineAt(selection.end.line - (isBefore ? 1 : 0));
  const range = new vscode.Range(new vscode.Position(selection.start.line, 0), last.range.end);
  return { document, text: document.getText(range), line: selection.start.line };
}

/** A stretch's labelled lines with their places. */
export function linesOf({ document, line: first }: Stretch, found: LabelledRows): TrainingLines {
  const spans = new TrackedSpans(document, document.getText());
  spans.add(
    found.rows.map(({ line }) => {
      const { range } = document.lineAt(Math.min(first + line - 1, document.lineCount - 1));
      return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    }),
  );
  const examples = found.rows.map(({ text, label }) => ({ text, label }));
  return {
    name: nameOf(document.uri),
    examples,
    spans,
    files: [],
    numbers: found.rows.map((row) => first + row.line),
    remarks: remarksOf(found, first),
  };
}

/** What is to be known of labelled lines, a sentence each. @param first the line that they begin at, from 0 */
export function remarksOf(found: Pick<LabelledRows, 'rows' | 'without' | 'wide'>, first: number): string[] {
  const number = userNumber();
  const taught = found.rows.map(({ text, label, line }) => ({ text, answer: label, line }));
  return lineRemarkTexts(lineRemarks(taught, found), number, (line) => number(first + line));
}

/** A table's or text's labelled lines; asks which columns they are where that is not told. Null where the user left. */
export async function readTable(text: string, name: string): Promise<LabelledRows | null> {
  const found = readLabelled(text);
  if ('rows' in found && found.rows.length > 0 && !isHeaded(found)) return found;
  if ('problem' in found) return sayProblem(name, found.problem);
  const names = columnsOf(text);
  if (names.length < 2 || found.form === 'table') {
    await showWarningMessage(joinSentences(noLines(name), ...remarksOf(found, 0)));
    return null;
  }
  const columns = await askColumns(names, name);
  if (columns === null) return null;
  const table = readLabelled(text, columns);
  return 'rows' in table ? table : sayProblem(name, table.problem);
}

/** What lines and tables are learnt from, where a text has none such. */
export const noLines = (name: string): string =>
  vscode.l10n.t(
    '{0} has no labelled lines. Write “label: text” or “text => label” in each, or a table with a column for each.',
    name,
  );

/** Asks which columns they are; told by their places, since several may have one name, or none. */
async function askColumns(names: readonly string[], title: string): Promise<TableColumns | null> {
  const rows = names.map((name, at) => {
    const nth = vscode.l10n.t('column {0}', userNumber()(at + 1));
    return { label: name === '' ? nth : name, ...(name !== '' && { description: nth }), at };
  });
  const text = await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Which column has the texts?') });
  if (!text) return null;
  const others = rows.filter((row) => row !== text);
  const label = await showQuickPick(others, { title, placeHolder: vscode.l10n.t('Which column has the labels?') });
  return label ? { text: text.at, label: label.at } : null;
}

async function sayProblem(name: string, problem: TableProblem): Promise<null> {
  await showWarningMessage(`${name}: ${problemText(problem)}`);
  return null;
}

function problemText(problem: TableProblem): string {
  switch (problem.kind) {
    case 'column':
      return vscode.l10n.t('There is no column {0}.', problem.column);
    case 'columnTwice':
      return vscode.l10n.t('Several columns are called {0}.', problem.column);
    case 'empty':
      return vscode.l10n.t('There is nothing in it.');
    case 'quote':
      return vscode.l10n.t(
        'Line {0} has a quotation mark that is not closed, or stands within a value.',
        userNumber()(problem.line),
      );
  }
}

/** What a file or folder is called, without its extension. */
export const nameOf = ({ path }: vscode.Uri): string => /([^/]+?)(?:\.[^./]*)?\/?$/.exec(path)?.[1] ?? '';

/** Lines that a label needs where some are held out: one to learn from and one to judge by. */
const NEEDED = 2;

/** What the engine would refuse lines for, so that it is told before anything else is asked; null where it takes them. */
export function labelProblem(examples: readonly Example[]): ErrorDetailsOf<'training'> | null {
  const counts = countsOf(examples);
  if (counts.length < 2) return { kind: 'training', problem: 'labels', labels: counts.map(({ label }) => label) };
  const rare = counts.find(({ count }) => count < NEEDED);
  if (rare) return { kind: 'training', problem: 'rareLabel', label: rare.label, lines: rare.count, needed: NEEDED };
  const texts = countsOf([...new Map(examples.map((one) => [JSON.stringify([one.text, one.label]), one])).values()]);
  const same = texts.find(({ count }) => count < NEEDED);
  return same ? { kind: 'training', problem: 'sameLines', label: same.label } : null;
}

/** What fitting a head costs, its labels times its lines, at which a person still waits for many heads. */
const QUICK = 20_000;

/**
 * How many heads are fitted beside the one that is kept: with as many labels as lines each takes minutes. Nothing where all
 * that are usual can be.
 */
export function fewerHeads(examples: readonly Example[]): { shuffles?: number; curvePoints?: number } {
  const cost = countsOf(examples).length * examples.length;
  return cost <= QUICK ? {} : { shuffles: Math.max(1, Math.floor((20 * QUICK) / cost)), curvePoints: 0 };
}

function countsOf(examples: readonly Example[]): { label: string; count: number }[] {
  const counted = new Map<string, number>();
  for (const { label } of examples) counted.set(label, (counted.get(label) ?? 0) + 1);
  return [...counted].map(([label, count]) => ({ label, count }));
}

/** How many lines each label has, the most first: “12 good, 9 bad”. */
export function countsText(examples: readonly Example[]): string {
  const counts = countsOf(examples);
  const number = userNumber();
  const shown = counts.sort((one, other) => other.count - one.count).slice(0, SHOWN_LABELS);
  const more =
    counts.length > shown.length ? [vscode.l10n.t('labels more: {0}', number(counts.length - shown.length))] : [];
  return [...shown.map(({ label, count }) => `${number(count)} ${label}`), ...more].join(', ');
}

const SHOWN_LABELS = 6;
