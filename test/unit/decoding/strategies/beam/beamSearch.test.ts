import { describe, expect, test } from 'vitest';
import {
  bestHypotheses,
  HypothesisPool,
  normaliseByLength,
  type BeamHypothesis,
} from '../../../../../src/decoding/strategies/beam/hypothesisPool.js';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import { decodeAll } from '../../decodeAll.js';
import { randomTables, tableModel } from '../../tableModel.js';

const model = (seed = 3) => tableModel(randomTables(30, seed), { eosIds: [29] });
const hypothesis = (sum: number, length = 1): BeamHypothesis => ({
  ids: Array<number>(length).fill(0),
  logProbability: sum,
  sum,
  node: -1,
  steps: [],
});

describe('the pool of finished hypotheses', () => {
  const pool = (options = {}) =>
    new HypothesisPool({ size: 2, lengthPenalty: 1, earlyStopping: false, limit: 10, ...options });

  test('keeps the best by length-normalised score', () => {
    const kept = pool();
    kept.add(hypothesis(-4, 2), 'eos');
    kept.add(hypothesis(-9, 3), 'eos');
    kept.add(hypothesis(-5, 2), 'eos');
    kept.add(hypothesis(-99, 2), 'eos');
    expect(bestHypotheses([kept], 5).map(({ score }) => score)).toEqual([-2, -2.5]);
  });

  test('the best of several pools, the later one among equals', () => {
    const [a, b] = [pool(), pool()];
    a.add(hypothesis(-2), 'eos');
    b.add(hypothesis(-2), 'length');
    b.add(hypothesis(-1), 'eos');
    expect(bestHypotheses([a, b], 3).map(({ score, finish }) => [score, finish])).toEqual([
      [-1, 'eos'],
      [-2, 'length'],
      [-2, 'eos'],
    ]);
  });

  test.each([
    { earlyStopping: true, lengthPenalty: 1, bestSum: -0.1, done: true },
    { earlyStopping: false, lengthPenalty: 1, bestSum: -5, done: true },
    { earlyStopping: false, lengthPenalty: 1, bestSum: -3, done: false },
    { earlyStopping: 'never', lengthPenalty: 1, bestSum: -15, done: false },
    { earlyStopping: 'never', lengthPenalty: 1, bestSum: -25, done: true },
    { earlyStopping: 'never', lengthPenalty: -1, bestSum: -3, done: true },
  ] as const)(
    'earlyStopping $earlyStopping, penalty $lengthPenalty, best still open $bestSum: done is $done',
    (one) => {
      const { earlyStopping, lengthPenalty, bestSum, done } = one;
      const full = pool({ earlyStopping, lengthPenalty });
      expect(full.isDone(-100, 2)).toBe(false);
      full.add(hypothesis(-2), 'eos');
      full.add(hypothesis(-1), 'eos');
      expect(full.isDone(bestSum, 2)).toBe(done);
    },
  );
});

describe('beam search', () => {
  test('one beam is greedy', async () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const extra of [{}, { repetitionPenalty: 1.4, noRepeatNgramSize: 2, minNewTokens: 4 }]) {
        const greedy = await decodeAll(model(seed), { strategy: 'greedy', ...extra });
        const one = await decodeAll(model(seed), { strategy: 'beam', numBeams: 1, earlyStopping: 'never', ...extra });
        const { ids, logProbability, finish } = greedy.sequences[0]!;
        expect(one.sequences).toEqual([{ ids, logProbability, finish, score: logProbability / ids.length }]);
      }
    }
  });

  test('as many beams as tokens find the best sequence there is', async () => {
    const tables = randomTables(6, 9);
    const decoding: GenerationConfig = { strategy: 'beam', numBeams: 6, lengthPenalty: 0 };
    const { sequences } = await decodeAll(tableModel(tables), decoding, { prompt: [1], limit: 2 });
    const all = await Promise.all(
      Array.from({ length: 36 }, async (_, n) => {
        const forced = [Math.floor(n / 6), n % 6];
        const { step } = tableModel(tables);
        const first = await step({ past: null, tokens: [[1]] });
        const second = await step({ past: first.past, tokens: [[forced[0]!]] });
        const logs = [first.logits, second.logits].map((logits, index) => {
          const total = Math.log(Array.from(logits, Math.exp).reduce((sum, e) => sum + e));
          return logits[forced[index]!]! - total;
        });
        return { ids: forced, sum: logs[0]! + logs[1]! };
      }),
    );
    const highest = all.reduce((a, b) => (b.sum > a.sum ? b : a));
    expect(sequences[0]!.ids).toEqual(highest.ids);
    expect(sequences[0]!.score).toBeCloseTo(highest.sum, 5);
  });

  test('returned sequences come best first and differ', async () => {
    const { sequences } = await decodeAll(model(), { strategy: 'beam', numBeams: 6, numReturnSequences: 6 });
    const scores = sequences.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(sequences.map(({ ids }) => ids.join())).size).toBe(6);
  });

  test('tokens are settled in their order, each once', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const { sequences, events } = await decodeAll(model(seed), { strategy: 'beam', numBeams: 4 }, { limit: 15 });
      expect(events.map(({ id }) => id)).toEqual(sequences[0]!.ids);
      expect(events.every(({ sequence }) => sequence === 0)).toBe(true);
    }
  });

  test('a stop string ends a hypothesis', async () => {
    const stopping = (id: number | undefined) => id! % 5 === 2;
    const stops = (ids: readonly number[]) => stopping(ids.at(-1));
    const decoding: GenerationConfig = { strategy: 'beam', numBeams: 4, numReturnSequences: 4, lengthPenalty: 0 };
    const { sequences } = await decodeAll(model(4), decoding, { stops, limit: 25 });
    for (const { ids, finish } of sequences) {
      expect(ids.slice(0, -1).some(stopping)).toBe(false);
      expect(finish === 'stop').toBe(stopping(ids.at(-1)));
    }
    expect(sequences.some(({ finish }) => finish === 'stop')).toBe(true);
  });

  test('more beams than there are continuations are fewer beams', async () => {
    const decoding: GenerationConfig = { strategy: 'beam', numBeams: 5, numReturnSequences: 5 };
    const { sequences } = await decodeAll(tableModel(randomTables(5, 1), { eosIds: [4] }), decoding, { limit: 1 });
    expect(sequences).toHaveLength(5);
  });

  test('a seed makes beam-sample the same again', async () => {
    const decoding: GenerationConfig = {
      strategy: 'beam',
      numBeams: 3,
      doSample: true,
      temperature: 1.5,
      topK: 8,
      seed: 4,
    };
    const [a, b, c] = await Promise.all(
      [decoding, decoding, { ...decoding, seed: 5 }].map((one) => decodeAll(model(), one)),
    );
    expect(b).toEqual(a);
    expect(c!.sequences).not.toEqual(a!.sequences);
  });

  test.each([
    [[], 2],
    [[29], 2],
    [[29, 28], 3],
  ])('with the ends %j, filters leave a sampled beam at least %i tokens', async (eosIds, kept) => {
    const strict: GenerationConfig = {
      strategy: 'beam',
      numBeams: 3,
      doSample: true,
      topK: 1,
      epsilonCutoff: 0.9,
      seed: 1,
    };
    const ending = tableModel(randomTables(30, 3), { eosIds });
    const { sequences } = await decodeAll(ending, strict, { limit: 1, alternatives: 30 });
    const { alternatives } = sequences[0]!.steps![0]!;
    expect(alternatives.filter(({ filteredProbability }) => filteredProbability! > 0)).toHaveLength(kept);
  });
});

describe('the tree', () => {
  const decodings: GenerationConfig[] = [
    { strategy: 'beam', numBeams: 4, numReturnSequences: 2 },
    { strategy: 'beam', numBeams: 4, numReturnSequences: 3, lengthPenalty: 2, repetitionPenalty: 1.3 },
    { strategy: 'beam', numBeams: 6, numBeamGroups: 3, diversityPenalty: 1, numReturnSequences: 6 },
    { strategy: 'beam', numBeams: 3, doSample: true, seed: 1 },
    { strategy: 'beam', numBeams: 1 },
  ];

  test.each(decodings)('of %o holds each returned sequence and all that was thrown away', async (decoding) => {
    const { sequences, tree } = await decodeAll(model(), decoding, { alternatives: 3, limit: 8 });
    const nodes = tree!;
    const pathTo = (index: number): number[] => (index < 0 ? [] : [...pathTo(nodes[index]!.parent), nodes[index]!.id]);
    nodes.forEach(({ parent, step }, index) => {
      expect(parent).toBeLessThan(index);
      expect(step).toBe(parent < 0 ? 0 : nodes[parent]!.step + 1);
      if (parent >= 0) expect(nodes[parent]!.state).toBe('live');
    });
    const returned = nodes.flatMap(({ state }, index) => (state === 'returned' ? [index] : []));
    expect(returned.map((index) => pathTo(index).join()).sort()).toEqual(sequences.map(({ ids }) => ids.join()).sort());
    for (const { ids, score, logProbability, steps } of sequences) {
      const node = nodes[returned.find((index) => pathTo(index).join() === ids.join())!]!;
      expect(node.score).toBeCloseTo(score, 8);
      expect(node.logProbability).toBeCloseTo(logProbability, 8);
      expect(steps!.map(({ id }) => id)).toEqual(ids);
    }
  });

  test('candidates of a step are ranked by their score, without gaps', async () => {
    const { tree } = await decodeAll(model(), decodings[0]!, { alternatives: 1, limit: 8 });
    for (let step = 0; step < 8; step++) {
      const candidates = tree!.filter((node) => node.step === step);
      expect(candidates.map(({ rank }) => rank)).toEqual(candidates.map((_, index) => index));
      expect(candidates.length).toBe(8);
      const scores = candidates.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  test('an end of sequence that ranks behind the beams is pruned', async () => {
    // The end is always the third of three tokens: with two beams it ranks third or fourth of four.
    const flat = [0, 1, 2].map(() => [0, 0, -0.1]);
    const still = tableModel({ last: flat, before: flat }, { eosIds: [2] });
    const decoding: GenerationConfig = { strategy: 'beam', numBeams: 2, numReturnSequences: 2 };
    const { tree, sequences } = await decodeAll(still, decoding, { alternatives: 1, limit: 3, prompt: [0] });
    expect(tree!.filter(({ id }) => id === 2).every(({ state }) => state === 'pruned')).toBe(true);
    expect(sequences.every(({ finish }) => finish === 'length')).toBe(true);
  });
});

test('length normalisation', () => {
  expect(normaliseByLength(-8, 4, 0)).toBe(-8);
  expect(normaliseByLength(-8, 4, 1)).toBe(-2);
  expect(normaliseByLength(-8, 4, 2)).toBe(-0.5);
  expect(normaliseByLength(-8, 4, -1)).toBe(-32);
});
