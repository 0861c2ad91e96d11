import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { trimSpan } from '../../../text/span.js';
import { spanAround } from '../../editor/chooseSpan.js';
import { apartInOrder } from '../../editor/chosenSpans.js';
import { excerptAround } from '../../editor/excerpt.js';

/** What is to be classified: a text, and its lines where it has several. */
export interface Subjects {
  /** null: several stretches are selected, or sentences have a cursor */
  whole: Span | null;
  lines: Span[];
}

/** Signs of lists and quotations, which are no part of what is said. */
const LEAD = /^(?:\s|>|[-*+•](?=\s)|\d{1,3}[.)](?=\s)|\[[ xX]\](?=\s))*/;

/** The lines of a stretch that say something, without the signs before them. */
export function linesIn(text: string, { start, end }: Span): Span[] {
  return Array.from(text.slice(start, end).matchAll(/[^\r\n]+/g)).flatMap(({ 0: line, index }) => {
    const from = start + index + (LEAD.exec(line)?.[0].length ?? 0);
    const span = trimSpan(text, { start: from, end: start + index + line.length });
    return span && /[\p{L}\p{N}]/u.test(text.slice(span.start, span.end)) ? [span] : [];
  });
}

/** What is selected, or the sentences at the cursors; null where nothing is said. */
export function subjectsIn({ document, selections }: vscode.TextEditor): Subjects | null {
  const text = document.getText();
  const selected = selections
    .map(({ start, end }) => trimSpan(text, { start: document.offsetAt(start), end: document.offsetAt(end) }))
    .filter((span) => span !== null)
    .sort((one, other) => one.start - other.start);
  const lines = selected.flatMap((span) => linesIn(text, span));
  if (lines.length > 0) return { whole: selected.length === 1 ? selected[0]! : null, lines };
  const sentences = apartInOrder(selections.flatMap(({ active }) => sentenceAt(document, active)));
  if (sentences.length === 0) return null;
  return { whole: sentences.length === 1 ? sentences[0]! : null, lines: sentences };
}

function sentenceAt(document: vscode.TextDocument, place: vscode.Position): Span[] {
  const near = excerptAround(document, new vscode.Range(place, place));
  const sentence = spanAround(near.text, document.offsetAt(place) - near.start, 'sentence', document.languageId);
  if (sentence === null || sentence.start === sentence.end) return [];
  return [{ start: sentence.start + near.start, end: sentence.end + near.start }];
}
