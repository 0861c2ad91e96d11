import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { toEditorRange, type TrackedText } from '../../editor/trackedText.js';

const colour = (id: string) => new vscode.ThemeColor(id);

/**
 * Marks in the editors that show the text: what is looked at, the word that is pointed at in the panel, and the word
 * that reads it. Three decoration types serve all of them; high contrast themes draw borders in place of backgrounds.
 */
export class EditorDecorations implements vscode.Disposable {
  readonly #text = vscode.window.createTextEditorDecorationType({
    backgroundColor: colour('editor.hoverHighlightBackground'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #pointed = vscode.window.createTextEditorDecorationType({
    backgroundColor: colour('editor.wordHighlightStrongBackground'),
    border: '1px solid',
    borderColor: colour('editor.wordHighlightStrongBorder'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #reader = vscode.window.createTextEditorDecorationType({
    backgroundColor: colour('editor.wordHighlightBackground'),
    border: '1px dotted',
    borderColor: colour('editor.wordHighlightBorder'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  /** editors that have marks now */
  #marked = new Set<vscode.TextEditor>();

  /**
   * Marks the text and words of it, and nothing else.
   * @param place of the text; where it stands no more, nothing is marked
   * @param pointed and `reader` in the text, in UTF-16 units
   */
  show(place: TrackedText | null, pointed: Span | null, reader: Span | null): void {
    const at = place?.where();
    const editors = at ? vscode.window.visibleTextEditors.filter(({ document }) => document === at.document) : [];
    for (const editor of this.#marked) if (!editors.includes(editor)) this.#wipe(editor);
    for (const editor of editors) {
      const ranges = (part: Span | null) => {
        if (!at || !part || at.span.start + part.end > at.span.end) return [];
        return [toEditorRange(at.document, { start: at.span.start + part.start, end: at.span.start + part.end })];
      };
      editor.setDecorations(this.#text, at ? [toEditorRange(at.document, at.span)] : []);
      editor.setDecorations(this.#pointed, ranges(pointed));
      editor.setDecorations(this.#reader, ranges(reader));
    }
    this.#marked = new Set(editors);
  }

  clear(): void {
    for (const editor of this.#marked) this.#wipe(editor);
    this.#marked.clear();
  }

  dispose(): void {
    this.clear();
    vscode.Disposable.from(this.#text, this.#pointed, this.#reader).dispose();
  }

  #wipe(editor: vscode.TextEditor): void {
    // What is closed has taken its marks along, and the editor complains of being asked.
    if (!vscode.window.visibleTextEditors.includes(editor)) return;
    for (const type of [this.#text, this.#pointed, this.#reader]) editor.setDecorations(type, []);
  }
}

/** Puts the cursor on a stretch of the text, in the editor that shows it or one that is opened for it. */
export async function revealInEditor(place: TrackedText | null, { start, end }: Span): Promise<void> {
  const at = place?.where();
  if (!at || at.span.start + end > at.span.end) return;
  const range = toEditorRange(at.document, { start: at.span.start + start, end: at.span.start + end });
  const selection = new vscode.Selection(range.start, range.start);
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document === at.document);
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some(({ document }) => document === at.document),
  );
  if (notebook && visible) {
    visible.selection = selection;
    visible.revealRange(range);
  } else {
    const viewColumn = visible?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(at.document, { viewColumn, selection });
  }
}
