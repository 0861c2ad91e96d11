import * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';
import { growRange, textChanges, type TextChange } from './textChanges.js';

/** Where a stretch stands after changes; null once one of them has changed its words. */
export function untouched(span: Span, changes: readonly TextChange[]): Span | null {
  let now: Span | null = span;
  for (const change of changes) {
    if (change.start < now.end && change.end > now.start) return null;
    now = growRange(now, change);
    if (now === null) return null;
  }
  return now;
}

/**
 * Many stretches of one document that are followed from the moment at which its text was read: those that are found later
 * are told by their places then. A stretch whose words were changed is gone.
 */
export class TrackedSpans implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];
  readonly #texts: string[] = [];
  #spans: (Span | null)[] = [];
  /** what has happened since the text was read, while more may be added; null: nothing more is */
  #log: TextChange[] | null = [];
  #document: vscode.TextDocument;

  /** Fires when a stretch has gone, or the document was opened again. */
  readonly onDidLose = this.#changed.event;

  /** @param text what the document holds now */
  constructor(
    document: vscode.TextDocument,
    readonly text: string,
  ) {
    this.#document = document;
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === this.#document) this.#follow(textChanges(event));
      }),
      vscode.workspace.onDidOpenTextDocument((opened) => this.#reopened(opened)),
      this.#changed,
    ];
  }

  get document(): vscode.TextDocument {
    return this.#document;
  }

  /** Adds stretches of the text as it was read. @returns the index of the first of them */
  add(spans: readonly Span[]): number {
    const first = this.#spans.length;
    for (const span of spans) {
      this.#texts.push(this.text.slice(span.start, span.end));
      this.#spans.push(untouched(span, this.#log ?? []));
    }
    return first;
  }

  /** Nothing more is added. */
  settle(): void {
    this.#log = null;
  }

  /** Where a stretch stands now; null when its words were changed. */
  at(index: number): Span | null {
    return this.#spans[index] ?? null;
  }

  /** How many are gone. */
  get lost(): number {
    return this.#spans.filter((span) => span === null).length;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #follow(changes: readonly TextChange[]): void {
    if (changes.length === 0) return;
    this.#log?.push(...changes);
    const before = this.lost;
    this.#spans = this.#spans.map((span) => span && untouched(span, changes));
    if (this.lost !== before) this.#changed.fire();
  }

  /** What was closed may have changed meanwhile: what does not stand in its place is gone. */
  #reopened(document: vscode.TextDocument): void {
    const before = this.#document;
    if (document === before || !before.isClosed || document.uri.toString() !== before.uri.toString()) return;
    this.#document = document;
    const text = document.getText();
    this.#spans = this.#spans.map((span, index) =>
      span && text.slice(span.start, span.end) === this.#texts[index] ? span : null,
    );
    this.#changed.fire();
  }
}
