import type * as vscode from 'vscode';
import type { Span } from '../../protocol/index.js';
import { onlyPlace, type TextChange } from '../text/moveRange.js';
import { rangeOf } from '../text/tracked.js';
import { growThrough } from './growRange.js';

/** Where a document's text stands that is looked at; followed while the document changes. */
export class Place {
  #document: vscode.TextDocument | null;
  #span: Span | null;

  /**
   * @param uri of the document, also while it is closed
   * @param text as it was read; places in it count while it stands in the document unchanged
   */
  constructor(
    readonly uri: string,
    readonly text: string,
    start: number,
    document: vscode.TextDocument | null,
  ) {
    this.#document = document;
    this.#span = { start, end: start + text.length };
  }

  /** The open document; null when it is closed. */
  get document(): vscode.TextDocument | null {
    return this.#document;
  }

  /** Where the text began when that was last known. */
  get start(): number {
    return this.#span?.start ?? 0;
  }

  /** The stretch with what was typed into it; null when its ends are lost. */
  get grown(): Span | null {
    return this.#document && this.#span;
  }

  /** The document and where the text stands in it, unchanged; null when it does not. */
  where(): { document: vscode.TextDocument; span: Span } | null {
    const document = this.#document;
    if (document === null) return null;
    if (this.#span !== null && document.getText(rangeOf(document, this.#span)) === this.text) {
      return { document, span: this.#span };
    }
    const span = onlyPlace(document.getText(), this.text);
    return span && { document, span };
  }

  follow(changes: readonly TextChange[]): void {
    this.#span &&= growThrough(this.#span, changes);
  }

  close(): void {
    this.#document = null;
  }

  /** The document is open again, perhaps with another text. */
  open(document: vscode.TextDocument): void {
    this.#document = document;
    this.#span = this.where()?.span ?? null;
  }
}
