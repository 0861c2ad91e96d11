/* Meaning: the sentences, whatever the numbers say, and what is worked out of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HiddenValue } from '../../../../src/protocol/engine/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { placeLabels } from '../../../../webview-ui/laboratory/drawing/scatter.js';
import { unrelatedSentences } from '../../../../webview-ui/laboratory/experiments/meaning/baseline.js';
import { map, mapOf, moved, type MapResult } from '../../../../webview-ui/laboratory/experiments/meaning/map.js';
import { meaning } from '../../../../webview-ui/laboratory/experiments/meaning/meaning.js';
import { compareLayers, occurrences } from '../../../../webview-ui/laboratory/experiments/meaning/occurrences.js';
import {
  lead,
  pooling,
  poolingRow,
  type PoolingRow,
} from '../../../../webview-ui/laboratory/experiments/meaning/pooling.js';
import { common, meanRow, reads, sharesByWord } from '../../../../webview-ui/laboratory/experiments/meaning/reads.js';
import { sharedWord, wordIn } from '../../../../webview-ui/laboratory/experiments/meaning/sharedWord.js';
import {
  meanPairCosine,
  meanVector,
  tokensOfWord,
} from '../../../../webview-ui/laboratory/experiments/meaning/vectors.js';

const numbers = numbersFor('en');

describe('the word', () => {
  const found = (one: string, other: string) => {
    const shared = sharedWord(one, other);
    return shared && [shared.first.text, wordIn(shared.first), shared.second.text, wordIn(shared.second)];
  };

  it('is the longest one that both have, in any letters', () => {
    expect(found('The bank is big.', 'A Bank is here.')).toEqual([
      'The bank is big.',
      'bank',
      'A Bank is here.',
      'Bank',
    ]);
    expect(found('One two.', 'Three four.')).toBeNull();
  });

  it('is what is marked in one or both, without the marks', () => {
    expect(found('The *bank* is open today.', 'Today the bank rests.')).toEqual([
      'The bank is open today.',
      'bank',
      'Today the bank rests.',
      'bank',
    ]);
    expect(found('I *go* home.', 'She *went* home.')?.[3]).toBe('went');
    expect(found('一家*银行*。', '他在银行。')).toEqual(['一家银行。', '银行', '他在银行。', '银行']);
    expect(found('The *bank* is open.', 'A river.')).toBeNull();
    expect(found('2 * 3 is 6', 'it is 6')?.[1]).toBe('is');
  });

  it('is made of the tokens that share letters with it', () => {
    const tokens = [
      { start: null, end: null },
      { start: 0, end: 3 },
      { start: 3, end: 7 },
      { start: 7, end: 8 },
    ];
    expect(tokensOfWord('The cat.', { start: 4, end: 7 }, tokens)).toEqual([2]);
    expect(tokensOfWord('The cat.', { start: 0, end: 3 }, tokens)).toEqual([1]);
  });
});

describe('one word, twice', () => {
  const layers = (cosine: number, baseline: number | null) => [
    { layer: 0, cosine: 0.9, baseline: 0.1 },
    { layer: 1, cosine, baseline },
  ];

  it('says what is above strangers, that nothing is, or that there are none', () => {
    const seen = (cosine: number, baseline: number | null) =>
      occurrences.seen({ model: 'm', word: 'bank', layers: layers(cosine, baseline) }, numbers);
    expect(seen(0.8, 0.5)).toBe(
      'In m the two vectors of “bank” have a cosine of 0.90 at the embeddings and 0.80 behind layer 1; the least is 0.80, behind layer 1. Other words of the two sentences come to 0.50 there on average: only the 0.30 above speak for these two.',
    );
    expect(seen(0.4, 0.5)).toContain('the two are no nearer than strangers');
    expect(seen(0.4, null)).not.toContain('Other words');
    expect(occurrences.seen({ model: 'm', word: null, layers: [] }, numbers)).toContain('share no word');
  });

  it('compares the word’s own tokens, and of the others those that are words and not in both', () => {
    const text = 'a b .';
    const value = (ids: number[], rows: number[][]): HiddenValue => ({
      model: 'm',
      source: ids.map((id, at) => ({ id, text: text[2 * at]!, start: 2 * at, end: 2 * at + 1 })),
      layers: 1,
      positions: 3,
      width: 2,
      values: Float32Array.from(rows.flat()),
      layerIndices: [0],
      indices: [0, 1, 2],
    });
    const word = { text, word: { start: 0, end: 1 } };
    const one = value(
      [1, 2, 9],
      [
        [1, 0],
        [1, 0],
        [5, 5],
      ],
    );
    const two = value(
      [1, 3, 9],
      [
        [0, 1],
        [1, 1],
        [5, 5],
      ],
    );
    const [layer] = compareLayers([word, one], [word, two]);
    expect(layer!.cosine).toBeCloseTo(0, 9);
    expect(layer!.baseline).toBeCloseTo(Math.SQRT1_2, 6);
    const same = value(
      [1, 2, 9],
      [
        [0, 1],
        [1, 1],
        [5, 5],
      ],
    );
    expect(compareLayers([word, one], [word, same])[0]!.baseline).toBeNull();
  });
});

describe('what each reads', () => {
  it('adds up to 1 with what special tokens and signs get', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }), (raw) => {
        const sum = raw.reduce((total, value) => total + value, 0);
        const text = 'The cat.';
        const tokens = [
          [null, null],
          [0, 3],
          [4, 7],
          [7, 8],
          [null, null],
        ].map(([start, end]) => ({
          start: start ?? null,
          end: end ?? null,
        }));
        const shares = raw.map((value) => value / sum);
        const { words, rest } = sharesByWord(text, { start: 4, end: 7 }, tokens, shares);
        expect(words.reduce((total, { share }) => total + share, rest)).toBeCloseTo(1, 9);
        expect(words.find(({ word }) => word === 'cat')).toMatchObject({ isSelf: true });
        expect(words[0]!.share).toBeGreaterThanOrEqual(words[1]!.share);
      }),
    );
  });

  it('is the mean over the rows of a layer or of all', () => {
    const values = Float32Array.from([1, 0, 0, 1, 0.5, 0.5, 0.5, 0.5]);
    const one = {
      kind: 'encoder' as const,
      layers: 2,
      heads: 1,
      queries: 2,
      keys: 2,
      values,
      layerIndices: [0, 1],
      headIndices: [0],
    };
    expect(meanRow(one, 0)).toEqual([0.5, 0.5]);
    expect(meanRow({ ...one, queries: 1, values: Float32Array.from([1, 0, 0, 1]) }, null)).toEqual([0.5, 0.5]);
    expect(meanRow({ ...one, queries: 1, values: Float32Array.from([1, 0, 0, 1]) }, 1)).toEqual([0, 1]);
  });

  const reading = (candidates: string[], words = [{ word: 'near', share: 0.2, isSelf: false }]) => ({
    text: 'x',
    words,
    rest: 0.5,
    candidates: candidates.map((text) => ({ text, probability: 0.1 })),
  });

  it('says what is common, that nothing is, and that nothing is read or said', () => {
    const seen = (...readings: ReturnType<typeof reading>[]) =>
      reads.seen({ model: 'm', word: 'w', layer: null, readings }, numbers);
    expect(common([reading(['a', 'b']), reading(['b', 'c'])])).toEqual(['b']);
    expect(seen(reading(['a', 'b']), reading(['b', 'c']))).toContain(
      'Of the first 2 words that m predicts there 1 are the same (b).',
    );
    expect(seen(reading(['a']), reading(['c']))).toContain('have none in common');
    expect(seen(reading([], []))).toBe(
      'In sentence 1 “w” has no other word to look at. A mask in its place says no word.',
    );
    expect(reads.seen({ model: 'm', word: null, layer: null, readings: [] }, numbers)).toContain('share no word');
  });
});

describe('sentences', () => {
  const row = (near: number, far: number[], name: PoolingRow['pooling'] = 'mean'): PoolingRow => ({
    pooling: name,
    near,
    far,
    baseline: 0.3,
  });
  const result = (...rows: PoolingRow[]) => ({ model: 'm', lines: ['a', 'b', 'c'], rows });

  it('are right by some poolings, by none, or too few', () => {
    expect(pooling.seen(result(row(0.9, [0.5, 0.7]), row(0.5, [0.6], 'cls')), numbers)).toBe(
      'By 1 of 2 poolings m finds the second line the nearest to the first: mean. Its lead is largest by mean, 0.200: a cosine of 0.900 against 0.700 of the nearest other line; unrelated sentences come to 0.300 there.',
    );
    expect(pooling.seen(result(row(0.5, [0.6])), numbers)).toBe(
      'By none of 1 poolings m finds the second line the nearest to the first. It comes closest to it by mean, 0.100 behind: a cosine of 0.500 against 0.600 of the nearest other line; unrelated sentences come to 0.300 there.',
    );
    expect(pooling.seen({ ...result(), lines: ['a'] }, numbers)).toContain('Write three lines');
  });

  it('are compared with the first, and with pairs of unrelated ones', () => {
    const similarities = Array.from({ length: 6 }, (_, one) =>
      Array.from({ length: 6 }, (__, other) => one * 10 + other),
    );
    expect(poolingRow('max', similarities, 3)).toEqual({
      pooling: 'max',
      near: 1,
      far: [2],
      baseline: (43 + 53 + 54) / 3,
    });
    expect(lead(row(0.5, [0.2, 0.6]))).toBeCloseTo(-0.1, 9);
    expect(unrelatedSentences('Hello')).toHaveLength(unrelatedSentences('你好').length);
    // 15 pairs, as the legend says.
    expect(unrelatedSentences('Hello')).toHaveLength(6);
  });

  it('exercise: the mean is taken in', () => {
    expect(meaning.exercise.check(result(row(0.5, [0.6])), numbers).isMet).toBe(true);
    expect(meaning.exercise.check(result(row(0.7, [0.6])), numbers).isMet).toBe(false);
    const same = { ...result(row(0.5, [0.6])), lines: ['It is so.', 'So it is.', 'it is so'] };
    expect(meaning.exercise.check(same, numbers).text).toContain('the same word by word');
    const strange = { ...row(0.2, [0.6]), baseline: 0.3 };
    expect(meaning.exercise.check(result(strange), numbers).isMet).toBe(false);
    expect(meaning.exercise.check({ ...result(), lines: ['a'] }, numbers)).toEqual({
      isMet: false,
      text: 'Three lines are needed.',
    });
  });
});

describe('a map of words', () => {
  const words = ['a', 'A', 'b'].map((word, line) => ({ word, line }));
  const vectors = [
    [1, 0],
    [1, 0],
    [0, 1],
  ].map((values) => Float64Array.from(values));

  it('has nearest words and mean cosines, of one word and of different ones', () => {
    const one = mapOf(words, vectors);
    expect(one.nearest).toEqual([
      { at: 1, cosine: 1 },
      { at: 0, cosine: 1 },
      { at: 0, cosine: 0 },
    ]);
    expect([one.repeated, one.baseline]).toEqual([1, 0]);
    expect(mapOf(words.slice(0, 1), vectors.slice(0, 1)).nearest).toEqual([null]);
  });

  it('counts words that have another nearest one in context; the same word elsewhere counts as one', () => {
    const context = mapOf(
      words,
      [
        [1, 0],
        [0, 1],
        [1, 0.1],
      ].map((values) => Float64Array.from(values)),
    );
    const result: MapResult = { model: 'm', words, table: mapOf(words, vectors), context };
    expect(moved(result)).toBe(2);
    expect(map.seen(result, numbers)).toContain('Words with another nearest word in context: 2 of 3');
    expect(map.seen({ ...result, words: [] }, numbers)).toBe('Write at least three words.');
  });

  it('of vectors that are no pair has no mean', () => {
    expect(meanPairCosine([Float64Array.of(1)])).toBeNull();
    expect([...meanVector({ values: [1, 2, 3, 4], width: 2 }, [0, 1])]).toEqual([2, 3]);
  });

  it('has no label that covers a point or another label, and none outside', () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: 300, noNaN: true }),
      y: fc.double({ min: 0, max: 200, noNaN: true }),
      width: fc.double({ min: 5, max: 60, noNaN: true }),
      label: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const boxes = placeLabels(points, { width: 300, height: 200 }).flatMap((place, at) =>
          place ? [{ x: place.x, y: place.y - 10, width: points[at]!.width, height: 12 }] : [],
        );
        boxes.forEach((box, at) => {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(300);
          for (const other of boxes.slice(0, at)) {
            const meets =
              box.x < other.x + other.width - 1e-9 &&
              other.x < box.x + box.width - 1e-9 &&
              box.y < other.y + other.height - 1e-9 &&
              other.y < box.y + box.height - 1e-9;
            expect(meets).toBe(false);
          }
        });
      }),
    );
  });
});
