import { describe, expect, test } from 'vitest';
import { softmax } from '../../../../src/maths/softmax.js';
import type { LanguageModel, StepOutput } from '../../../../src/decoding/model/languageModel.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { decodeAll } from '../decodeAll.js';
import { randomTables, tableModel } from '../tableModel.js';

const near = (value: number, digits: number) => expect.closeTo(value, digits) as number;

describe('contrastive decoding', () => {
  const expertRow = [0.5, 0.3, 0.15, 0.04, 0.01].map(Math.log);
  const amateurRow = [0.6, 0.1, 0.1, 0.1, 0.1].map(Math.log);
  const constant = (row: number[]) => tableModel({ last: row.map(() => row), before: row.map(() => row.map(() => 0)) });
  const [expert, amateur] = [constant(expertRow), constant(amateurRow)];
  const decoding: GenerationConfig = { strategy: 'contrastiveDecoding', amateur: 'a' };

  test('takes what the expert knows and the amateur does not, and names what was implausible', async () => {
    const { sequences } = await decodeAll(expert, decoding, { limit: 1, alternatives: 5 }, { amateur });
    const [step] = sequences[0]!.steps!;
    const ratios = [0.5 / 0.6, 0.3 / 0.1, 0.15 / 0.1];
    const sum = ratios.reduce((a, b) => a + b);
    expect(step!.id).toBe(1);
    expect(step!.alternatives).toEqual([
      { id: 1, probability: near(0.3, 5), filteredProbability: near(ratios[1]! / sum, 5) },
      { id: 2, probability: near(0.15, 5), filteredProbability: near(ratios[2]! / sum, 5) },
      { id: 0, probability: near(0.5, 5), filteredProbability: near(ratios[0]! / sum, 5) },
      { id: 3, probability: near(0.04, 5), filteredProbability: 0, cut: 'plausibility' },
      { id: 4, probability: near(0.01, 5), filteredProbability: 0, cut: 'plausibility' },
    ]);
    expect(sequences[0]!.logProbability).toBeCloseTo(Math.log(0.3), 5);
  });

  test.each([
    { options: { alpha: 0 }, id: 0 },
    { options: { alpha: 0.3 }, id: 1 },
    { options: { plausibility: 1 }, id: 0 },
    { options: { plausibility: 0.01, alpha: 1 }, id: 1 },
    { options: { noRepeatNgramSize: 1 }, id: 2 },
  ])('$options takes $id', async ({ options, id }) => {
    const { sequences } = await decodeAll(expert, { ...decoding, ...options }, { limit: 1, prompt: [1] }, { amateur });
    expect(sequences[0]!.ids).toEqual([id]);
  });

  test('an amateur like the expert leaves only plausible tokens, all alike', async () => {
    const { sequences } = await decodeAll(expert, decoding, { limit: 1, alternatives: 3 }, { amateur: expert });
    for (const { filteredProbability } of sequences[0]!.steps![0]!.alternatives)
      expect(filteredProbability).toBeCloseTo(1 / 3, 5);
  });

  test('drawn sequences are the seed’s, and temperature 0 takes the highest', async () => {
    const drawn: GenerationConfig = { ...decoding, doSample: true, seed: 3, temperature: 2, numReturnSequences: 3 };
    const tables = randomTables(20, 5);
    const models = [tableModel(tables), tableModel(randomTables(20, 6))] as const;
    const run = (one: GenerationConfig) => decodeAll(models[0], one, {}, { amateur: models[1] });
    expect(await run(drawn)).toEqual(await run(drawn));
    const highest = await run(decoding);
    const cold = await run({ ...decoding, doSample: true, temperature: 0 });
    expect(cold.sequences).toEqual(highest.sequences);
    expect(cold.madeGreedy).toBe(true);
  });

  test('an amateur with another vocabulary is refused', async () => {
    const run = decodeAll(expert, decoding, {}, { amateur: tableModel(randomTables(7, 1)) });
    await expect(run).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/5 tokens.* 7/) as string,
    });
  });
});

describe('contrastive search', () => {
  const tables = randomTables(12, 2);
  /** Each token's state, so that states of like tokens are alike. */
  const states = randomTables(12, 3).last.map((row) => row.slice(0, 4));

  function withStates(): LanguageModel {
    const model = tableModel(tables, { eosIds: [11] });
    const stepWithHidden: LanguageModel['step'] = async (input): Promise<StepOutput> => {
      const output = await model.step(input);
      const hiddenStates = Float32Array.from(input.tokens.flatMap((tokens) => tokens.flatMap((id) => states[id]!)));
      const hidden = Float32Array.from(input.tokens.flatMap((tokens) => states[tokens.at(-1)!]!));
      return { ...output, hidden, hiddenStates };
    };
    return { ...model, stepWithHidden };
  }

  function cosine(a: readonly number[], b: readonly number[]): number {
    const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  /** The formula of the paper, written out. */
  async function expected(prompt: readonly number[], alpha: number, k: number, count: number): Promise<number[]> {
    const { step } = withStates();
    const ids = [...prompt];
    let output = await step({ past: null, tokens: [prompt] });
    while (ids.length < prompt.length + count && ids.at(-1) !== 11) {
      const probabilities = softmax(output.logits);
      const candidates = Array.from(probabilities, (p, id) => ({ p, id }))
        .sort((a, b) => b.p - a.p)
        .slice(0, k);
      const ranks = candidates.map(
        ({ p, id }) => (1 - alpha) * p - alpha * Math.max(...ids.map((one) => cosine(states[one]!, states[id]!))),
      );
      const { id } = candidates[ranks.indexOf(Math.max(...ranks))]!;
      ids.push(id);
      output = await step({ past: output.past, tokens: [[id]] });
    }
    return ids.slice(prompt.length);
  }

  test.each([
    { penaltyAlpha: 0.6, topK: 4 },
    { penaltyAlpha: 0.2, topK: 12 },
    { penaltyAlpha: 0, topK: 3 },
    { penaltyAlpha: 1, topK: 5 },
    { penaltyAlpha: 0.5, topK: 1 },
  ])('%o is the formula', async (options) => {
    const { sequences } = await decodeAll(
      withStates(),
      { strategy: 'contrastiveSearch', ...options },
      { prompt: [2, 5, 1] },
    );
    expect(sequences[0]!.ids).toEqual(await expected([2, 5, 1], options.penaltyAlpha, options.topK, 10));
  });

  test('steps tell of the k candidates', async () => {
    const decoding: GenerationConfig = { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 };
    const { sequences } = await decodeAll(withStates(), decoding, { alternatives: 6 });
    for (const { alternatives } of sequences[0]!.steps!) {
      expect(alternatives.filter(({ filteredProbability }) => filteredProbability! > 0)).toHaveLength(4);
      expect(alternatives.slice(4).map(({ cut }) => cut)).toEqual(['topK', 'topK']);
    }
  });

  test('a graph without hidden states is refused', async () => {
    const decoding: GenerationConfig = { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 };
    await expect(decodeAll(tableModel(tables), decoding)).rejects.toMatchObject({ code: 'wrong-architecture' });
  });
});
