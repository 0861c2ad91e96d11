import * as vscode from 'vscode';
import { STEPS, type Step } from './steps.js';

/** Ranges of one model's marks, for each step. */
export type MarkedRanges = Readonly<Record<Step, readonly vscode.Range[]>>;

export const NO_MARKS: MarkedRanges = { 0: [], 1: [], 2: [] };

const LINES = ['dotted', 'solid', 'double'] as const;
/** A double line has room for two from three pixels on. */
const WIDTHS = ['2px', '2px', '3px'] as const;
const COLOURS = ['low', 'medium', 'high'] as const;

/**
 * Marks of surprise: a line of another kind and a stronger background for each step. Lines tell the steps apart for whoever
 * sees no colours, and in high contrast, which has no backgrounds here. A second model's lines stand above the words. Six
 * decoration types serve all editors.
 */
export class SurpriseMarks implements vscode.Disposable {
  readonly #below = STEPS.map((step) =>
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(`glassbox.surprise.${COLOURS[step]}`),
      borderColor: new vscode.ThemeColor('glassbox.surprise.line'),
      borderStyle: LINES[step],
      borderWidth: `0 0 ${WIDTHS[step]} 0`,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  readonly #above = STEPS.map((step) =>
    vscode.window.createTextEditorDecorationType({
      // What the borders of two marks are on one word would be those of one: this line is the text's own.
      textDecoration: `overline ${LINES[step]} 1px`,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  readonly #marked = new Set<vscode.TextEditor>();

  /** Marks words in an editor, and nothing else. */
  show(editor: vscode.TextEditor, below: MarkedRanges, above: MarkedRanges): void {
    this.#marked.add(editor);
    for (const step of STEPS) {
      editor.setDecorations(this.#below[step]!, below[step]);
      editor.setDecorations(this.#above[step]!, above[step]);
    }
  }

  clear(editor: vscode.TextEditor): void {
    // What is closed has taken its marks along, and the editor complains of being asked.
    if (this.#marked.delete(editor) && vscode.window.visibleTextEditors.includes(editor)) {
      for (const type of [...this.#below, ...this.#above]) editor.setDecorations(type, []);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#below, ...this.#above).dispose();
  }
}
