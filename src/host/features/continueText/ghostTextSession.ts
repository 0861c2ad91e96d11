import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { keyCommandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import { restOfLine, textBefore } from '../../editor/excerpt.js';
import type { PartialCompletion } from './partialCompletion.js';
import { InlineSuggestion } from './inlineSuggestion.js';
import { MOST_CHARACTERS, valueOf, generateContinuation, type GeneratedContinuation } from './generateContinuation.js';

/** Ghost text is asked for anew at most this often, so that it grows without flicker. */
const REDRAW_MS = 100;

/** A continuation at one place of one document: it runs, is offered as ghost text, and ends. */
export class GhostTextSession implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #offer: InlineSuggestion;
  readonly #asked: { version: number; offset: number };
  readonly #abort = new AbortController();
  readonly #afterwards = new AbortController();
  readonly #listeners: vscode.Disposable[];
  readonly #started = performance.now();
  #redraw: NodeJS.Timeout | null = null;
  #provider: vscode.Disposable | null = null;
  /** how far the last change reached that belongs to it, in characters of the document */
  #stood = 0;
  /** whether the editor has a ghost text of this continuation */
  #shown = false;
  #draft: PartialCompletion | null = null;
  #written: GeneratedContinuation | null = null;
  #milliseconds = 0;
  #ended = false;

  /** @param onEnd called once, when there is nothing more to offer */
  constructor(
    private readonly services: Services,
    private readonly editor: vscode.TextEditor,
    private readonly onEnd: () => void,
  ) {
    const offset = this.document.offsetAt(editor.selection.active);
    this.#offer = new InlineSuggestion(offset);
    this.#asked = { version: this.document.version, offset };
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

  /** all of it, as far as it is known */
  get text(): string {
    return this.#offer.text;
  }

  /** Whether something was written for exactly this place, so that asking here asks for another. */
  wroteAt({ document, selection }: vscode.TextEditor): boolean {
    const { version, offset } = this.#asked;
    const same = document === this.document && document.version === version;
    return same && document.offsetAt(selection.active) === offset && this.text !== '';
  }

  /**
   * Writes until the model is done.
   * @param again the user has seen one at this place and asks for another
   * @throws GlassboxError also when it was ended meanwhile (`cancelled`)
   */
  async write(again: boolean): Promise<void> {
    const before = textBefore(this.document, this.#place, MOST_CHARACTERS);
    const after = restOfLine(this.document, this.#place);
    const onDraft = (draft: PartialCompletion) => {
      this.#draft = draft;
      this.#offer.grow(draft.text);
      this.#redraw ??= setTimeout(() => this.#show(), REDRAW_MS);
    };
    const place = { before, after, shown: true, again };
    const written = await generateContinuation(this.services, place, onDraft, this.#abort.signal);
    this.#written = written;
    this.#milliseconds = performance.now() - this.#started;
    this.#remember(written);
    this.#show();
  }

  /** Ends the run and takes the ghost text away. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#abort.abort();
    if (this.#redraw) clearTimeout(this.#redraw);
    if (this.#written) this.#remember(this.#written);
    else if (this.#draft && this.#taken() > 0) void this.#rememberLater(this.#draft);
    for (const listener of this.#listeners) listener.dispose();
    this.#provider?.dispose();
    this.onEnd();
  }

  dispose(): void {
    this.end();
    this.#afterwards.abort();
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
    // Run when all that is shown is taken: only the editor knows how much that was while more is coming.
    const command = { title: '', command: keyCommandIds.continuationTaken };
    return [new vscode.InlineCompletionItem(left, new vscode.Range(position, position), command)];
  }

  get #place(): vscode.Position {
    return this.document.positionAt(this.#offer.anchor);
  }

  #between(position: vscode.Position): string | null {
    const place = this.#place;
    return position.isBefore(place) ? null : this.document.getText(new vscode.Range(place, position));
  }

  /** How much of it stands in the text: before the cursor, or as far as was taken before the cursor went elsewhere. */
  #taken(): number {
    const before = this.#offer.accepted(this.#between(this.editor.selection.active));
    if (before !== null) return before;
    const end = this.document.positionAt(this.#offer.anchor + this.#stood);
    return this.#offer.accepted(this.#between(end)) ?? 0;
  }

  #show(): void {
    if (this.#redraw) clearTimeout(this.#redraw);
    this.#redraw = null;
    if (this.#ended) return;
    if (this.#written && this.text === '') return this.end();
    // At the same place of the same text the editor asks only providers it has not asked yet.
    const before = this.#provider;
    this.#provider = vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this);
    before?.dispose();
    // What is shown stays first in the editor's list when it asks again; the longer text comes after it.
    const command = this.#shown ? 'editor.action.inlineSuggest.showNext' : 'editor.action.inlineSuggest.trigger';
    void vscode.commands.executeCommand(command);
  }

  #changed(event: vscode.TextDocumentChangeEvent): void {
    if (event.document !== this.document) return;
    for (const { rangeOffset, rangeLength, text } of event.contentChanges) {
      this.#offer.follow({ start: rangeOffset, end: rangeOffset + rangeLength, length: text.length });
      const { anchor } = this.#offer;
      const end = rangeOffset + text.length;
      const taken = rangeOffset >= anchor ? this.#offer.accepted(this.#between(this.document.positionAt(end))) : null;
      if (taken !== null) this.#stood = end - anchor;
    }
  }

  /** The cursor moves by itself when a word is taken or typed; anywhere else it leaves. */
  #moved(): void {
    const taken = this.#offer.accepted(this.#between(this.editor.selection.active));
    const all = taken !== null && taken > 0 && taken === this.text.length;
    if (taken === null || all || !this.editor.selection.isEmpty) this.end();
  }

  #remember(written: GeneratedContinuation, taken = this.#taken()): void {
    this.services.results.set({
      kind: 'generate',
      ...written,
      milliseconds: this.#milliseconds,
      taken: taken > 0 ? this.text.slice(0, taken) : null,
    });
  }

  /** What was taken before the run was done can be explained too. */
  async #rememberLater(draft: PartialCompletion): Promise<void> {
    const taken = this.#taken();
    this.#milliseconds = performance.now() - this.#started;
    try {
      this.#remember(await valueOf(this.services.engine, draft, this.#afterwards.signal), taken);
    } catch (error) {
      // The text stands where the user wants it; the next command tells when the engine is gone.
      this.services.log.debug(`continuation not explained: ${toErrorValue(error).code}`);
    }
  }
}

/** Whether an error only says that the user ended the run. */
export function isCancellation(error: unknown): boolean {
  return toErrorValue(error).code === 'cancelled';
}
