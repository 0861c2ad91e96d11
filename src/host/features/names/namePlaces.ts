import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { clipAround, clipEnd } from '../../../text/excerpt.js';
import { isolate } from '../../../text/isolate.js';
import { escapeMarkdown } from '../../core/plainText.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { spanAround } from '../../editor/chooseSpan.js';
import type { TrackedSpans } from '../../editor/trackedSpans.js';
import type { NameInText } from './labelNames.js';
import type { NameDecorations } from './nameDecorations.js';
import type { FoundName } from './nameGroups.js';
import { kindName, type marksOf } from './nameKinds.js';
import type { PlacedName } from './namesCsv.js';

/** As much of a line as a row shows around a name, in UTF-16 units. */
const SHOWN = 80;

/** As much of a sentence as is read around a name, on each side. */
const AROUND = 200;

/** Where a name stands now, with its number among those that were found. */
export interface NamePlace extends Span {
  index: number;
  name: FoundName;
}

/** The names that stand, in the text's order. */
export function standingNames(names: readonly FoundName[], spans: TrackedSpans): NamePlace[] {
  const found = names.flatMap((name, index) => {
    const span = spans.at(index);
    return span ? [{ ...span, index, name }] : [];
  });
  return found.sort((one, other) => one.start - other.start);
}

/** The same as a file has them, with lines and columns from 1. */
export const placedNames = (places: readonly NamePlace[], document: vscode.TextDocument): PlacedName[] =>
  places.map(({ name, start, end }) => {
    const { line, character } = document.positionAt(start);
    return { ...name, start, end, line: line + 1, column: character + 1 };
  });

/** Each name once, with the sentence of its first place that stands. */
export function namesInText(names: readonly FoundName[], spans: TrackedSpans): NameInText[] {
  const found = new Map<string, string>();
  const { document } = spans;
  const text = document.getText();
  for (const [index, { text: name }] of names.entries()) {
    const place = spans.at(index);
    if (!place || found.has(name)) continue;
    const { start, end } = spanAround(text, place.start, 'sentence', document.languageId) ?? place;
    const sentence = clipAround(text.slice(start, end), place.start - start, AROUND, AROUND);
    found.set(name, sentence.replace(/\s+/g, ' '));
  }
  return [...found].map(([name, sentence]) => ({ name, sentence }));
}

/** What is marked in the text. @param marks the mark of each kind */
export const markedNames = (
  places: readonly NamePlace[],
  marks: ReturnType<typeof marksOf>,
): Parameters<NameDecorations['show']>[1] =>
  places.map(({ name, start, end }) => {
    const { label, text, probability } = name;
    const told = [kindName(label), isolate(text), formatPercent(probability, vscode.env.language)].map(escapeMarkdown);
    return { start, end, mark: marks.get(label) ?? 'dottedBox', hover: new vscode.MarkdownString(told.join(' · ')) };
  });

/** The row of a place: its line's number, and what stands there. */
export function placeText(document: vscode.TextDocument, start: number): { label: string; description: string } {
  const { line } = document.positionAt(start);
  const label = vscode.l10n.t('line {0}', String(line + 1));
  if (document.isClosed) return { label, description: '' };
  return { label, description: clipEnd(document.lineAt(line).text.trim(), SHOWN) };
}
