import * as v from 'valibot';
import type { ErrorValue } from '../engine/errors.js';
import type { PageContract } from './channel.js';
import type { Doubt } from '../engine/translationValues.js';
import type { Sequence } from '../engine/generationValues.js';
import { REVIEW_PLACES, type ReviewPlace } from './reviewPlaces.js';

/** A way to say a sentence, and what is to be doubted in it. */
export interface SentenceVersion {
  target: string;
  doubts: Doubt[];
  /** the source stands there, untranslated */
  kept: boolean;
}

/** A sentence under review. */
export interface ReviewSentence extends SentenceVersion {
  /** stays the same while the review lasts */
  id: number;
  /** which of the selections it stands in, and where in it: the order of the text */
  text: number;
  start: number;
  source: string;
  /** what goes in */
  written: string;
  /** its source was changed in the document meanwhile, so that it is left out */
  changed: boolean;
}

/** How far the translation is. */
export interface ReviewStatus {
  kind: 'running' | 'done' | 'cancelled' | 'failed';
  /** sentences that are there, of so many; more may be found in texts that are not begun */
  done: number;
  expected: number;
  /** why it failed */
  error?: ErrorValue;
}

/** The longest text of a sentence that the page may send, in UTF-16 units. */
const LONGEST = 100_000;

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const written = v.pipe(v.string(), v.maxLength(LONGEST));

/** Messages of the page to the host; checked, for a page is outside. */
export const fromReviewWebviewSchema = v.variant('type', [
  v.strictObject({ type: v.literal('write'), id, written }),
  v.strictObject({ type: v.literal('place'), place: v.picklist(REVIEW_PLACES) }),
  v.strictObject({ type: v.literal('showInText'), id }),
  v.strictObject({ type: v.literal('showDiff') }),
  v.strictObject({ type: v.literal('cancel') }),
  v.strictObject({ type: v.literal('put') }),
]);

export type FromReviewWebview = v.InferOutput<typeof fromReviewWebviewSchema>;

/** What the page asks for; checked like its messages. */
export const reviewRequestSchemas = {
  /** what else a sentence could have become, from the tokens on that it is to begin with */
  alternatives: v.strictObject({ id, targetPrefix: v.array(id) }),
  /** the sentence translated once more by chance, other than all of these */
  again: v.strictObject({ id, seen: v.pipe(v.array(written), v.maxLength(1000)) }),
};

type ReviewParams<R extends keyof typeof reviewRequestSchemas> = v.InferInput<(typeof reviewRequestSchemas)[R]>;

/** Messages of the host to the page. */
export type ToReviewWebview =
  | {
      type: 'show';
      sentences: ReviewSentence[];
      /** names that the model uses */
      from: string;
      to: string;
      model: string;
      place: ReviewPlace;
      status: ReviewStatus;
      /** BCP 47, for numbers */
      language: string;
    }
  /** sentences that are new or others now, and those that are no more */
  | { type: 'sentences'; sentences: ReviewSentence[]; gone: number[]; status: ReviewStatus }
  | { type: 'status'; status: ReviewStatus }
  /** all sentences whose source was changed in the document */
  | { type: 'changed'; ids: number[] };

export interface ReviewContract extends PageContract {
  toHost: FromReviewWebview;
  toPage: ToReviewWebview;
  requests: {
    /** answered with what the search found, best first; `ids` and `steps` begin behind the prefix */
    alternatives: { params: ReviewParams<'alternatives'>; result: Sequence[]; progress: never };
    /** answered with null where nothing else was found */
    again: { params: ReviewParams<'again'>; result: SentenceVersion | null; progress: never };
  };
}
