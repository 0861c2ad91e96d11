import * as vscode from 'vscode';
import type { Span } from '../../protocol/index.js';
import { moveThrough, onlyPlace } from './moveRange.js';

/** A stretch of offsets as the editor's range. */
export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function textOf(document: vscode.TextDocument, span: Span): string {
  return document.getText(rangeOf(document, span));
}

/**
 * A stretch of a document that is followed while a model works. When it was changed, cut or moved as a whole, the one
 * place that holds its text counts; when there is none or several, it is gone.
 */
export class TrackedText implements vscode.Disposable {
  /** the text as it was when the tracking began */
  readonly text: string;
  #span: Span | null;
  readonly #listener: vscode.Disposable;

  /**
   * @param strict the stretch is too common to be found again by its text: touched, it is gone
   */
  constructor(
    readonly document: vscode.TextDocument,
    span: Span,
    private readonly strict = false,
  ) {
    this.#span = span;
    this.text = textOf(document, span);
    this.#listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== this.document || this.#span === null) return;
      const changes = event.contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        start: rangeOffset,
        end: rangeOffset + rangeLength,
        length: text.length,
      }));
      this.#span = moveThrough(this.#span, changes);
    });
  }

  /** The open document and the stretch's place in it; null when the document is closed or the text gone. */
  where(): { document: vscode.TextDocument; span: Span } | null {
    const document = this.#open();
    if (document === undefined) return null;
    const at = this.#span;
    const intact = document === this.document && at !== null && textOf(document, at) === this.text;
    if (intact) return { document, span: at };
    const span = this.strict ? null : onlyPlace(document.getText(), this.text);
    return span && { document, span };
  }

  /** The document, also when it was closed and opened again meanwhile. */
  #open(): vscode.TextDocument | undefined {
    if (!this.document.isClosed) return this.document;
    const uri = this.document.uri.toString();
    return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === uri);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
