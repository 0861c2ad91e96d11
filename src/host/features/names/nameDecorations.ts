import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { toEditorRange } from '../../editor/trackedText.js';
import { MARK_LOOKS, MARKS, type Mark } from './nameKinds.js';

/** A place that is marked, and what the mouse says there. */
export interface MarkedPlace extends Span {
  mark: Mark;
  hover: vscode.MarkdownString;
}

const BORDERS = {
  solid: { borderStyle: 'solid', borderWidth: '0 0 2px 0' },
  dashed: { borderStyle: 'dashed', borderWidth: '0 0 2px 0' },
  dotted: { borderStyle: 'dotted', borderWidth: '0 0 2px 0' },
  double: { borderStyle: 'double', borderWidth: '0 0 3px 0' },
  box: { borderStyle: 'solid', borderWidth: '1px' },
  dashedBox: { borderStyle: 'dashed', borderWidth: '1px' },
  dottedBox: { borderStyle: 'dotted', borderWidth: '1px' },
} as const satisfies Record<Mark, object>;

function decoration(mark: Mark): vscode.TextEditorDecorationType {
  const colour = new vscode.ThemeColor(MARK_LOOKS[mark].colour);
  return vscode.window.createTextEditorDecorationType({
    ...BORDERS[mark],
    borderColor: colour,
    overviewRulerColor: colour,
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

/** Marks names in the editors that show their document. */
export class NameDecorations implements vscode.Disposable {
  readonly #types = new Map(MARKS.map((mark) => [mark, decoration(mark)]));

  /** Marks these places in every editor of the document, and nothing anywhere else. */
  show(document: vscode.TextDocument | null, places: readonly MarkedPlace[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const own = editor.document === document ? places : [];
      for (const [mark, type] of this.#types) {
        const marked = own.filter((place) => place.mark === mark);
        editor.setDecorations(
          type,
          marked.map((place) => ({ range: toEditorRange(editor.document, place), hoverMessage: place.hover })),
        );
      }
    }
  }

  dispose(): void {
    for (const type of this.#types.values()) type.dispose();
  }
}
