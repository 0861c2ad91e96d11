import * as vscode from 'vscode';
import type { LastResult } from '../../protocol/webviews/index.js';
import type { ResultStore } from './services.js';

/** Keeps the last result in memory. It is written nowhere, but for what an open panel of *Explain* shows. */
export class LastResultStore implements ResultStore, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<LastResult | null>();
  #last: LastResult | null = null;

  readonly onDidChange = this.#changed.event;

  get last(): LastResult | null {
    return this.#last;
  }

  set(result: LastResult): void {
    this.#last = result;
    this.#changed.fire(result);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
