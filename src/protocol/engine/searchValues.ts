/* What is found by words and by meaning, and what an index of files holds. */
import type { Span } from './values.js';

/** What a passage is found by. */
export const SEARCH_MODES = ['both', 'words', 'meaning'] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];

/** A sentence that was found. Ranks are from 1, among all that were searched; equal scores share one. */
export interface SearchResult extends Span {
  /** the document's, or the path of an index's file in its folder, with `/` between names */
  name: string;
  /** of an index's file: the absolute folder that was looked through */
  folder?: string;
  /** as it stands there, with the format's signs */
  text: string;
  /** the same as a reader reads it: without the format's signs, in one line */
  reading: string;
  /** what the results are in order of */
  score: number;
  /**
   * BM25+ over the words of the sentence and of those around it; null where none of the question's stands there, or where
   * words were not asked for. `terms`: those that stand in the sentence; `around`: those that stand beside it only
   */
  words: { rank: number; score: number; terms: string[]; around: string[] } | null;
  /**
   * The cosine of the question's vector and that of the sentence, which is kept in 8 bit: right to about 0.001. Null where
   * meaning was not asked for, or is not known yet: the file has changed since the index was made
   */
  meaning: { rank: number; cosine: number } | null;
  /** by words and meaning together, before a cross-encoder; null where only one of the two was asked for */
  together: { rank: number; score: number } | null;
  /** by a cross-encoder, of the first ones only */
  rerank: { rank: number; score: number } | null;
}

export interface SearchValue {
  /** what read the meaning; with words alone the one that would have */
  model: string;
  reranker: string | null;
  /** how many were searched */
  passages: number;
  /**
   * How much words count beside meaning, from 0 to 1; null where only one of the two was asked for. It is the share of the
   * question that words can find (of its terms' rarities, those of the terms that are looked for), for n passages to the power
   * of 1 + 10 / n: few do not tell a rare word from a common one, so that words count there where they find most of it
   */
  wordWeight: number | null;
  /** files of the index that have changed or gone since it was made; what is no longer there is not found */
  outdated: number;
  results: SearchResult[];
}

/** Why a file is not in an index. `changing`: it did not stay the same while it was read. */
export type SkipReason = 'binary' | 'large' | 'unreadable' | 'changing';

export interface BuildIndexValue {
  model: string;
  files: number;
  passages: number;
  /** passages whose vectors were made in this call */
  embedded: number;
  /** files that were in the index and are no longer */
  removed: number;
  /** the first 200 of them */
  skipped: { name: string; folder: string; reason: SkipReason }[];
  skippedCount: number;
  /** files that were left out because there are more than `maxFiles` */
  beyond: number;
  /** on the disk */
  bytes: number;
}

/** `whole`: it holds what was there when it was made. `partial`: it was stopped, and the next build goes on. */
export type IndexState = 'none' | 'whole' | 'partial' | 'otherModel' | 'otherVersion' | 'damaged';

export interface IndexStateValue {
  state: IndexState;
  /** whose vectors it has; null where there is none, or it cannot be told */
  model: string | null;
  files: number;
  passages: number;
  /** on the disk */
  bytes: number;
  /** when it was written last, ISO 8601 */
  updated: string | null;
}
