import * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';
import { textChanges } from './textChanges.js';
import { TrackedRange, type ReadText } from './trackedRange.js';

/** A stretch of offsets as the editor's range. */
export function toEditorRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function readerOf(document: vscode.TextDocument): ReadText {
  return (span) => document.getText(span && toEditorRange(document, span));
}

/** So much text before a cursor tells where it is, in UTF-16 units. */
const CURSOR_REACH = 200;

/** Tracks a cursor by the text before it: what is written for it goes to the end of that text. */
export function trackCursor({ document, selection }: vscode.TextEditor): TrackedText {
  const end = document.offsetAt(selection.active);
  return new TrackedText(document, { start: Math.max(0, end - CURSOR_REACH), end });
}

export interface TrackingOptions {
  /** the stretch is too common to be found again by its text: only its position counts */
  byPosition?: boolean;
  /** what stood there when it was last read, if the document may be another by now; then its only place counts, too */
  text?: string;
}

/**
 * A stretch of a document that is followed while a model works or a panel shows it. Where it is not certain where it
 * stands now, it is gone: a result is offered rather than written into other text.
 */
export class TrackedText implements vscode.Disposable {
  /** the text as it was when the tracking began */
  readonly text: string;
  #document: vscode.TextDocument;
  #range: TrackedRange | null;
  readonly #listeners: vscode.Disposable[];

  constructor(document: vscode.TextDocument, span: Span, { byPosition, text }: TrackingOptions = {}) {
    const read = readerOf(document);
    this.#document = document;
    this.text = text ?? read(span);
    this.#range = new TrackedRange(this.text, span.start, read, byPosition);
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== this.#document) return;
        this.#range?.follow(textChanges(event), readerOf(event.document), event.reason !== undefined);
      }),
      vscode.workspace.onDidOpenTextDocument((opened) => this.#reopened(opened)),
    ];
  }

  get document(): vscode.TextDocument {
    return this.#document;
  }

  /** The stretch with what was put into it; null when its ends are lost. */
  get grown(): Span | null {
    return this.#range?.grown ?? null;
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
