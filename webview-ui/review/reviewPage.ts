import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Sequence } from '../../src/protocol/engine/index.js';
import type { ReviewPlace, ReviewStatus, SentenceVersion } from '../../src/protocol/webviews/index.js';
import type { Numbers } from '../kit/numbers.js';

/** The order of the sentences: those to be doubted first, or as in the text. */
export type ReviewOrder = 'doubtful' | 'text';

/** What survives the page being hidden; the host keeps the rest. */
export interface ReviewViewState {
  order: ReviewOrder;
}

/** A sentence as the page draws it. */
export interface SentenceState {
  readonly id: number;
  /** the order of the text */
  readonly text: number;
  readonly start: number;
  readonly source: string;
  /** the model's own translation */
  readonly own: Signal<SentenceVersion>;
  /** it stands among the doubtful ones, also when it was mended */
  readonly isDoubtful: ReadonlySignal<boolean>;
  /** what goes in */
  readonly written: Signal<string>;
  /** translations that *Again* has brought */
  readonly others: Signal<readonly SentenceVersion[]>;
  readonly changed: Signal<boolean>;
  /** its alternatives are open */
  readonly open: Signal<boolean>;
  /** it is being translated once more */
  readonly busy: Signal<boolean>;
  /** what became of the last *Again* */
  readonly said: Signal<string>;
}

/** What the page is drawn with. */
export interface ReviewPage {
  numbers: Numbers;
  /** names that the model uses */
  from: string;
  to: string;
  model: string;
  place: Signal<ReviewPlace>;
  order: Signal<ReviewOrder>;
  status: ReadonlySignal<ReviewStatus>;
  /** what was done last, for those who do not see it */
  announced: ReadonlySignal<string>;
  /** in the order of the text */
  sentences: ReadonlySignal<readonly SentenceState[]>;
  choosePlace: (place: ReviewPlace) => void;
  write: (sentence: SentenceState, written: string) => void;
  /** @throws GlassboxError as a rejection */
  alternatives: (id: number, targetPrefix: readonly number[], signal: AbortSignal) => Promise<Sequence[]>;
  again: (sentence: SentenceState) => Promise<void>;
  showInText: (id: number) => void;
  showDiff: () => void;
  cancel: () => void;
  put: () => void;
}

/** What goes in for a sentence: the model's own translation, another of the model's, the source, or words by hand. */
export type Written = { by: 'model'; version: SentenceVersion } | { by: 'source' } | { by: 'hand' };

export function writtenOf({ own, others, written, source }: SentenceState): Written {
  const text = written.value;
  const version = [own.value, ...others.value].find(({ target }) => target === text);
  if (version !== undefined) return { by: 'model', version };
  return text === source ? { by: 'source' } : { by: 'hand' };
}
