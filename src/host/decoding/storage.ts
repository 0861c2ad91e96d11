import * as vscode from 'vscode';
import type { SessionState } from './state.js';
import { keptResults, keptSettings } from './memory.js';

/** Under this key the workspace's memory holds settings and recipes. */
const KEY = 'glassbox.decoding';

/** The file in the workspace's storage that holds what the runs wrote. */
const FILE = 'decoding.json';

/** Changes are written so many milliseconds after the first of them; while runs write, less often. */
const DELAY = 250;
const DELAY_WHILE_WRITING = 2000;

/** Keeps a workspace's comparison: settings and recipes in its memory, results in a file, which nothing else reads. */
export class DecodingStorage implements vscode.Disposable {
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly state: () => SessionState,
    private readonly onError: (message: string) => void,
  ) {}

  static async read(context: vscode.ExtensionContext): Promise<{ settings: unknown; results: string | null }> {
    const file = fileIn(context);
    const bytes = file ? await vscode.workspace.fs.readFile(file).then(undefined, () => null) : null;
    return { settings: context.workspaceState.get(KEY), results: bytes && new TextDecoder().decode(bytes) };
  }

  /** Notes that something has changed. */
  changed(writing: boolean): void {
    const due = Date.now() + (writing ? DELAY_WHILE_WRITING : DELAY);
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#write(), due - Date.now());
  }

  /** Writes what is not written yet. */
  dispose(): void {
    if (this.#timer !== undefined) this.#write();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Infinity;
    const state = this.state();
    // One after the other: an older write must not come last.
    this.#writing = this.#writing
      .then(() => this.#save(state))
      .catch((error: unknown) => {
        this.onError(`The comparison could not be kept: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  async #save(state: SessionState): Promise<void> {
    await this.context.workspaceState.update(KEY, keptSettings(state.shown));
    const file = fileIn(this.context);
    if (file) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(keptResults(state)));
  }
}

/** Without a workspace there is no place of its own for it. */
function fileIn({ storageUri }: vscode.ExtensionContext): vscode.Uri | undefined {
  return storageUri && vscode.Uri.joinPath(storageUri, FILE);
}
