import { describe, expect, test } from 'vitest';
import {
  distinctN,
  computeMetrics,
  promptOverlapShare,
  repeatedNgramShare,
} from '../../../../src/decoding/metrics/generationMetrics.js';
import { bleu, selfBleu } from '../../../../src/decoding/metrics/selfBleu.js';

describe('variety', () => {
  test.each([
    { texts: [[1, 2, 3]], n: 1, share: 1 },
    { texts: [[1, 1, 1, 2]], n: 1, share: 0.5 },
    { texts: [[1, 2, 1, 2]], n: 2, share: 2 / 3 },
    {
      texts: [
        [1, 2],
        [1, 2],
      ],
      n: 1,
      share: 0.5,
    },
    { texts: [[1]], n: 2, share: 1 },
    { texts: [], n: 1, share: 1 },
  ])('distinct-$n of $texts is $share', ({ texts, n, share }) => {
    expect(distinctN(texts, n)).toBeCloseTo(share, 12);
  });

  test.each([
    { texts: [[1, 2, 3, 4, 5]], share: 0 },
    { texts: [[1, 2, 3, 4, 1, 2, 3, 4]], share: 1 / 5 },
    {
      texts: [
        [1, 1, 1, 1, 1],
        [1, 2],
      ],
      share: 1 / 4,
    },
    { texts: [], share: 0 },
  ])('repeated 4-grams of $texts: $share', ({ texts, share }) => {
    expect(repeatedNgramShare(texts, 4)).toBeCloseTo(share, 12);
  });

  test('overlap with the prompt', () => {
    expect(promptOverlapShare([[1, 2, 3], [1]], [1, 9])).toBe(0.5);
    expect(promptOverlapShare([[]], [1])).toBe(0);
  });
});

describe('BLEU', () => {
  test('of the same is 1, of nothing 0', () => {
    expect(bleu([1, 2, 3, 4, 5], [[1, 2, 3, 4, 5]])).toBeCloseTo(1, 12);
    expect(bleu([], [[1]])).toBe(0);
  });

  test('by hand: clipped counts, brevity, and a tenth of a match for none', () => {
    // Unigrams 3 of 4, bigrams 2 of 3, trigrams 1 of 2, no 4-gram of 1; the reference is 5 long.
    const precisions = (3 / 4) * (2 / 3) * (1 / 2) * 0.1;
    expect(bleu([1, 2, 3, 9], [[1, 2, 3, 4, 5]])).toBeCloseTo(Math.exp(1 - 5 / 4) * precisions ** 0.25, 12);
    expect(bleu([1, 1], [[1, 5]])).toBeCloseTo(Math.sqrt((1 / 2) * 0.1), 12);
  });

  test('takes the reference nearest in length, the shorter of two', () => {
    expect(bleu([1, 2], [[1, 2, 3], [1]])).toBeCloseTo(1, 12);
  });

  test('self-BLEU is none for one, 1 for copies, and low for strangers', () => {
    expect(selfBleu([[1, 2, 3, 4]])).toBeNull();
    expect(
      selfBleu([
        [1, 2, 3, 4],
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ]),
    ).toBeCloseTo(1, 12);
    // nltk.translate.bleu_score.sentence_bleu, SmoothingFunction().method1: one token of four in common, each way.
    expect(
      selfBleu([
        [1, 2, 3, 4],
        [5, 6, 7, 1],
      ])!,
    ).toBeCloseTo(0.08034284189446518, 12);
  });

  test('self-BLEU of texts that share no token is 0, as in NLTK, however long they are', () => {
    const range = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);
    for (const length of [1, 4, 40]) expect(selfBleu([range(0, length), range(100, length)])).toBe(0);
    // One of three has nothing in common with the others, and they are the same.
    expect(selfBleu([range(0, 5), range(0, 5), range(100, 5)])!).toBeCloseTo(2 / 3, 12);
  });
});

describe('the figures of a run', () => {
  test('are over all sequences, an end of sequence counting as a token', () => {
    const sequences = [
      { ids: [1, 2], newTokens: 3, logProbability: -3 },
      { ids: [1], newTokens: 1, logProbability: -1 },
    ];
    expect(computeMetrics(sequences, [2], 2, true)).toMatchObject({
      newTokens: 4,
      seconds: 2,
      tokensPerSecond: 2,
      meanLogProbability: -1,
      perplexity: Math.E,
      distinct1: 2 / 3,
      promptOverlap: 1 / 3,
      greedy: true,
    });
  });

  test('hold no number that is none', () => {
    const figures = computeMetrics([{ ids: [], newTokens: 1, logProbability: -0.5 }], [1], 0, false);
    expect(Object.values(figures).every((figure) => figure === null || Number.isFinite(figure))).toBe(true);
    expect('greedy' in figures).toBe(false);
  });
});
