import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { showWarningMessage } from '../../core/messages.js';
import { besideOf, isFull, writeFile } from '../../core/writeFile.js';
import { serializeResults, serializeSettings } from './serialization.js';
import type { SessionState } from './sessionState.js';
import { isStorageId, surplusFiles } from './untitledWindowStorage.js';

/** Under this key the workspace's memory holds settings and recipes. */
const KEY = 'glassbox.decoding';

/** The file in the workspace's storage that holds what the runs wrote. */
const FILE = 'decoding.json';

/** Under this key the memory of a window without a workspace holds the name of its file, … */
const MARK = 'glassbox.decoding.window';

/** … which lies in this folder of the extension's own storage. */
const FOLDER = 'decoding';

/** Changes are written so many milliseconds after the first of them; while runs write, less often. */
const DELAY = 250;
const DELAY_WHILE_WRITING = 2000;

/**
 * Keeps a workspace's comparison: settings and recipes in its memory, results in a file, which nothing else reads.
 *
 * A window without a workspace has no folder for files. Its memory is kept all the same: the desktop's windows have one
 * each, found again after a reload, while in a browser all windows without a workspace share one. So a mark in that memory
 * names the file with the window's results; in a browser the windows share it as they share the settings, and the last one
 * that wrote is kept. Files of windows that never came back are removed as others are added.
 */
export class DecodingStorage implements vscode.Disposable {
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;
  #writing: Promise<void> = Promise.resolve();
  #tidied = false;
  #told = false;
  /** what the file holds; parts that have not changed are the same objects */
  #kept: SessionState | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly state: () => SessionState,
    private readonly log: (message: string) => void,
  ) {}

  static async read(context: vscode.ExtensionContext): Promise<{ settings: unknown; results: string | null }> {
    const file = fileOf(context);
    const read = (from: vscode.Uri) => vscode.workspace.fs.readFile(from).then(undefined, () => null);
    const bytes = file ? ((await read(file)) ?? (await read(besideOf(file)))) : null;
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
        this.#tell(error);
      });
  }

  /** The log has every failure; the user is told of the first. */
  #tell(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.log(`The comparison could not be kept: ${reason}`);
    if (this.#told) return;
    this.#told = true;
    void showWarningMessage(
      isFull(error)
        ? vscode.l10n.t('The disk is full: what the runs wrote is not kept. What was kept before is still there.')
        : vscode.l10n.t('What the runs wrote could not be kept. What was kept before is still there.'),
    );
  }

  async #save(state: SessionState): Promise<void> {
    const { context } = this;
    await context.workspaceState.update(KEY, serializeSettings(state.shown));
    if (!fileOf(context)) await context.workspaceState.update(MARK, randomUUID());
    const file = fileOf(context);
    // A prompt that follows the cursor changes all the time, and megabytes of results do not.
    const same = this.#kept?.shown.runs === state.shown.runs && this.#kept.made === state.made;
    if (!file || same) return;
    await writeFile(file, new TextEncoder().encode(serializeResults(state)));
    this.#kept = state;
    if (context.storageUri || this.#tidied) return;
    this.#tidied = true;
    await tidy(file);
  }
}

/** The file with the results; undefined for a window without a workspace that has kept none yet. */
function fileOf({ storageUri, globalStorageUri, workspaceState }: vscode.ExtensionContext): vscode.Uri | undefined {
  if (storageUri) return vscode.Uri.joinPath(storageUri, FILE);
  const mark = workspaceState.get(MARK);
  return isStorageId(mark) ? vscode.Uri.joinPath(globalStorageUri, FOLDER, `${mark}.json`) : undefined;
}

/** Removes the oldest files beside this one when there are too many. */
async function tidy(own: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const folder = vscode.Uri.joinPath(own, '..');
  const files = await Promise.all(
    (await fs.readDirectory(folder)).map(async ([name]) => {
      const uri = vscode.Uri.joinPath(folder, name);
      return { uri, own: uri.path === own.path, written: (await fs.stat(uri)).mtime };
    }),
  );
  for (const { uri } of surplusFiles(files)) await fs.delete(uri);
}
