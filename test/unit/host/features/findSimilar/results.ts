import type { Found } from '../../../../../src/host/features/findSimilar/found.js';

/** A result with what matters for a test. */
export const result = (place: number, more: Partial<Found> = {}): Found => ({
  place,
  uri: `file:///notes/${more.name ?? 'a.md'}`,
  name: 'a.md',
  start: 0,
  end: 12,
  text: 'The old fox.',
  reading: 'The old fox.',
  line: 1,
  column: 1,
  score: 1 / place,
  words: null,
  meaning: null,
  together: null,
  rerank: null,
  ...more,
});

export const words = (rank: number, ...terms: string[]) => ({ rank, score: 10 / rank, terms, around: [] as string[] });
export const meaning = (rank: number, cosine = 1 - rank / 100) => ({ rank, cosine });
export const together = (rank: number) => ({ rank, score: 3 / rank });
export const rerank = (rank: number) => ({ rank, score: 5 - rank });
