import * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';
import { textChanges } from './textChanges.js';
import { TrackedRange, type ReadText } from './trackedRange.js';

/** A stretch of offsets as the editor's range. */
export function toEditorRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Reads a document for what is tracked in it. */
export function readerOf(document: vscode.TextDocument): ReadText {
  return (span) => document.getText(span && toEditorRange(document, span));
}

export function isUndo({ reason }: Pick<vscode.TextDocumentChangeEvent, 'reason'>): boolean {
  return reason !== undefined;
}

/**
 * A stretch of a document that is followed while a model works. Where it is not certain where it stands now, it is gone:
 * a result is offered rather than written into other text.
 */
export class TrackedText implements vscode.Disposable {
  /** the text as it was when the tracking began */
  readonly text: string;
  #document: vscode.TextDocument;
  #range: TrackedRange | null;
  readonly #listeners: vscode.Disposable[];

  /**
   * @param strict the stretch is too common to be found again by its text: only its position counts
   */
  constructor(document: vscode.TextDocument, span: Span, strict = false) {
    const read = readerOf(document);
    this.#document = document;
    this.text = read(span);
    this.#range = new TrackedRange(this.text, span.start, read, strict);
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== this.#document) return;
        this.#range?.follow(textChanges(event), readerOf(event.document), isUndo(event));
      }),
      vscode.workspace.onDidOpenTextDocument((opened) => this.#reopened(opened)),
    ];
  }

  /** The open document and the stretch's place in it; null when the document is closed or the text gone. */
  where(): { document: vscode.TextDocument; span: Span } | null {
    const document = this.#document;
    if (document.isClosed) return null;
    const span = this.#range?.where(readerOf(document)) ?? null;
    return span && { document, span };
  }

  /** What was closed may have changed before it was opened again: only what nothing else can be mistaken for is found. */
  #reopened(document: vscode.TextDocument): void {
    const before = this.#document;
    if (document === before || !before.isClosed || document.uri.toString() !== before.uri.toString()) return;
    this.#document = document;
    const range = this.#range?.isUnique === true ? new TrackedRange(this.text, 0, readerOf(document)) : null;
    this.#range = range?.isUnique === true ? range : null;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }
}
