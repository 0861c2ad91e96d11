import * as vscode from 'vscode';
import { errorValue } from '../../protocol/index.js';
import type { Services } from '../services.js';
import { Offer } from './offer.js';
import { writeOn, type Written } from './run.js';

/** Ghost text is asked for anew at most this often, so that it grows without flicker. */
const REDRAW_MS = 100;

/** A continuation at one place of one document: it runs, is offered as ghost text, and ends. */
export class Continuation implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #offer: Offer;
  readonly #abort = new AbortController();
  readonly #listeners: vscode.Disposable[];
  readonly #started = performance.now();
  #redraw: NodeJS.Timeout | null = null;
  #provider: vscode.Disposable | null = null;
  /** whether the editor has a ghost text of this continuation */
  #shown = false;
  #written: Written | null = null;
  #milliseconds = 0;
  #ended = false;

  /**
   * @param again the person has seen one at this place and asks for another
   * @param onEnd called once, when there is nothing more to offer
   */
  constructor(
    private readonly services: Services,
    private readonly editor: vscode.TextEditor,
    private readonly again: boolean,
    private readonly onEnd: () => void,
  ) {
    this.#offer = new Offer(this.document.offsetAt(editor.selection.active));
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument((event) => this.#changed(event)),
      vscode.window.onDidChangeTextEditorSelection((event) => event.textEditor === this.editor && this.#moved()),
      vscode.window.onDidChangeActiveTextEditor((active) => active !== this.editor && this.end()),
    ];
  }

  get document(): vscode.TextDocument {
    return this.editor.document;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Writes until the model is done. @throws GlassboxError, also when it was ended meanwhile (`cancelled`) */
  async write(): Promise<void> {
    const before = this.document.getText(new vscode.Range(new vscode.Position(0, 0), this.place));
    const onText = (text: string) => {
      this.#offer.grow(text);
      this.#redraw ??= setTimeout(() => this.#show(), REDRAW_MS);
    };
    this.#written = await writeOn(this.services, { before, again: this.again }, onText, this.#abort.signal);
    this.#milliseconds = performance.now() - this.#started;
    this.#remember();
    this.#show();
  }

  /** all of it, as far as it is known */
  get text(): string {
    return this.#offer.text;
  }

  /** where it begins */
  get place(): vscode.Position {
    return this.document.positionAt(this.#offer.anchor);
  }

  /** Ends the run and takes the ghost text away. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#abort.abort();
    if (this.#redraw) clearTimeout(this.#redraw);
    this.#remember();
    vscode.Disposable.from(...this.#listeners).dispose();
    this.#provider?.dispose();
    this.onEnd();
  }

  dispose(): void {
    this.end();
  }

  #between(position: vscode.Position): string | null {
    return position.isBefore(this.place) ? null : this.document.getText(new vscode.Range(this.place, position));
  }

  #show(): void {
    if (this.#redraw) clearTimeout(this.#redraw);
    this.#redraw = null;
    if (this.#ended) return;
    if (this.#written && this.#offer.text === '') return this.end();
    // At the same place of the same text the editor asks only providers it has not asked yet.
    const before = this.#provider;
    this.#provider = vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this);
    before?.dispose();
    // What is shown stays first in the editor's list when it asks again; the longer text comes after it.
    const command = this.#shown ? 'editor.action.inlineSuggest.showNext' : 'editor.action.inlineSuggest.trigger';
    void vscode.commands.executeCommand(command);
  }

  /** What is left to show at a place; nothing where it does not fit. */
  provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.InlineCompletionItem[] {
    if (this.#ended || document !== this.document) return [];
    const left = this.#offer.remainder(this.#between(position));
    if (!left) return [];
    this.#shown = true;
    return [new vscode.InlineCompletionItem(left, new vscode.Range(position, position))];
  }

  #changed(event: vscode.TextDocumentChangeEvent): void {
    if (event.document !== this.document) return;
    for (const { rangeOffset, rangeLength, text } of event.contentChanges) {
      this.#offer.follow({ start: rangeOffset, end: rangeOffset + rangeLength, length: text.length });
    }
  }

  /** The cursor moves by itself when a word is taken or typed; anywhere else it leaves. */
  #moved(): void {
    const taken = this.#offer.accepted(this.#between(this.editor.selection.active));
    const all = taken !== null && taken > 0 && taken === this.#offer.text.length;
    if (taken === null || all || !this.editor.selection.isEmpty) this.end();
  }

  #remember(): void {
    if (!this.#written) return;
    const taken = this.#offer.accepted(this.#between(this.editor.selection.active)) ?? 0;
    this.services.results.set({
      kind: 'generate',
      ...this.#written,
      milliseconds: this.#milliseconds,
      taken: taken > 0 ? this.#offer.text.slice(0, taken) : null,
    });
  }
}

/** Whether an error only says that the person ended the run. */
export function wasEnded(error: unknown): boolean {
  return errorValue(error).code === 'cancelled';
}
