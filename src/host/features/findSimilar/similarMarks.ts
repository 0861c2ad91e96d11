import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { toEditorRange } from '../../editor/trackedText.js';

/** A passage that is marked, the words in it that are the question's, and what the mouse says there. */
export interface MarkedPassage extends Span {
  document: vscode.TextDocument;
  words: readonly Span[];
  hover: vscode.MarkdownString;
}

const colour = (id: string) => new vscode.ThemeColor(id);

/** Marks what was found in the editors that show it: passages by a dotted line, the question's words in them by a solid one. */
export class SimilarMarks implements vscode.Disposable {
  readonly #passage = vscode.window.createTextEditorDecorationType({
    borderStyle: 'dotted',
    borderWidth: '0 0 1px 0',
    borderColor: colour('editor.foreground'),
    overviewRulerColor: colour('editorOverviewRuler.findMatchForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #word = vscode.window.createTextEditorDecorationType({
    borderStyle: 'solid',
    borderWidth: '0 0 2px 0',
    borderColor: colour('charts.orange'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });

  /** Marks these passages wherever they are seen, and nothing else. */
  show(passages: readonly MarkedPassage[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const own = passages.filter(({ document }) => document === editor.document);
      const rangeOf = (span: Span) => toEditorRange(editor.document, span);
      editor.setDecorations(
        this.#passage,
        own.map((passage) => ({ range: rangeOf(passage), hoverMessage: passage.hover })),
      );
      editor.setDecorations(
        this.#word,
        own.flatMap(({ words }) => words.map(rangeOf)),
      );
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#passage, this.#word).dispose();
  }
}
