import * as vscode from 'vscode';
import type { Span } from '../../../../protocol/engine/index.js';
import { growRange, textChanges, type TextChange } from '../../../editor/textChanges.js';
import type { TrackedText } from '../../../editor/trackedText.js';

/** Where a text and its sentences stand in their document now. */
export interface Standing {
  document: vscode.TextDocument;
  /** the text stands as it was */
  isWhole: boolean;
  /** holds all the sentences that stand */
  span: Span;
  /** of each sentence asked for; null: it is another by now, or gone */
  sentences: (Span | null)[];
}

/**
 * A text under review in its document. As a whole it is followed as every text is; where it was changed, its sentences are
 * followed by their position, thousands of them, and stand where their own words do.
 */
export class ReviewedText implements vscode.Disposable {
  readonly #document: vscode.TextDocument;
  /** where it stood when it was whole last, and what has changed since */
  #start: number;
  #changes: TextChange[] = [];
  readonly #listener: vscode.Disposable;

  constructor(readonly tracked: TrackedText) {
    this.#document = tracked.document;
    this.#start = tracked.where()?.span.start ?? tracked.grown?.start ?? 0;
    this.#listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === this.#document) this.#changes.push(...textChanges(event));
    });
  }

  /**
   * @param spans of sentences in the text, in order
   * @returns null where none of them stands any more
   */
  standing(spans: readonly Span[]): Standing | null {
    const whole = this.tracked.where();
    if (whole !== null) {
      const { document, span } = whole;
      if (document === this.#document) {
        this.#start = span.start;
        this.#changes = [];
      }
      return { document, span, isWhole: true, sentences: spans.map((one) => moved(one, span.start)) };
    }
    const document = this.#document;
    if (document.isClosed) return null;
    const text = document.getText();
    const sentences = spans.map((one) => {
      const at = this.#follow(moved(one, this.#start));
      const stands = at !== null && text.slice(at.start, at.end) === this.tracked.text.slice(one.start, one.end);
      return stands ? at : null;
    });
    const [first, last] = [sentences.find(Boolean), sentences.findLast(Boolean)];
    if (!first || !last) return null;
    const { grown } = this.tracked;
    const holds = grown !== null && grown.start <= first.start && grown.end >= last.end;
    return { document, span: holds ? grown : { start: first.start, end: last.end }, isWhole: false, sentences };
  }

  #follow(span: Span): Span | null {
    let at: Span | null = span;
    for (const change of this.#changes) {
      if (at === null) break;
      at = growRange(at, change);
    }
    return at;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
