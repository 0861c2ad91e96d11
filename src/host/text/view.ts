import * as vscode from 'vscode';

// Measured in VS Code 1.139: a list's row is 22 pixels high, its field and title with the editor's tabs above make up for
// each other, the list shows at most twenty rows, and a line of the editor's default font takes 19 pixels.
const LINES_PER_ROW = 22 / 19;
const MOST_ROWS = 20;
const MARGIN = 2;

/** How many of the editor's upper lines a list of so many rows covers. */
export function linesUnderList(rows: number): number {
  return Math.ceil(Math.min(rows, MOST_ROWS) * LINES_PER_ROW) + MARGIN;
}

/** Keeps a place in sight while a list covers the upper part of the editor, and brings the text back afterwards. */
export class View {
  readonly #top: vscode.Range | undefined;
  #moved = false;

  constructor(private readonly editor: vscode.TextEditor) {
    const [top] = editor.visibleRanges;
    this.#top = top && new vscode.Range(top.start, top.start);
  }

  /**
   * Scrolls when the place is outside the window or under the list.
   * @returns false when the place stays under the list: at a text's beginning, or in a low window
   */
  showBelowList(place: vscode.Range, rows: number): boolean {
    const { visibleRanges } = this.editor;
    const first = visibleRanges[0]?.start.line;
    const last = visibleRanges.at(-1)?.end.line;
    if (first === undefined || last === undefined) return false;
    const { line } = place.start;
    const covered = linesUnderList(rows);
    if (line - first >= covered && line < last) return true;
    const above = Math.min(covered + MARGIN, Math.max(0, last - first - MARGIN));
    const top = Math.max(0, line - above);
    if (top !== first) {
      this.#moved = true;
      this.editor.revealRange(new vscode.Range(top, 0, top, 0), vscode.TextEditorRevealType.AtTop);
    }
    return line - top >= covered;
  }

  restore(): void {
    if (this.#moved && this.#top !== undefined) this.editor.revealRange(this.#top, vscode.TextEditorRevealType.AtTop);
    this.#moved = false;
  }
}
