import * as vscode from 'vscode';
import type { ErrorValue, Span } from '../../../../protocol/engine/index.js';
import type { ReviewPlace, ReviewStatus, ToReviewWebview } from '../../../../protocol/webviews/index.js';
import { replaceSpans } from '../../../../text/span.js';
import { textWith, type TrackedEdit } from '../../../editor/applyEdits.js';
import { TrackedText } from '../../../editor/trackedText.js';
import type { TranslatedSentence, Translation, TranslationWatch } from '../translateTexts.js';
import { ReviewedText } from './reviewedText.js';
import { type ListedSentence, SentenceList } from './sentenceList.js';

/** The texts as they would go into their document now. */
export interface ReviewEdits extends vscode.Disposable {
  edits: TrackedEdit[];
  /** sentences that are left out: their source is another by now */
  left: ListedSentence[];
  /** by text: nothing of it was changed */
  whole: boolean[];
}

/** Milliseconds after a change of the document until its sentences are looked up. */
const DELAY = 200;

/**
 * A translation under review: what has been translated, what was decided about it, and where it stands in its document. It
 * lasts from the command to the moment at which it goes in, whether a page shows it or not.
 */
export class ReviewSession implements TranslationWatch, vscode.Disposable {
  readonly abort = new AbortController();
  readonly list: SentenceList;
  readonly translations: (Translation | undefined)[] = [];
  readonly #texts: readonly ReviewedText[];
  readonly #changed = new vscode.EventEmitter<ToReviewWebview>();
  readonly #listener: vscode.Disposable;
  /** by text: sentences that are there, and so many that there will be */
  readonly #progress: { done: number; count: number }[] = [];
  #end: Pick<ReviewStatus, 'kind' | 'error'> = { kind: 'running' };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What a page that shows the review has to be told. */
  readonly onDidChange = this.#changed.event;

  /** @param sources disposed of with the session */
  constructor(
    readonly sources: readonly TrackedText[],
    readonly document: vscode.TextDocument,
    public place: ReviewPlace,
  ) {
    this.list = new SentenceList(sources.map(({ text }) => text));
    this.#texts = sources.map((source) => new ReviewedText(source));
    this.#listener = vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
      if (changed !== this.document) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.lookUp(), DELAY);
    });
  }

  get status(): ReviewStatus {
    if (this.#end.kind === 'done') return { ...this.#end, done: this.list.size, expected: this.list.size };
    const begun = this.#progress.filter(Boolean);
    const sum = (of: 'done' | 'count') => begun.reduce((all, text) => all + text[of], 0);
    // A text that is not begun has one sentence at least.
    return { ...this.#end, done: sum('done'), expected: sum('count') + this.sources.length - begun.length };
  }

  translated({ text, index, count, segment }: TranslatedSentence): void {
    this.#progress[text] = { done: index + 1, count };
    const change = this.list.add(text, segment);
    this.#changed.fire({ type: 'sentences', ...change, status: this.status });
  }

  ended(text: number, translation: Translation): void {
    this.translations[text] = translation;
    const { segments } = translation.value;
    this.#progress[text] = { done: segments.length, count: segments.length };
    const change = this.list.settle(text, segments);
    this.#changed.fire({ type: 'sentences', ...change, status: this.status });
  }

  /** The run is over; what was translated before it failed can go in all the same. */
  finish(end: 'done' | 'cancelled' | ErrorValue): void {
    this.#end = typeof end === 'string' ? { kind: end } : { kind: 'failed', error: end };
    this.#changed.fire({ type: 'status', status: this.status });
  }

  /** Tells which sentences are others in the document by now. */
  lookUp(): void {
    const changed = new Set<number>();
    for (const text of this.#texts.keys()) {
      const sentences = this.list.of(text);
      const standing = this.#texts[text]!.standing(sentences);
      sentences.forEach(({ id }, index) => {
        if (!standing?.sentences[index]) changed.add(id);
      });
    }
    const ids = this.list.setChanged(changed);
    if (ids !== null) this.#changed.fire({ type: 'changed', ids });
  }

  /** Where a sentence stands now; null: it is another by now, or gone. */
  standingOf(id: number): { document: vscode.TextDocument; span: Span } | null {
    const sentence = this.list.get(id);
    const standing = sentence && this.#texts[sentence.text]!.standing([sentence]);
    const [span] = standing?.sentences ?? [];
    return standing && span ? { document: standing.document, span } : null;
  }

  /** A text with its translation, wherever its document is by now. */
  translatedText(text: number): string {
    const targets = this.list.of(text).map(({ start, end, written }) => ({ start, end, target: written }));
    return replaceSpans(this.sources[text]!.text, targets);
  }

  /** What goes into the document now, which is to be disposed of when it is in. */
  edits(place: 'all' | 'below'): ReviewEdits {
    const edits: TrackedEdit[] = [];
    const left: ListedSentence[] = [];
    const whole: boolean[] = [];
    const fresh: TrackedText[] = [];
    for (const text of this.#texts.keys()) {
      const sentences = this.list.of(text);
      const standing = this.#texts[text]!.standing(sentences);
      whole[text] = standing?.isWhole ?? false;
      left.push(...sentences.filter((_, index) => !standing?.sentences[index]));
      if (standing === null) continue;
      if (standing.isWhole) {
        edits.push({ in: this.sources[text]!, place, text: this.translatedText(text) });
        continue;
      }
      // As it is at this moment: what is changed from now on makes the edit fail.
      const now = new TrackedText(standing.document, standing.span);
      fresh.push(now);
      const targets = sentences.flatMap(({ written }, index) => {
        const span = standing.sentences[index];
        const { start } = standing.span;
        return span ? [{ start: span.start - start, end: span.end - start, target: written }] : [];
      });
      edits.push({ in: now, place, text: replaceSpans(now.text, targets) });
    }
    return { edits, left, whole, dispose: () => void vscode.Disposable.from(...fresh).dispose() };
  }

  /** The document as it would be. */
  proposedText(): string {
    const edits = this.edits(this.place === 'insertBelow' ? 'below' : 'all');
    try {
      return textWith(this.document, edits.edits);
    } finally {
      edits.dispose();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.abort.abort();
    vscode.Disposable.from(this.#listener, this.#changed, ...this.#texts, ...this.sources).dispose();
  }
}
