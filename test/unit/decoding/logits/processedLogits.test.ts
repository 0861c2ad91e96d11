import { describe, expect, test } from 'vitest';
import {
  topAlternatives,
  tokenProbabilities,
  filteredProbabilityOf,
} from '../../../../src/decoding/logits/alternatives.js';
import { minNewTokensProcessor, noRepeatNgramProcessor } from '../../../../src/decoding/logits/processors.js';
import { processLogits, type KnownLogits } from '../../../../src/decoding/logits/processedLogits.js';
import { logSumExp } from '../../../../src/maths/softmax.js';
import { topK } from '../../../../src/maths/topK.js';
import { Random } from '../../../../src/decoding/sampling/random.js';

const SIZE = 50;
const chain = [noRepeatNgramProcessor(1), minNewTokensProcessor(9, [3, 4, SIZE + 1])];
/** The same processors, of which nobody knows that they only ban. */
const opaque = chain.map(({ name, process }) => ({ name, process }));

function rowOf(seed: number): Float32Array {
  const random = new Random(seed);
  // Few different values: there are equal ones.
  return Float32Array.from({ length: SIZE }, () => Math.round(random.uniform() * 20) / 2);
}

const knowing = (own: Float32Array): [string, KnownLogits][] => [
  ['nothing', {}],
  ['its sum', { total: logSumExp(own) }],
  ['its sum and its best twenty', { total: logSumExp(own), ranked: topK(own, 20) }],
  ['its sum and its best three', { total: logSumExp(own), ranked: topK(own, 3) }],
];

describe('a row of which tokens are only banned', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('is what it is when all is computed (row %i)', (seed) => {
    const own = rowOf(seed);
    for (const ids of [[], [7], Array.from({ length: 12 }, (_, at) => 4 * at)]) {
      const history = { ids, newTokens: 2 };
      const expected = processLogits(opaque, own, history);
      for (const [what, known] of knowing(own)) {
        const scored = processLogits(chain, own, history, known);
        const all = Array.from({ length: SIZE }, (_, id) => id);
        expect(scored.changed, what).toBe(true);
        expect(scored.remaining).toBe(expected.remaining);
        expect(scored.total).toBeCloseTo(expected.total, 12);
        expect(all.map((id) => scored.at(id))).toEqual(Array.from(expected.final));
        expect(all.map((id) => scored.removedBy(id))).toEqual(all.map((id) => expected.removedBy(id)));
        for (const count of [1, 5, 18]) {
          expect(Array.from(scored.best(count))).toEqual(Array.from(expected.best(count)));
          expect(Array.from(scored.bestOwn(count))).toEqual(Array.from(topK(own, count)));
        }
        expect(scored.final).toEqual(expected.final);
        expect(scored.stages).toEqual(expected.stages);
        expect(scored.mass).toEqual(expected.mass);
      }
    }
  });

  test('has no final scores of its own when nothing is banned', () => {
    const own = rowOf(1);
    const scored = processLogits(
      [noRepeatNgramProcessor(2)],
      own,
      { ids: [1], newTokens: 1 },
      { total: logSumExp(own) },
    );
    expect(scored.changed).toBe(false);
    expect(scored.final).toBe(own);
    expect(filteredProbabilityOf(scored, 3)).toEqual({});
    expect(tokenProbabilities(scored, logSumExp(own), 3)).not.toHaveProperty('left');
  });

  test('keeps its digits when nearly all of its mass is banned', () => {
    const own = new Float32Array(SIZE).fill(-40);
    own[7] = 10;
    own[8] = -30;
    const scored = processLogits(chain, own, { ids: [7], newTokens: 9 }, { total: logSumExp(own) });
    expect(scored.total).toBeCloseTo(processLogits(opaque, own, { ids: [7], newTokens: 9 }).total, 12);
    const [only] = topAlternatives(scored, logSumExp(own), 1);
    expect(only).toMatchObject({ id: 8 });
    expect(only!.filteredProbability).toBeCloseTo(1 / (1 + 48 * Math.exp(-10)), 9);
  });

  test('may be banned as a whole', () => {
    const own = Float32Array.of(1, 2);
    const scored = processLogits(
      [noRepeatNgramProcessor(1)],
      own,
      { ids: [0, 1], newTokens: 2 },
      { ranked: topK(own, 2) },
    );
    expect(scored.remaining).toBe(0);
    expect(scored.total).toBe(-Infinity);
    expect(Array.from(scored.best(1)).filter((id) => scored.at(id) > -Infinity)).toEqual([]);
  });
});
