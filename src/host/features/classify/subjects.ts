import * as vscode from 'vscode';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import type { DocumentFormat, Span } from '../../../protocol/engine/index.js';
import { trimSpan } from '../../../text/span.js';
import { spanAround } from '../../editor/chooseSpan.js';
import { apartInOrder } from '../../editor/chosenSpans.js';
import { excerptAround } from '../../editor/excerpt.js';
import { hasSigns, proseLines, type ProseLine } from '../../editor/proseLines.js';

/** What is to be classified: a text, and its lines where it has several. */
export interface Subjects {
  /** null: several stretches are selected, or sentences have a cursor */
  whole: Span | null;
  lines: ProseLine[];
}

/** Signs of lists and quotations, which are no part of what is said. */
const LEAD = /^(?:\s|>|[-*+•](?=\s)|\d{1,3}[.)](?=\s)|\[[ xX]\](?=\s))*/;

/** The lines of a stretch that say something, without the signs before them. */
export function linesIn(text: string, { start, end }: Span): ProseLine[] {
  return Array.from(text.slice(start, end).matchAll(/[^\r\n]+/g)).flatMap(({ 0: line, index }) => {
    const from = start + index + (LEAD.exec(line)?.[0].length ?? 0);
    const span = trimSpan(text, { start: from, end: start + index + line.length });
    const said = span === null ? '' : text.slice(span.start, span.end);
    return span && /[\p{L}\p{N}]/u.test(said) ? [{ ...span, text: said }] : [];
  });
}

/** The same of a document: where its format has signs among the words, as a person reads them. */
async function linesOf(text: string, format: DocumentFormat, within: Span): Promise<ProseLine[]> {
  return hasSigns(format) ? proseLines(text, format, within) : linesIn(text, within);
}

/** What is selected, or the sentences at the cursors; null where nothing is said. */
export async function subjectsIn({ document, selections }: vscode.TextEditor): Promise<Subjects | null> {
  const text = document.getText();
  const format = formatOfLanguage(document.languageId, document.fileName);
  const selected = selections
    .map(({ start, end }) => trimSpan(text, { start: document.offsetAt(start), end: document.offsetAt(end) }))
    .filter((span) => span !== null)
    .sort((one, other) => one.start - other.start);
  const lines: ProseLine[] = [];
  for (const span of selected) lines.push(...(await linesOf(text, format, span)));
  if (lines.length > 0) return { whole: selected.length === 1 ? selected[0]! : null, lines };
  const sentences = apartInOrder(selections.flatMap(({ active }) => sentenceAt(document, active)));
  if (sentences.length === 0) return null;
  return {
    whole: sentences.length === 1 ? sentences[0]! : null,
    lines: sentences.map((span) => ({ ...span, text: text.slice(span.start, span.end) })),
  };
}

function sentenceAt(document: vscode.TextDocument, place: vscode.Position): Span[] {
  const near = excerptAround(document, new vscode.Range(place, place));
  const sentence = spanAround(near.text, document.offsetAt(place) - near.start, 'sentence', document.languageId);
  if (sentence === null || sentence.start === sentence.end) return [];
  return [{ start: sentence.start + near.start, end: sentence.end + near.start }];
}
