import * as vscode from 'vscode';
import { sentenceAround } from '../../../text/index.js';
import { documentLabel } from '../../editor/documentLabel.js';
import { excerptAround } from '../../editor/excerpt.js';
import { surroundingsOf } from '../../editor/surroundings.js';

/** A prompt follows the cursor after so many milliseconds of rest. */
const REST = 150;

/** So much text before the cursor is looked at, in UTF-16 units: what the embedded models take, and some more. */
const MOST_CHARACTERS = 4000;

/** Documents that hold nothing a person wrote. */
const FOREIGN = new Set(['output', 'debug']);

const isText = ({ document }: vscode.TextEditor) => !FOREIGN.has(document.uri.scheme);

/** A text that a cursor stands in, as a person would name the place. */
export interface EditorPrompt {
  text: string;
  label: string;
}

/** The text at the cursor of the last text editor, which stays the last one while a view has the keyboard. */
export class ActiveEditorText implements vscode.Disposable {
  readonly #moved = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];
  #editor: vscode.TextEditor | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** fires after the cursor or the text around it has changed */
  readonly onDidMove = this.#moved.event;

  constructor() {
    this.#editor = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].find(
      (one) => one && isText(one),
    );
    this.#listeners = [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (!editor || !isText(editor)) return;
        this.#editor = editor;
        this.#soon();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === this.#editor) this.#soon();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#editor?.document) this.#soon();
      }),
      this.#moved,
    ];
  }

  /** The last text editor, as long as its document is open. */
  get editor(): vscode.TextEditor | undefined {
    return this.#editor?.document.isClosed ? undefined : this.#editor;
  }

  /** What stands before the cursor, without the white space at its end: a token of GPT-2 begins with its space. */
  before(): EditorPrompt | null {
    const { editor } = this;
    if (!editor) return null;
    const { document, selection } = editor;
    const start = document.positionAt(Math.max(0, document.offsetAt(selection.active) - MOST_CHARACTERS));
    const text = document.getText(new vscode.Range(start, selection.active)).replaceAll('\r\n', '\n').trimEnd();
    return { text, label: documentLabel(document, document.offsetAt(selection.active)) };
  }

  /** What is selected, or the sentence at the cursor, on one line. */
  sentence(): EditorPrompt | null {
    const { editor } = this;
    if (!editor) return null;
    const { document, selection } = editor;
    const { text, start } = excerptAround(document, selection);
    const at = document.offsetAt(selection.active) - start;
    const near = surroundingsOf(text, at);
    const { start: from, end } = sentenceAround(near.text, at - near.start);
    const found = selection.isEmpty
      ? near.text.slice(from, end)
      : document.getText(selection).slice(0, MOST_CHARACTERS);
    return { text: found.trim().replace(/\s+/g, ' '), label: documentLabel(document, at + start) };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#moved.fire(), REST);
  }
}
