import * as vscode from 'vscode';
import { spanAround } from './chooseSpan.js';
import { documentLabel } from './documentLabel.js';
import { excerptAround, textBefore } from './excerpt.js';
import { LastTextEditor } from './lastTextEditor.js';

/** So much text before the cursor is looked at, in UTF-16 units: what the embedded models take, and some more. */
const MOST_CHARACTERS = 4000;

/** A text that a cursor stands in, as a user would name the place. */
export interface EditorPrompt {
  text: string;
  label: string;
}

/** The text at the cursor of the last text editor. */
export class ActiveEditorText implements vscode.Disposable {
  readonly #last = new LastTextEditor();
  readonly #moved = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];

  /** fires when the cursor has come to rest, or the text around it */
  readonly onDidMove = this.#moved.event;

  constructor() {
    const soon = () => this.#last.atRest(() => this.#moved.fire());
    this.#listeners = [
      this.#last.onDidMove(soon),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.editor?.document) soon();
      }),
      this.#moved,
      this.#last,
    ];
  }

  /** The last text editor, as long as its document is open. */
  get editor(): vscode.TextEditor | undefined {
    return this.#last.editor;
  }

  /** What stands before the cursor, without the white space at its end: a token of GPT-2 begins with its space. */
  before(): EditorPrompt | null {
    const { editor } = this;
    if (!editor) return null;
    const { document, selection } = editor;
    const text = textBefore(document, selection.active, MOST_CHARACTERS).replaceAll('\r\n', '\n').trimEnd();
    return { text, label: documentLabel(document, document.offsetAt(selection.active)) };
  }

  /** What is selected, or the sentence at the cursor, on one line. */
  sentence(): EditorPrompt | null {
    const { editor } = this;
    if (!editor) return null;
    const { document, selection } = editor;
    const { text, start } = excerptAround(document, selection);
    const at = document.offsetAt(selection.active) - start;
    const sentence = spanAround(text, at, 'sentence');
    const found = selection.isEmpty
      ? text.slice(sentence?.start ?? at, sentence?.end ?? at)
      : document.getText(selection).slice(0, MOST_CHARACTERS);
    return { text: found.trim().replace(/\s+/g, ' '), label: documentLabel(document, at + start) };
  }

  /** What is selected, or the whole text, line by line, so many UTF-16 units at most. */
  whole(most: number): (EditorPrompt & { isCut: boolean }) | null {
    const { editor } = this;
    if (!editor) return null;
    const { document, selection } = editor;
    const found = document.getText(selection.isEmpty ? undefined : selection).replaceAll('\r\n', '\n');
    const text = found.slice(0, most).trim();
    return { text, label: documentLabel(document, document.offsetAt(selection.start)), isCut: found.length > most };
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }
}
