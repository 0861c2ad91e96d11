import { describe, expect, test } from 'vitest';
import * as filters from '../../../../src/decoding/logits/warpers.js';
import {
  diversityPenaltyProcessor,
  minNewTokensProcessor,
  noRepeatNgramProcessor,
  repetitionPenaltyProcessor,
  type LogitsProcessor,
} from '../../../../src/decoding/logits/processors.js';
import { processLogits, cutBy } from '../../../../src/decoding/logits/processedLogits.js';
import { topAlternatives } from '../../../../src/decoding/logits/alternatives.js';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { logSumExp, softmax } from '../../../../src/maths/softmax.js';

const out = -Infinity;
const near = (value: number, digits: number) => expect.closeTo(value, digits) as number;
const logs = (probabilities: readonly number[]) => Float32Array.from(probabilities, Math.log);
const left = (process: LogitsProcessor, probabilities: readonly number[]) =>
  Array.from(process(logs(probabilities), { ids: [], newTokens: 0 }), (score, id) =>
    score === out ? null : id,
  ).filter((id) => id !== null);

describe('repetition penalty', () => {
  test('divides positive and multiplies negative scores of seen tokens, once each', () => {
    const scores = Float32Array.of(2, -2, 2, -2, 0);
    expect(Array.from(repetitionPenaltyProcessor(2)(scores, { ids: [0, 1, 0, 0, 4], newTokens: 0 }))).toEqual([
      1, -4, 2, -2, 0,
    ]);
    expect(Array.from(scores)).toEqual([2, -2, 2, -2, 0]);
  });
});

describe('n-gram bans', () => {
  test.each([
    { size: 1, ids: [3, 1], banned: [1, 3] },
    { size: 2, ids: [1, 2, 1], banned: [2] },
    { size: 2, ids: [1, 2, 1, 3, 1], banned: [2, 3] },
    { size: 3, ids: [1, 2, 3, 1, 2], banned: [3] },
    { size: 3, ids: [1, 2, 3, 2, 1], banned: [] },
    { size: 3, ids: [1], banned: [] },
    { size: 2, ids: [2, 2], banned: [2] },
  ])('size $size after $ids bans $banned', ({ size, ids, banned }) => {
    const result = noRepeatNgramProcessor(size).process(new Float32Array(5), { ids, newTokens: 0 });
    expect(Array.from(result).flatMap((score, id) => (score === out ? [id] : []))).toEqual(banned);
  });
});

test('the least length bans every end of sequence until it is reached', () => {
  const { process } = minNewTokensProcessor(2, [0, 2, 9]);
  const scores = Float32Array.of(1, 2, 3);
  expect(Array.from(process(scores, { ids: [5, 5], newTokens: 1 }))).toEqual([out, 2, out]);
  expect(process(scores, { ids: [5, 5, 5], newTokens: 2 })).toBe(scores);
});

test('diversity takes the penalty off for each earlier choice of a token', () => {
  const scores = Float32Array.of(1, 2, 3);
  const result = diversityPenaltyProcessor(0.5)(scores, { ids: [], newTokens: 0, chosenByEarlierGroups: [1, 2, 1] });
  expect(Array.from(result)).toEqual([1, 1, 2.5]);
});

describe('filters', () => {
  test.each([
    { name: 'topK 2', process: filters.topKWarper(2, 1), from: [0.1, 0.5, 0.3, 0.1], kept: [1, 2] },
    {
      name: 'topK keeps what equals the k-th',
      process: filters.topKWarper(2, 1),
      from: [0.25, 0.5, 0.25],
      kept: [0, 1, 2],
    },
    { name: 'topK above the vocabulary', process: filters.topKWarper(50, 1), from: [0.5, 0.5], kept: [0, 1] },
    { name: 'topP 0.7', process: filters.topPWarper(0.7, 1), from: [0.1, 0.5, 0.3, 0.1], kept: [1, 2] },
    { name: 'topP 0', process: filters.topPWarper(0, 1), from: [0.1, 0.5, 0.4], kept: [1] },
    { name: 'topP keeping two', process: filters.topPWarper(0.1, 2), from: [0.1, 0.5, 0.4], kept: [1, 2] },
    {
      name: 'topP drops the lower id of equals',
      process: filters.topPWarper(0.7, 1),
      from: [0.25, 0.5, 0.25],
      kept: [1, 2],
    },
    { name: 'minP 0.5', process: filters.minPWarper(0.5, 1), from: [0.4, 0.35, 0.15, 0.1], kept: [0, 1] },
    { name: 'minP 1', process: filters.minPWarper(1, 1), from: [0.4, 0.4, 0.2], kept: [0, 1] },
    { name: 'minP keeping two', process: filters.minPWarper(1, 2), from: [0.5, 0.3, 0.2], kept: [0, 1] },
    {
      name: 'typical may leave the likeliest out',
      process: filters.typicalPWarper(0.15, 1),
      from: [0.6, 0.2, 0.1, 0.1],
      kept: [1],
    },
    {
      name: 'typical takes the likeliest surprise',
      process: filters.typicalPWarper(0.25, 1),
      from: [0.5, 0.3, 0.1, 0.1],
      kept: [1],
    },
    { name: 'epsilon 0.2', process: filters.epsilonCutoffWarper(0.2, 1), from: [0.5, 0.3, 0.1, 0.1], kept: [0, 1] },
    {
      name: 'epsilon above all keeps the best',
      process: filters.epsilonCutoffWarper(0.9, 1),
      from: [0.5, 0.3, 0.2],
      kept: [0],
    },
    {
      name: 'eta, even and wide: √ε·e^−H',
      process: filters.etaCutoffWarper(0.3, 1),
      from: [0.3, 0.3, 0.3, 0.1],
      kept: [0, 1, 2],
    },
    { name: 'eta, narrow: ε', process: filters.etaCutoffWarper(0.05, 1), from: [0.98, 0.01, 0.01], kept: [0] },
  ])('$name leaves $kept of $from', ({ process, from, kept }) => {
    expect(left(process, from)).toEqual(kept);
  });

  test('temperature divides, also where the quotient has no single-precision form', () => {
    expect(Array.from(filters.temperatureWarper(0.5)(Float32Array.of(1, -2), { ids: [], newTokens: 0 }))).toEqual([
      2, -4,
    ]);
    const sharp = filters.temperatureWarper(1e-44)(Float32Array.of(3, -2, 3), { ids: [], newTokens: 0 });
    expect(Array.from(softmax(sharp))).toEqual([0.5, 0, 0.5]);
  });

  test('what is left sums to one, in any order of filters', () => {
    const random = new Random(8);
    const pick = <T>(values: readonly T[]) => values[Math.floor(random.uniform() * values.length)]!;
    for (let round = 0; round < 300; round++) {
      const scores = Float32Array.from({ length: 200 }, () => (random.uniform() - 0.5) * pick([1, 20, 90]));
      const keep = pick([1, 2, 3]);
      const chain = Array.from({ length: 4 }, () =>
        pick([
          filters.temperatureWarper(pick([0.01, 0.7, 3])),
          filters.topKWarper(pick([1, 5, 1000]), keep),
          filters.topPWarper(random.uniform(), keep),
          filters.minPWarper(random.uniform(), keep),
          filters.typicalPWarper(random.uniform(), keep),
          filters.epsilonCutoffWarper(random.uniform(), keep),
          filters.etaCutoffWarper(random.uniform(), keep),
        ]),
      );
      const history = { ids: [1, 2, 3], newTokens: 3 };
      const final = chain.reduce<Float32Array>((current, process) => process(current, history), scores);
      const sum = softmax(final).reduce((total, p) => total + p, 0);
      expect(sum).toBeCloseTo(1, 10);
      expect(final.filter((score) => score !== out).length).toBeGreaterThanOrEqual(keep);
    }
  });
});

describe('what a step has to choose from', () => {
  const chain = [
    noRepeatNgramProcessor(1),
    { name: 'topK' as const, process: filters.topKWarper(3, 1) },
    { name: 'topP' as const, process: filters.topPWarper(0.6, 1) },
  ];
  const own = logs([0.4, 0.25, 0.2, 0.1, 0.05]);
  const scored = processLogits(chain, own, { ids: [0], newTokens: 1 });

  test('the first processor that removed a token is named', () => {
    expect([0, 1, 2, 3, 4].map((id) => cutBy(scored, id))).toEqual([
      'noRepeatNgramSize',
      undefined,
      undefined,
      'topP',
      'topK',
    ]);
  });

  test('alternatives go by what is left, then the cut ones by the model', () => {
    const list = topAlternatives(scored, logSumExp(own), 4);
    expect(list).toEqual([
      { id: 1, probability: near(0.25, 6), filteredProbability: near(25 / 45, 6) },
      { id: 2, probability: near(0.2, 6), filteredProbability: near(20 / 45, 6) },
      { id: 0, probability: near(0.4, 6), filteredProbability: 0, cut: 'noRepeatNgramSize' },
      { id: 3, probability: near(0.1, 6), filteredProbability: 0, cut: 'topP' },
    ]);
  });

  test('more alternatives than tokens are all tokens', () => {
    expect(topAlternatives(scored, logSumExp(own), 99)).toHaveLength(5);
    expect(topAlternatives(processLogits([], own, { ids: [], newTokens: 0 }), logSumExp(own), 99)).toHaveLength(5);
  });
});
