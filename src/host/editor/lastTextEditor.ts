import * as vscode from 'vscode';

/** Documents that hold nothing a user wrote. */
const FOREIGN = new Set(['output', 'debug']);

/** A cursor is on its way until it has rested for so long, in milliseconds. */
const REST = 150;

const isOfUser = ({ document }: vscode.TextEditor) => !FOREIGN.has(document.uri.scheme);

/** Finds the editor that the user writes in, or else one that shows a text. */
export function visibleTextEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [activeTextEditor, ...visibleTextEditors].find((editor) => editor && isOfUser(editor));
}

/** Follows the editor that the user writes in, which stays the last one while a view has the keyboard. */
export class LastTextEditor implements vscode.Disposable {
  readonly #moved = new vscode.EventEmitter<vscode.TextEditor>();
  readonly #listeners: vscode.Disposable[];
  #editor = visibleTextEditor();
  #timer: NodeJS.Timeout | undefined;

  /** fires at once when the cursor moves, or when the user goes to another text */
  readonly onDidMove = this.#moved.event;

  constructor() {
    this.#listeners = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (!editor || !isOfUser(editor)) return;
        this.#editor = editor;
        this.#moved.fire(editor);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === this.#editor) this.#moved.fire(textEditor);
      }),
      this.#moved,
    ];
  }

  /** The last text editor, as long as its document is open; its tab may be hidden. */
  get editor(): vscode.TextEditor | undefined {
    return this.#editor?.document.isClosed ? undefined : this.#editor;
  }

  /** Runs what follows from a change when the cursor has come to rest; in place of what was to be run. */
  atRest(run: () => void): void {
    this.cancel();
    this.#timer = setTimeout(run, REST);
  }

  /** Drops what was to be run. */
  cancel(): void {
    clearTimeout(this.#timer);
  }

  dispose(): void {
    this.cancel();
    for (const listener of this.#listeners) listener.dispose();
  }
}
