import type * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { textChanges } from '../../editor/textChanges.js';
import { isUndo, readerOf } from '../../editor/trackedText.js';
import { TrackedRange } from '../../editor/trackedRange.js';

/** Where a document's text stands that is looked at; followed while the document changes. */
export class GrowingRange {
  #document: vscode.TextDocument | null = null;
  #range: TrackedRange | null = null;

  /**
   * @param uri of the document, also while it is closed
   * @param text as it was read; places in it count while it stands in the document unchanged
   * @param start where it began when that was last known
   */
  constructor(
    readonly uri: string,
    readonly text: string,
    private readonly start: number,
    document: vscode.TextDocument | null,
  ) {
    if (document) this.open(document);
  }

  /** The open document; null when it is closed. */
  get document(): vscode.TextDocument | null {
    return this.#document;
  }

  /** The stretch with what was typed into it; null when its ends are lost. */
  get grown(): Span | null {
    return this.#document && (this.#range?.grown ?? null);
  }

  /** The document and where the text stands in it, unchanged; null when it does not. */
  where(): { document: vscode.TextDocument; span: Span } | null {
    const document = this.#document;
    const span = document && this.#range?.where(readerOf(document));
    return document && span ? { document, span } : null;
  }

  follow(event: vscode.TextDocumentChangeEvent): void {
    this.#range?.follow(textChanges(event), readerOf(event.document), isUndo(event));
  }

  close(): void {
    this.#document = null;
  }

  /** The document is open again, perhaps with another text: where the text stood, or the only place that holds it. */
  open(document: vscode.TextDocument): void {
    this.#document = document;
    this.#range = new TrackedRange(this.text, this.#range?.grown?.start ?? this.start, readerOf(document));
  }
}
