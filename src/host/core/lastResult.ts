import * as vscode from 'vscode';
import type { LastResult } from '../../protocol/webviews/index.js';
import type { ResultStore } from './services.js';

/** Keeps the last result in memory; nothing of it is written anywhere. */
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
