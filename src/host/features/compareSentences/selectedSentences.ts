import type * as vscode from 'vscode';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { parseDocument } from '../../../documents/index.js';
import { readWords } from '../../../documents/wordReading.js';
import { hasSigns, proseLines } from '../../editor/proseLines.js';

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

/** A rule, or a row of signs, says nothing. */
const SAYS = /[\p{L}\p{N}]/u;

/** A line of plain text without the signs of lists before it; as it is where nothing is left of it. */
export function readPlainLine(line: string): string {
  const { units } = parseDocument(line, 'plain');
  const read = units.map((unit) => readWords(line, unit).text.trim()).join(' ');
  return read.trim() || line.trim();
}

/** The sentences of an editor's selected lines; lines without any are left out. */
export async function selectedSentences({ document, selections }: vscode.TextEditor): Promise<SelectedSentence[]> {
  const format = formatOfLanguage(document.languageId, document.fileName);
  const touched = linesOf(selections);
  if (!hasSigns(format)) {
    return touched.flatMap((line) => {
      const text = readPlainLine(document.lineAt(line).text);
      return SAYS.test(text) ? [{ text, line }] : [];
    });
  }
  const [first = 0, last = first] = [touched[0], touched.at(-1)];
  const within = {
    start: document.offsetAt(document.lineAt(first).range.start),
    end: document.offsetAt(document.lineAt(last).range.end),
  };
  const wanted = new Set(touched);
  const found = await proseLines(document.getText(), format, within);
  return found.flatMap(({ text, start }) => {
    const { line } = document.positionAt(start);
    return wanted.has(line) ? [{ text, line }] : [];
  });
}
