import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import type { AttentionSubject } from '../../../protocol/webviews/index.js';
import { spanAround, isText, selectedSpan, type Reach } from '../../editor/chooseSpan.js';
import { excerptAround } from '../../editor/excerpt.js';
import { LastTextEditor, visibleTextEditor } from '../../editor/lastTextEditor.js';
import { toEditorRange, TrackedText } from '../../editor/trackedText.js';
import { documentLabel } from '../../editor/documentLabel.js';

/** How a subject came about: a sentence gives way when the cursor leaves it, what was chosen stays as long as it is in it. */
type Origin = 'around' | 'chosen';

/**
 * The text that is looked at: it follows the selection and the document's changes unless it is pinned. Listeners hear of
 * another subject, and of the cursor within the same one.
 */
export class SubjectTracker implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<AttentionSubject | null>();
  readonly #cursorMoved = new vscode.EventEmitter<number | null>();
  readonly #last = new LastTextEditor();
  readonly #listeners: vscode.Disposable[];
  #subject: AttentionSubject | null = null;
  /** of the subject; null while its document is closed, or its text stands there no more */
  #place: TrackedText | null = null;
  #origin: Origin = 'around';
  #pinned = false;
  #nextId = 1;

  readonly onDidChange = this.#changed.event;
  readonly onDidMoveCursor = this.#cursorMoved.event;

  constructor(private readonly reach: () => Reach) {
    this.#listeners = [
      this.#last.onDidMove((editor) => this.#moved(editor)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      this.#changed,
      this.#cursorMoved,
      this.#last,
    ];
  }

  get subject(): AttentionSubject | null {
    return this.#subject;
  }

  get place(): TrackedText | null {
    return this.#place;
  }

  /** Takes what is selected in an editor, or what is around its cursor, at once, pinned or not. */
  take(editor: vscode.TextEditor): void {
    const chosen = this.#choose(editor);
    if (chosen === null) this.#set(null, null);
    else this.takeSpan(editor.document, chosen.span, chosen.origin, editor);
  }

  /** Takes what is at the cursor of the editor that the user writes in, also while the keyboard is in the panel. */
  takeCursor(): void {
    const editor = this.#editor() ?? visibleTextEditor();
    if (editor) this.take(editor);
  }

  /** Takes a stretch of a document. */
  takeSpan(
    document: vscode.TextDocument,
    span: Span,
    origin: Origin = 'chosen',
    editor?: vscode.TextEditor,
    part = false,
  ): void {
    const place = new TrackedText(document, span);
    const { text } = place;
    const before = this.#subject;
    const same = before !== null && before.text === text && before.part === part;
    this.#origin = origin;
    this.#set(
      {
        id: same ? before.id : this.#nextId++,
        text,
        label: documentLabel(document, span.start),
        cursor: editor ? cursorIn(editor, span) : null,
        pinned: this.#pinned,
        part,
        detached: false,
        place: { uri: document.uri.toString(), start: span.start },
      },
      place,
    );
  }

  /** Takes a text that stands in no document, and stays with it until it is unpinned. */
  takeText(text: string, label: string, part = false): void {
    this.#pinned = true;
    this.#origin = 'chosen';
    const before = this.#subject;
    const same = before?.place === null && before.text === text && before.label === label;
    const id = same ? before.id : this.#nextId++;
    this.#set({ id, text, label, cursor: null, pinned: true, part, detached: false, place: null }, null);
  }

  /** Takes up a text from before a reload: in its document where it still stands there, by itself otherwise. */
  restore(subject: AttentionSubject): void {
    this.#pinned = subject.pinned;
    this.#nextId = subject.id + 1;
    this.#origin = 'chosen';
    const document = vscode.workspace.textDocuments.find((open) => !open.isClosed && isOf(subject, open));
    const place = document ? findAgain(subject, document) : null;
    // One of no document has nothing that could be closed.
    this.#set({ ...subject, cursor: null, detached: place === null && subject.place !== null }, place);
  }

  /** Keeps the text while the selection moves on, or follows again from where the selection is. */
  pin(pinned: boolean): void {
    this.#pinned = pinned;
    if (this.#subject) this.#set({ ...this.#subject, pinned }, this.#place);
    const editor = pinned ? undefined : this.#editor();
    if (editor) this.#moved(editor);
  }

  dispose(): void {
    this.#place?.dispose();
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #set(subject: AttentionSubject | null, place: TrackedText | null): void {
    this.#last.cancel();
    if (place !== this.#place) this.#place?.dispose();
    this.#place = place;
    const same = JSON.stringify(subject) === JSON.stringify(this.#subject);
    this.#subject = subject;
    if (!same) this.#changed.fire(subject);
  }

  /** What the editor's selection means; null where there is no text. */
  #choose({ document, selection }: vscode.TextEditor): { span: Span; origin: Origin } | null {
    const { text, start } = excerptAround(document, selection);
    const own = { start: document.offsetAt(selection.start) - start, end: document.offsetAt(selection.end) - start };
    const chosen = isText(text, own);
    const span = chosen
      ? selectedSpan(text, own)
      : spanAround(text, own.start, this.reach(), start === 0 ? document.languageId : '');
    return span && { span: { start: span.start + start, end: span.end + start }, origin: chosen ? 'chosen' : 'around' };
  }

  #moved(editor: vscode.TextEditor): void {
    if (this.#pinned || this.#staysIn(editor)) this.#last.cancel();
    else this.#last.atRest(() => this.#follow());
    this.#tellCursor(editor);
  }

  /** Whether the cursor is still in a text that was chosen: then it stays, though nothing is selected any more. */
  #staysIn({ document, selection }: vscode.TextEditor): boolean {
    const at = this.#origin === 'chosen' ? this.#place?.where() : null;
    if (!at || at.document !== document) return false;
    const { start, end } = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const inside = at.span.start <= start && end <= at.span.end;
    return (
      inside &&
      !isText(document.getText(toEditorRange(document, at.span)), {
        start: start - at.span.start,
        end: end - at.span.start,
      })
    );
  }

  #tellCursor(editor: vscode.TextEditor): void {
    const at = this.#place?.where();
    if (!this.#subject || (at && at.document !== editor.document && !this.#pinned)) return;
    const cursor = at && at.document === editor.document ? cursorIn(editor, at.span) : null;
    if (cursor === this.#subject.cursor) return;
    this.#subject = { ...this.#subject, cursor };
    this.#cursorMoved.fire(cursor);
  }

  /** The editor that the user writes in, as long as it can be seen. */
  #editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find((editor) => editor === this.#last.editor);
  }

  #follow(): void {
    const editor = this.#editor();
    if (editor && !this.#pinned) this.take(editor);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || this.#pinned) return;
    if (this.#place?.document !== document && this.#editor()?.document !== document) return;
    this.#last.atRest(() => this.#reread(document));
  }

  /** The document has changed: what was chosen is read again as it stands now, anything else follows the cursor. */
  #reread(document: vscode.TextDocument): void {
    const place = this.#place;
    const editor = this.#editor();
    const here = editor?.document === document ? editor : undefined;
    const grown = place?.document === document && this.#origin === 'chosen' ? place.grown : null;
    if (grown && grown.end > grown.start) this.takeSpan(document, grown, 'chosen', here, this.#subject?.part);
    else if (here) this.take(here);
  }

  #closed(document: vscode.TextDocument): void {
    const place = this.#place;
    if (place?.document !== document || !this.#subject) return;
    const { grown } = place;
    const last = grown ? { uri: document.uri.toString(), start: grown.start } : this.#subject.place;
    this.#set({ ...this.#subject, place: last, cursor: null, detached: true }, null);
  }

  #opened(document: vscode.TextDocument): void {
    const subject = this.#subject;
    if (!subject?.detached || !isOf(subject, document)) return;
    const found = findAgain(subject, document);
    if (found) this.#set({ ...subject, detached: false }, found);
  }
}

const isOf = ({ place }: AttentionSubject, { uri }: vscode.TextDocument) => place?.uri === uri.toString();

/** Finds a text where it stood when that was last known, or else in its only place; null where it is in neither. */
function findAgain({ text, place }: AttentionSubject, document: vscode.TextDocument): TrackedText | null {
  const start = place?.start ?? 0;
  const found = new TrackedText(document, { start, end: start + text.length }, { text });
  if (found.where() !== null) return found;
  found.dispose();
  return null;
}

/** The cursor within a stretch; null when it is elsewhere, or when a selection says more than a place. */
function cursorIn({ document, selection }: vscode.TextEditor, { start, end }: Span): number | null {
  const at = document.offsetAt(selection.start);
  if (at < start || at > end) return null;
  const own = { start: at - start, end: Math.min(document.offsetAt(selection.end), end) - start };
  return isText(document.getText(toEditorRange(document, { start, end })), own) ? null : own.start;
}
