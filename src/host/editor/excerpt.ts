import * as vscode from 'vscode';

/** Documents up to this many UTF-16 units are looked at whole, of longer ones as much around the cursor. */
const LONGEST = 200_000;

/** A stretch of a document and where it starts, in UTF-16 units. */
export interface Excerpt {
  text: string;
  start: number;
}

/** Reads what stands before a place, at most so many UTF-16 units. */
export function textBefore(document: vscode.TextDocument, place: vscode.Position, most: number): string {
  const start = document.positionAt(Math.max(0, document.offsetAt(place) - most));
  return document.getText(new vscode.Range(start, place));
}

/** Reads what stands behind a place in its line. */
export function restOfLine(document: vscode.TextDocument, place: vscode.Position): string {
  return document.lineAt(place.line).text.slice(place.character);
}

/** The text around a place: all of it, or of a huge document the lines near the place. */
export function excerptAround(document: vscode.TextDocument, place: vscode.Range): Excerpt {
  const end = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  if (end <= LONGEST) return { text: document.getText(), start: 0 };
  const from = document.positionAt(document.offsetAt(place.start) - LONGEST / 2);
  const to = document.positionAt(document.offsetAt(place.end) + LONGEST / 2);
  return { text: document.getText(new vscode.Range(from, to)), start: document.offsetAt(from) };
}
