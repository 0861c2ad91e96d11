import * as vscode from 'vscode';
import type { LastResult } from '../../protocol/webviews/index.js';
import type { PlacedSentences, ResultStore } from './services.js';

/** Keeps the last result in memory. It is written nowhere, but for what an open panel of *Explain* shows. */
export class LastResultStore implements ResultStore, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<LastResult | null>();
  #last: LastResult | null = null;
  #placed: PlacedSentences | null = null;

  readonly onDidChange = this.#changed.event;

  get last(): LastResult | null {
    return this.#last;
  }

  get placed(): PlacedSentences | null {
    return this.#placed;
  }

  set(result: LastResult, placed: PlacedSentences | null = null): void {
    if (placed !== this.#placed) this.#placed?.dispose();
    this.#placed = placed;
    this.#last = result;
    this.#changed.fire(result);
  }

  dispose(): void {
    this.#placed?.dispose();
    this.#changed.dispose();
  }
}
