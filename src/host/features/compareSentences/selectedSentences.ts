import type * as vscode from 'vscode';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { parseDocument } from '../../../documents/index.js';
import { readWords } from '../../../documents/wordReading.js';
import type { DocumentFormat } from '../../../protocol/engine/index.js';

/** A selected line as a person reads it. */
export interface SelectedSentence {
  text: string;
  /** from 0 */
  line: number;
}

/** The lines that selections touch, in order; one that a selection only ends at the beginning of is not touched. */
export function linesOf(selections: readonly Pick<vscode.Selection, 'start' | 'end'>[]): number[] {
  const lines = new Set<number>();
  for (const { start, end } of selections) {
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    for (let line = start.line; line <= last; line++) lines.add(line);
  }
  return [...lines].sort((one, other) => one - other);
}

/** A line without the signs of its format; as it is where it is no prose. */
export function readLine(line: string, format: DocumentFormat): string {
  const { units } = parseDocument(
    line,
    format === 'markdown' || format === 'latex' || format === 'html' ? format : 'plain',
  );
  const read = units.map((unit) => readWords(line, unit).text.trim()).join(' ');
  return read.trim() || line.trim();
}

/** The sentences of an editor's selected lines; blank lines are left out. */
export function selectedSentences({ document, selections }: vscode.TextEditor): SelectedSentence[] {
  const format = formatOfLanguage(document.languageId, document.fileName);
  return linesOf(selections).flatMap((line) => {
    const text = readLine(document.lineAt(line).text, format);
    return text === '' ? [] : [{ text, line }];
  });
}
