import * as v from 'valibot';
import type { Pooling } from '../engine/params/text.js';
import type { PageContract } from './channel.js';

/** How near sentences are to each other, by one way of making a vector of a sentence. */
export interface PooledSimilarities {
  /** own: as the model's files say */
  pooling: Pooling | 'own';
  /** cosines of each with each */
  similarities: number[][];
}

/** Sentences of a document and their similarities. */
export interface SentenceComparison {
  model: string;
  /** of a served model: where the sentences went */
  where?: string;
  /** in the order of the text; `line` counts from 1 */
  sentences: { text: string; line: number }[];
  poolings: PooledSimilarities[];
  /** the model's own way reads only the beginning of one of them */
  truncated: boolean;
}

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Messages of the page to the host; checked, for a page is outside. */
export const fromSentencesWebviewSchema = v.variant('type', [
  v.strictObject({ type: v.literal('reveal'), index }),
  v.strictObject({ type: v.literal('export') }),
  v.strictObject({ type: v.literal('explain') }),
  v.strictObject({ type: v.literal('copyCommand') }),
]);

export type FromSentencesWebview = v.InferOutput<typeof fromSentencesWebviewSchema>;

/** Messages of the host to the page. */
export interface ToSentencesWebview {
  type: 'show';
  comparison: SentenceComparison;
  /** BCP 47, for numbers */
  language: string;
}

export interface SentencesContract extends PageContract {
  toHost: FromSentencesWebview;
  toPage: ToSentencesWebview;
  requests: Record<never, never>;
}
