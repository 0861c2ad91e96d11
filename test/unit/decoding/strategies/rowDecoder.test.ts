import { describe, expect, test } from 'vitest';
import { softmax } from '../../../../src/maths/softmax.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { decodeAll } from '../decodeAll.js';
import { randomTables, tableModel } from '../tableModel.js';

const tables = randomTables(20, 1);
const model = () => tableModel(tables, { eosIds: [19] });

/** The model's own log-probability of new tokens, by one step for each. */
async function logProbabilityOf(prompt: readonly number[], ids: readonly number[]): Promise<number> {
  const { step } = model();
  let output = await step({ past: null, tokens: [prompt] });
  let sum = 0;
  for (const id of ids) {
    sum += Math.log(softmax(output.logits)[id]!);
    output = await step({ past: output.past, tokens: [[id]] });
  }
  return sum;
}

describe('greedy decoding', () => {
  /** 0 → 1 → 2 → 3 → end, whatever came before. */
  const chain = {
    last: [0, 1, 2, 3, 4].map((from) => [0, 1, 2, 3, 4].map((to) => (to === from + 1 ? 5 : to === 1 ? 3 : 0))),
    before: [0, 1, 2, 3, 4].map(() => [0, 0, 0, 0, 0]),
  };

  test('follows the highest logit to the end of sequence', async () => {
    const { sequences, events } = await decodeAll(
      tableModel(chain, { eosIds: [4] }),
      { strategy: 'greedy' },
      { prompt: [0] },
    );
    expect(sequences).toMatchObject([{ ids: [1, 2, 3, 4], finish: 'eos' }]);
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  test('stops at the limit', async () => {
    const { sequences } = await decodeAll(
      tableModel(chain, { eosIds: [4] }),
      { strategy: 'greedy' },
      { prompt: [0], limit: 2 },
    );
    expect(sequences).toMatchObject([{ ids: [1, 2], finish: 'length' }]);
  });

  test('stops where the new text holds a stop string', async () => {
    const stops = (ids: readonly number[]) => ids.includes(3);
    const { sequences } = await decodeAll(
      tableModel(chain, { eosIds: [4] }),
      { strategy: 'greedy' },
      { prompt: [0], stops },
    );
    expect(sequences).toMatchObject([{ ids: [1, 2, 3], finish: 'stop' }]);
  });

  test('an end of sequence that is banned for now is passed by', async () => {
    const decoding: GenerationConfig = { strategy: 'greedy', minNewTokens: 5 };
    const { sequences } = await decodeAll(tableModel(chain, { eosIds: [4] }), decoding, { prompt: [0], limit: 6 });
    expect(sequences[0]!.ids.slice(0, 4)).toEqual([1, 2, 3, 1]);
  });

  test('log-probability is the model’s own, before penalties', async () => {
    const decoding: GenerationConfig = { strategy: 'greedy', repetitionPenalty: 1.7, noRepeatNgramSize: 2 };
    const { sequences } = await decodeAll(model(), decoding, { prompt: [3, 4] });
    const { ids, logProbability, score } = sequences[0]!;
    expect(logProbability).toBeCloseTo(await logProbabilityOf([3, 4], ids), 5);
    expect(score).toBe(logProbability);
  });

  test('options that ban every token are an error that says so', async () => {
    const decoding: GenerationConfig = { strategy: 'greedy', noRepeatNgramSize: 1 };
    const run = decodeAll(tableModel(randomTables(5, 2)), decoding, { limit: 9 });
    await expect(run).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/After 4 new tokens/) as string,
    });
  });

  test('logits that are no numbers are the model’s fault', async () => {
    const broken = tableModel({ last: [[NaN, NaN]], before: [[0, 0]] });
    await expect(decodeAll(broken, { strategy: 'greedy' }, { prompt: [0] })).rejects.toMatchObject({
      code: 'model-broken',
    });
  });
});

describe('sampling', () => {
  const sampled: GenerationConfig = { strategy: 'sample', seed: 5, temperature: 1.3, numReturnSequences: 4 };

  test('a seed gives the same again, another seed something else', async () => {
    const [first, again, other] = await Promise.all([
      decodeAll(model(), sampled),
      decodeAll(model(), sampled),
      decodeAll(model(), { ...sampled, seed: 6 }),
    ]);
    expect(again).toEqual(first);
    expect(other.sequences).not.toEqual(first.sequences);
  });

  test('a sequence does not depend on how many are asked for', async () => {
    const four = await decodeAll(model(), sampled);
    const two = await decodeAll(model(), { ...sampled, numReturnSequences: 2 });
    expect(two.sequences).toEqual(four.sequences.slice(0, 2));
    expect(new Set(four.sequences.map(({ ids }) => ids.join())).size).toBe(4);
  });

  test('finished sequences leave the batch', async () => {
    const counted = model();
    const { sequences } = await decodeAll(counted, { ...sampled, numReturnSequences: 8 }, { limit: 30 });
    const lengths = sequences.map(({ ids }) => ids.length);
    expect(counted.batches[0]).toBe(1);
    counted.batches.slice(1).forEach((rows, index) => {
      expect(rows).toBe(lengths.filter((length) => length > index + 1).length);
    });
  });

  test('temperature 0 is greedy exactly, whatever the filters', async () => {
    const greedy = await decodeAll(model(), { strategy: 'greedy' });
    const cold = await decodeAll(model(), { strategy: 'sample', temperature: 0, typicalP: 0.1, numReturnSequences: 2 });
    expect(cold.sequences).toEqual([greedy.sequences[0], greedy.sequences[0]]);
    expect(cold.madeGreedy).toBe(true);
  });

  test('topK 1 is greedy', async () => {
    const greedy = await decodeAll(model(), { strategy: 'greedy' });
    const one = await decodeAll(model(), { strategy: 'sample', topK: 1, seed: 9 });
    expect(one.sequences).toEqual(greedy.sequences);
  });

  test('steps tell what the model gave and what the filters left', async () => {
    const { sequences } = await decodeAll(model(), { ...sampled, topP: 0.6 }, { alternatives: 20 });
    for (const { ids, steps, logProbability } of sequences) {
      expect(steps!.map(({ id }) => id)).toEqual(ids);
      expect(steps!.reduce((sum, { probability }) => sum + Math.log(probability), 0)).toBeCloseTo(logProbability, 8);
      for (const { id, probability, alternatives } of steps!) {
        const sum = (field: 'probability' | 'filteredProbability') =>
          alternatives.reduce((all, one) => all + one[field]!, 0);
        expect(sum('probability')).toBeCloseTo(1, 6);
        expect(sum('filteredProbability')).toBeCloseTo(1, 6);
        const chosen = alternatives.find((one) => one.id === id)!;
        expect(chosen.probability).toBeCloseTo(probability, 8);
        expect(chosen.filteredProbability).toBeGreaterThan(0);
        for (const { filteredProbability, cut } of alternatives) expect(cut === 'topP').toBe(filteredProbability === 0);
      }
    }
  });
});

test('a cancelled run stops at the next step and leaves the next one untouched', async () => {
  const before = await decodeAll(model(), { strategy: 'greedy' });
  const shared = model();
  for (const decoding of [{ strategy: 'greedy' }, { strategy: 'beam', numBeams: 3 }] as const) {
    const controller = new AbortController();
    const stops = () => {
      controller.abort();
      return false;
    };
    const steps = shared.batches.length;
    const run = decodeAll(shared, decoding, { stops }, { signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(shared.batches.length - steps).toBeLessThanOrEqual(2);
    const after = await decodeAll(shared, { strategy: 'greedy' });
    expect(after.sequences).toEqual(before.sequences);
  }
});
