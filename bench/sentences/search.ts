/* Ranking passages by words, by vectors and by both. A score for each passage; higher is better. */
import type { Question } from './corpora.js';

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** BM25 (Robertson and Zaragoza 2009) with k₁ = 1.2 and b = 0.75, words as they stand, in small letters. */
export function bm25(passages: readonly string[]): (query: string) => number[] {
  const [k1, b] = [1.2, 0.75];
  const lengths = passages.map((text) => wordsOf(text).length);
  const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
  const places = new Map<string, Map<number, number>>();
  for (const [at, text] of passages.entries()) {
    for (const word of wordsOf(text)) {
      const counts = places.get(word) ?? new Map<number, number>();
      places.set(word, counts.set(at, (counts.get(at) ?? 0) + 1));
    }
  }
  return (query) => {
    const scores = passages.map(() => 0);
    for (const word of new Set(wordsOf(query))) {
      const counts = places.get(word) ?? new Map<number, number>();
      const rarity = Math.log(1 + (passages.length - counts.size + 0.5) / (counts.size + 0.5));
      for (const [at, count] of counts) {
        scores[at]! += (rarity * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[at]!) / mean));
      }
    }
    return scores;
  };
}

/** Places from 0; equal scores in the order of the passages. */
function places(scores: readonly number[]): number[] {
  const order = [...scores.keys()].sort((one, other) => scores[other]! - scores[one]! || one - other);
  const found: number[] = [];
  order.forEach((at, place) => (found[at] = place));
  return found;
}

/** Reciprocal rank fusion (Cormack et al. 2009). */
export const reciprocalRanks =
  (k: number) =>
  (...lists: readonly (readonly number[])[]): number[] => {
    const ranked = lists.map(places);
    return ranked[0]!.map((_, at) => ranked.reduce((sum, list) => sum + 1 / (k + list[at]! + 1), 0));
  };

/** The sum of the scores in standard deviations. */
export function standardised(...lists: readonly (readonly number[])[]): number[] {
  const scaled = lists.map((scores) => {
    const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    const spread = Math.sqrt(scores.reduce((sum, one) => sum + (one - mean) ** 2, 0) / scores.length);
    return scores.map((one) => (one - mean) / (spread || 1));
  });
  return scaled[0]!.map((_, at) => scaled.reduce((sum, list) => sum + list[at]!, 0));
}

export interface Found {
  /** mean reciprocal rank of the first passage that holds the answer */
  mrr: number;
  /** share of the questions with such a passage among the first five */
  five: number;
  first: number;
}

/** How well the questions are answered by these scores of the passages. */
export function judge(questions: readonly Question[], scoresOf: (question: Question, at: number) => number[]): Found {
  const ranks = questions.map((question, at) => {
    const found = places(scoresOf(question, at));
    return Math.min(...[...question.answers].map((answer) => found[answer]!));
  });
  const share = (most: number) => ranks.filter((rank) => rank < most).length / ranks.length;
  return { mrr: ranks.reduce((sum, rank) => sum + 1 / (rank + 1), 0) / ranks.length, five: share(5), first: share(1) };
}
