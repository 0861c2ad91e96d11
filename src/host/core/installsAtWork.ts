import * as vscode from 'vscode';
import type { InstallsAtWork } from './services.js';

/** Keeps what is being installed, as the installs tell it, for the status bar and the state of the engine. */
export class RunningInstalls implements InstallsAtWork, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #running: InstallsAtWork['running'] = [];

  readonly onDidChange = this.#changed.event;

  get running(): InstallsAtWork['running'] {
    return this.#running;
  }

  set(running: InstallsAtWork['running']): void {
    const written = (installs: InstallsAtWork['running']) => JSON.stringify(installs);
    if (written(running) === written(this.#running)) return;
    this.#running = running;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
