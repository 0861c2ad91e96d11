import * as vscode from 'vscode';

// Measured in VS Code 1.139: a list's row is 22 pixels high, its field and title with the editor's tabs above make up for
// each other, the list shows at most twenty rows, and a line of the editor's default font takes 19 pixels.
const LINES_PER_ROW = 22 / 19;
const MOST_ROWS = 20;
const MARGIN = 2;

/** Wrapped lines make a step longer or shorter than counted; after these many steps the place is left where it is. */
const STEPS = 3;

/** A scroll is over when nothing has moved for so long, in milliseconds. */
const STILL = 60;

/** How many of the editor's upper lines a list of so many rows covers. */
export function linesUnderList(rows: number): number {
  return Math.ceil(Math.min(rows, MOST_ROWS) * LINES_PER_ROW) + MARGIN;
}

/**
 * Keeps a place in sight while a list covers the upper part of the editor, and brings the text back afterwards. It
 * scrolls by lines from where the text is, because nothing tells how far the first line is scrolled out.
 */
export class ViewportKeeper {
  readonly #top: number | undefined;
  readonly #selections: readonly vscode.Selection[];
  #scrolled = 0;

  constructor(private readonly editor: vscode.TextEditor) {
    this.#top = this.#visible()?.first;
    this.#selections = editor.selections;
  }

  #visible(): { first: number; last: number } | undefined {
    const { visibleRanges } = this.editor;
    const first = visibleRanges[0]?.start.line;
    const last = visibleRanges.at(-1)?.end.line;
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  /**
   * Scrolls when the place is outside the window or under the list.
   * @returns false when the place stays under the list: at a text's beginning, or in a low window
   */
  async showBelowList(place: vscode.Range, rows: number): Promise<boolean> {
    const { line } = place.start;
    const covered = linesUnderList(rows);
    for (let step = 0; step < STEPS; step += 1) {
      const visible = this.#visible();
      if (visible === undefined) return false;
      const { first, last } = visible;
      if (line - first >= covered && line < last) return true;
      const above = Math.min(covered + MARGIN, Math.max(0, last - first - MARGIN));
      const lines = Math.max(0, line - above) - first;
      if (lines === 0 || !this.#isActive()) break;
      await this.#scroll(lines, 'wrappedLine');
      this.#scrolled += lines;
    }
    const first = this.#visible()?.first ?? line;
    return line - first >= covered;
  }

  /** Scrolls back, unless the user has clicked into the text meanwhile, or into another one. */
  async restore(): Promise<void> {
    const same = this.editor.selections.every((selection, index) => this.#selections[index]?.isEqual(selection));
    if (this.#scrolled === 0 || !same || !this.#isActive()) return;
    await this.#scroll(-this.#scrolled, 'wrappedLine');
    this.#scrolled = 0;
    // At a text's end the way down may have been shorter than the way back.
    const off = (this.#top ?? 0) - (this.#visible()?.first ?? 0);
    if (off !== 0) await this.#scroll(off, 'line');
  }

  /** The editor's command scrolls the editor that the user is in, whichever that is. */
  #isActive(): boolean {
    return vscode.window.activeTextEditor === this.editor;
  }

  async #scroll(lines: number, by: 'line' | 'wrappedLine'): Promise<void> {
    const over = this.#still();
    const scroll = { to: lines > 0 ? 'down' : 'up', by, value: Math.abs(lines), revealCursor: false };
    await vscode.commands.executeCommand('editorScroll', scroll);
    await over;
  }

  /** Settles when the visible lines have stopped changing. */
  #still(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        listener.dispose();
        resolve();
      };
      let timer = setTimeout(done, 3 * STILL);
      const listener = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (textEditor !== this.editor) return;
        clearTimeout(timer);
        timer = setTimeout(done, STILL);
      });
    });
  }
}
