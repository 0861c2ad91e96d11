import * as vscode from 'vscode';
import { plainText } from '../core/plainText.js';

/** A word shown before the text it would take the place of. */
export interface PreviewedWord {
  range: vscode.Range;
  word: string;
}

/**
 * Shows words in the text without changing it: the word, then what it would replace, struck through and dimmed. Two
 * decoration types serve all previews. Two, because the opacity of one would dim the other.
 */
export class Preview implements vscode.Disposable {
  readonly #word = vscode.window.createTextEditorDecorationType({
    before: {
      color: new vscode.ThemeColor('editor.foreground'),
      backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
      // High contrast themes draw a border in place of a background.
      border: '1px solid',
      margin: '0 3px 0 0',
      borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
    },
  });
  readonly #replaced = vscode.window.createTextEditorDecorationType({ opacity: '0.5', textDecoration: 'line-through' });
  #editor: vscode.TextEditor | undefined;

  show(editor: vscode.TextEditor, words: readonly PreviewedWord[]): void {
    if (this.#editor !== editor) this.clear();
    this.#editor = editor;
    editor.setDecorations(
      this.#word,
      words.map(({ range, word }) => ({
        range: new vscode.Range(range.start, range.start),
        renderOptions: { before: { contentText: plainText(word) } },
      })),
    );
    editor.setDecorations(
      this.#replaced,
      words.map(({ range }) => range),
    );
  }

  clear(): void {
    this.#editor?.setDecorations(this.#word, []);
    this.#editor?.setDecorations(this.#replaced, []);
    this.#editor = undefined;
  }

  dispose(): void {
    this.clear();
    this.#word.dispose();
    this.#replaced.dispose();
  }
}
