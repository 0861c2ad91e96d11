import type { Span, TranslatedSegment } from '../../../../protocol/engine/index.js';
import type { ReviewSentence, SentenceVersion } from '../../../../protocol/webviews/index.js';

/** A sentence with its place in its text. */
export interface ListedSentence extends ReviewSentence, Span {}

/** What has changed in a list, as the page is told it. */
export interface ListChange {
  sentences: ReviewSentence[];
  /** ids of those that are no more */
  gone: number[];
}

/** The sentences of some texts while they are translated and reviewed, with what was decided about them. */
export class SentenceList {
  readonly #sentences = new Map<number, ListedSentence>();
  /** ids by text, in the order of the text */
  readonly #order: number[][] = [];
  #nextId = 0;

  constructor(private readonly texts: readonly string[]) {}

  get size(): number {
    return this.#sentences.size;
  }

  all(): ReviewSentence[] {
    return [...this.#sentences.values()].map(told);
  }

  get(id: number): ListedSentence | undefined {
    return this.#sentences.get(id);
  }

  /** A text's sentences, in its order. */
  of(text: number): ListedSentence[] {
    return (this.#order[text] ?? []).map((id) => this.#sentences.get(id)!);
  }

  /** Takes a sentence that has just been translated. What lies within it (a description of a picture) is a part of it. */
  add(text: number, segment: TranslatedSegment): ListChange {
    const order = (this.#order[text] ??= []);
    const startAt = (place: number) => this.#sentences.get(order[place]!)!.start;
    // Sentences come nearly in order, and lie apart: those that this one takes the place of are neighbours of its own.
    let end = order.length;
    while (end > 0 && startAt(end - 1) >= segment.end) end--;
    let start = end;
    while (start > 0 && this.#sentences.get(order[start - 1]!)!.end > segment.start) start--;
    const sentence = this.#made(text, segment);
    const gone = order.splice(start, end - start, sentence.id);
    for (const id of gone) this.#sentences.delete(id);
    return { sentences: [told(sentence)], gone };
  }

  /** Takes the whole of a text's translation, which may keep sentences that change its structure; decisions stay. */
  settle(text: number, segments: readonly TranslatedSegment[]): ListChange {
    const change: ListChange = { sentences: [], gone: [] };
    const before = new Map(this.of(text).map((sentence) => [sentence.start, sentence]));
    for (const segment of segments) {
      const known = before.get(segment.start);
      if (known?.end !== segment.end) {
        const { sentences, gone } = this.add(text, segment);
        change.sentences.push(...sentences);
        change.gone.push(...gone);
      } else {
        before.delete(segment.start);
        if (this.#renew(known, segment)) change.sentences.push(told(known));
      }
    }
    const left = new Set(segments.map(({ start, end }) => `${start}-${end}`));
    for (const { id, start, end } of this.of(text)) {
      if (left.has(`${start}-${end}`)) continue;
      this.#remove(text, id);
      change.gone.push(id);
    }
    return change;
  }

  /** Notes what goes in for a sentence. */
  write(id: number, written: string): void {
    const sentence = this.#sentences.get(id);
    if (sentence) sentence.written = written;
  }

  /** Notes whose source is another by now. @returns all their ids; null when nothing has changed */
  setChanged(changed: ReadonlySet<number>): number[] | null {
    let isNew = false;
    for (const sentence of this.#sentences.values()) {
      const now = changed.has(sentence.id);
      isNew ||= now !== sentence.changed;
      sentence.changed = now;
    }
    return isNew ? [...changed] : null;
  }

  #made(text: number, segment: TranslatedSegment): ListedSentence {
    const { start, end } = segment;
    const version = versionOf(segment);
    const id = this.#nextId++;
    const source = this.texts[text]!.slice(start, end);
    const sentence = { id, text, start, end, source, ...version, written: version.target, changed: false };
    this.#sentences.set(id, sentence);
    return sentence;
  }

  /** @returns whether anything is another */
  #renew(sentence: ListedSentence, segment: TranslatedSegment): boolean {
    const version = versionOf(segment);
    const { target, doubts, kept } = version;
    if (sentence.target === target && sentence.kept === kept && sentence.doubts.join() === doubts.join()) return false;
    if (sentence.written === sentence.target) sentence.written = target;
    Object.assign(sentence, version);
    return true;
  }

  #remove(text: number, id: number): void {
    this.#sentences.delete(id);
    this.#order[text] = (this.#order[text] ?? []).filter((other) => other !== id);
  }
}

function versionOf({ target, doubts, kept }: TranslatedSegment): SentenceVersion {
  return { target, doubts: doubts ?? [], kept: kept ?? false };
}

function told(sentence: ListedSentence): ReviewSentence {
  const { id, text, start, source, target, doubts, kept, written, changed } = sentence;
  return { id, text, start, source, target, doubts, kept, written, changed };
}
