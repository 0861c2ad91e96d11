import { batch, computed, signal, type Signal } from '@preact/signals';
import type { ReviewSentence } from '../../src/protocol/webviews/index.js';
import type { ReviewOrder, SentenceState } from './reviewPage.js';

function stateOf(sentence: ReviewSentence): SentenceState {
  const { id, text, start, source, target, doubts, kept, written, changed } = sentence;
  const own = signal({ target, doubts, kept });
  return {
    id,
    text,
    start,
    source,
    own,
    isDoubtful: computed(() => own.value.doubts.length > 0),
    written: signal(written),
    others: signal([]),
    changed: signal(changed),
    open: signal(false),
    busy: signal(false),
    said: signal(''),
  };
}

const inTextOrder = (one: SentenceState, other: SentenceState) => one.text - other.text || one.start - other.start;

/** The sentences of the page, as the host tells them. */
export class SentenceStates {
  readonly #byId = new Map<number, SentenceState>();
  /** in the order of the text */
  readonly all: Signal<readonly SentenceState[]> = signal([]);

  /** Takes what the host tells when the page is new. */
  show(sentences: readonly ReviewSentence[]): void {
    this.#byId.clear();
    this.update(sentences, []);
  }

  /** Takes sentences that are new or have become others; what the user has done with them stays. */
  update(sentences: readonly ReviewSentence[], gone: readonly number[]): void {
    batch(() => {
      for (const id of gone) this.#byId.delete(id);
      for (const sentence of sentences) {
        const known = this.#byId.get(sentence.id);
        if (known === undefined) this.#byId.set(sentence.id, stateOf(sentence));
        else renew(known, sentence);
      }
      this.all.value = [...this.#byId.values()].sort(inTextOrder);
    });
  }

  setChanged(ids: readonly number[]): void {
    const changed = new Set(ids);
    batch(() => {
      for (const { id, changed: isChanged } of this.#byId.values()) isChanged.value = changed.has(id);
    });
  }
}

function renew({ own, written }: SentenceState, { target, doubts, kept }: ReviewSentence): void {
  if (written.value === own.value.target) written.value = target;
  own.value = { target, doubts, kept };
}

/** Sentences in the order that was chosen. */
export function ordered(sentences: readonly SentenceState[], order: ReviewOrder): readonly SentenceState[] {
  if (order === 'text') return sentences;
  return [
    ...sentences.filter(({ isDoubtful }) => isDoubtful.value),
    ...sentences.filter(({ isDoubtful }) => !isDoubtful.value),
  ];
}
