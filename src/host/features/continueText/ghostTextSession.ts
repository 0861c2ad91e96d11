import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { keyCommandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import { restOfLine, textBefore } from '../../editor/excerpt.js';
import { type Alternative, withAlternatives } from './alternatives.js';
import { MOST_CHARACTERS, valueOf, generateContinuation, type GeneratedContinuation } from './generateContinuation.js';
import { notifyDecoded, notifyEnd } from './decodedNotice.js';
import { InlineSuggestion } from './inlineSuggestion.js';
import type { PartialCompletion } from './partialCompletion.js';
import { firstPart, type Part } from './parts.js';
import { shownSuggestion } from './shownSuggestion.js';

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
  /** whether it was said that a server decodes it */
  #told = false;
  #written: readonly Alternative[] | null = null;
  /** while a part is taken the editor's text is another for a moment */
  #taking = false;
  /** how often the editor will say that all was taken although it was only looked at */
  #ownTakes = 0;
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
    // Where text follows, what leads on to it is known only when all are written.
    const isShownEarly = after.trim() === '';
    const onDraft = (draft: PartialCompletion) => {
      if (draft.decoded && !this.#told) notifyDecoded(draft.decoded);
      this.#told ||= draft.decoded !== null;
      if (!isShownEarly) return;
      this.#draft = draft;
      this.#offer.grow(draft.text);
      // The first word is waited for.
      const isFirst = this.#provider === null;
      this.#redraw ??= setTimeout(() => this.#show(), isFirst ? 0 : REDRAW_MS);
    };
    const place = { before, after, shown: true, again };
    const first = await generateContinuation(this.services, place, onDraft, this.#abort.signal);
    this.#milliseconds = performance.now() - this.#started;
    const { text, params, value } = first;
    notifyEnd(value.warningDetails);
    if (isShownEarly) this.#offerAll([{ text, params, value }]);
    try {
      const all = await withAlternatives(this.services, place, first, this.#abort.signal);
      if (!isShownEarly) this.#milliseconds = performance.now() - this.#started;
      this.#offerAll(all);
    } catch (error) {
      // The first one is there all the same; the next command tells when the engine is gone.
      if (!isShownEarly || isCancellation(error)) throw error;
      this.services.log.debug(`no other continuations: ${toErrorValue(error).code}`);
    }
  }

  /** Offers what is written; what is shown stays so. */
  #offerAll(all: readonly Alternative[]): void {
    const isSame = this.#written !== null && all[0]?.text === this.#written[0]?.text;
    this.#written = all;
    this.#offer.offer(all.map(({ text }) => text));
    this.#remember();
    if (isSame && all.length < 2) return;
    this.#show(isSame);
  }

  /** Takes the first word or sentence of what is shown, as one undo, and leaves the rest offered. */
  async take(part: Part): Promise<void> {
    if (this.#taking || this.#ended) return;
    this.#taking = true;
    try {
      const left = this.#offer.remainders(this.#between(this.editor.selection.active));
      if (left.length > 1) this.#ownTakes += 1;
      const shown = left.length > 1 ? await shownSuggestion(this.editor) : (left[0] ?? null);
      if (shown === null) return;
      const piece = firstPart(shown, part);
      this.#choose(shown);
      await this.editor.edit((builder) => builder.insert(this.editor.selection.active, piece));
    } finally {
      this.#taking = false;
    }
    this.#moved();
    this.#shown = false;
    this.#show();
  }

  /** The editor says that all that it showed was taken. */
  taken(): void {
    if (this.#ownTakes > 0) this.#ownTakes -= 1;
    else this.end();
  }

  /** Offers only what goes on as this does: a part of it is taken, so the user has chosen. */
  #choose(rest: string): void {
    const between = this.#between(this.editor.selection.active) ?? '';
    const chosen = this.#written?.find(({ text }) => text === between + rest);
    if (!chosen) return;
    this.#written = [chosen];
    this.#offer.offer([chosen.text]);
  }

  /** Ends the run and takes the ghost text away. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#abort.abort();
    if (this.#redraw) clearTimeout(this.#redraw);
    if (this.#written) this.#remember();
    else if (this.#draft && this.#standing() !== '') void this.#rememberLater(this.#draft);
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
    const left = this.#offer.remainders(this.#between(position));
    if (left.length === 0) return [];
    this.#shown = true;
    // Run when all that is shown is taken: only the editor knows how much that was while more is coming.
    const command = { title: '', command: keyCommandIds.continuationTaken };
    return left.map((text) => new vscode.InlineCompletionItem(text, new vscode.Range(position, position), command));
  }

  get #place(): vscode.Position {
    return this.document.positionAt(this.#offer.anchor);
  }

  #between(position: vscode.Position): string | null {
    const place = this.#place;
    if (position.isBefore(place)) return null;
    // The document may end its lines in the Windows way; the model never does.
    return this.document.getText(new vscode.Range(place, position)).replaceAll('\r\n', '\n');
  }

  /** What of it stands in the text: before the cursor, or as far as was taken before the cursor went elsewhere. */
  #standing(): string {
    const before = this.#between(this.editor.selection.active);
    if (before !== null && this.#offer.accepted(before) !== null) return before;
    const taken = this.#between(this.document.positionAt(this.#offer.anchor + this.#stood)) ?? '';
    return this.#offer.accepted(taken) === null ? '' : taken;
  }

  /** @param stays what is shown is among what is offered now, and stays shown */
  #show(stays = false): void {
    if (this.#redraw) clearTimeout(this.#redraw);
    this.#redraw = null;
    if (this.#ended) return;
    if (this.#written && this.text === '') return this.end();
    // At the same place of the same text the editor asks only providers it has not asked yet.
    const before = this.#provider;
    this.#provider = vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this);
    before?.dispose();
    // What is shown stays first in the editor's list when it asks again; the longer text comes after it.
    const isLonger = this.#shown && !stays;
    const command = isLonger ? 'editor.action.inlineSuggest.showNext' : 'editor.action.inlineSuggest.trigger';
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
    if (this.#taking) return;
    const between = this.#between(this.editor.selection.active);
    const isElsewhere = this.#offer.accepted(between) === null || !this.editor.selection.isEmpty;
    if (isElsewhere || this.#offer.isTaken(between)) this.end();
  }

  /** What was taken, else the first one. */
  #remember(): void {
    const taken = this.#standing();
    const [index = 0] = this.#offer.matching(taken);
    const one = this.#written?.[index];
    if (one) this.#set(one, taken);
  }

  #set({ params, value }: GeneratedContinuation, taken: string): void {
    const milliseconds = this.#milliseconds;
    this.services.results.set({ kind: 'generate', params, value, milliseconds, taken: taken === '' ? null : taken });
  }

  /** What was taken before the run was done can be explained too. */
  async #rememberLater(draft: PartialCompletion): Promise<void> {
    const taken = this.#standing();
    this.#milliseconds = performance.now() - this.#started;
    try {
      this.#set(await valueOf(this.services.engine, draft, this.#afterwards.signal), taken);
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
