import { describe, expect, it, vi } from 'vitest';
import type { Question } from '../../../../../src/host/features/findSimilar/askQuestion.js';
import { rerank, result, words } from './results.js';

vi.mock('vscode', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn);
const { telling } = await import('../../../../../src/host/features/findSimilar/runSearch.js');

const question: Question = { query: 'the old fox', scope: 'file', mode: 'both', from: null };
const passage = (place: number, reading = 'A dog.') =>
  result(place, { reading, start: 20 * place, end: 20 * place + 12, words: words(place), rerank: rerank(place) });

interface Case {
  all?: boolean;
  reranker?: string | null;
  wanted?: number;
  /** the place of the passage with all words of the question, and of the question itself; 0: there is none */
  exactAt?: number;
  from?: number;
}

/** What is listed, by the places that they had. */
function listed(count: number, { all = false, reranker = 'ce', wanted = 10, exactAt = 0, from = 0 }: Case = {}) {
  const found = Array.from({ length: count }, (_, at) =>
    passage(at + 1, at + 1 === exactAt ? 'The old fox.' : 'A dog.'),
  );
  const asked =
    from === 0
      ? question
      : { ...question, from: { uri: found[0]!.uri, span: { start: 20 * from, end: 20 * from + 5 } } };
  const services = { settings: { get: () => wanted as never } };
  const told = telling(found, { passages: count, reranker }, { question: asked, services, all });
  expect(told.found.map(({ place }) => place)).toEqual(told.found.map((_, at) => at + 1));
  return { places: told.found.map(({ start }) => start / 20), more: told.more };
}

describe('results of a short text', () => {
  it('are its best third, and no fewer than three; the rest is counted', () => {
    expect(listed(7)).toEqual({ places: [1, 2, 3], more: 4 });
    expect(listed(12)).toEqual({ places: [1, 2, 3, 4], more: 6 });
    expect(listed(3)).toEqual({ places: [1, 2, 3], more: 0 });
    expect(listed(0)).toEqual({ places: [], more: 0 });
    expect(listed(7, { wanted: 2 })).toEqual({ places: [1, 2], more: 0 });
  });

  it('are all of them where that is asked for', () => {
    expect(listed(7, { all: true })).toEqual({ places: [1, 2, 3, 4, 5, 6, 7], more: 0 });
    expect(listed(40, { all: true })).toMatchObject({ more: 0, places: { length: 10 } });
  });

  it('keep the passage that has all words of the question, wherever a cross-encoder puts it', () => {
    for (const exactAt of [1, 2, 3, 4, 5, 6, 7]) expect(listed(7, { exactAt }).places).toContain(exactAt);
    expect(listed(7, { exactAt: 6 })).toEqual({ places: [1, 2, 6], more: 4 });
    // In the order of words and meaning it is where these have it.
    expect(listed(7, { exactAt: 6, reranker: null }).places).toEqual([1, 2, 3]);
  });

  it('are without the place of the question', () => {
    expect(listed(7, { from: 2 })).toEqual({ places: [1, 3, 4], more: 3 });
  });
});
