import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

/** Softmax of logits by token id, in double precision and by the definition. */
async function chances(params: Partial<Params<'distribution'>>): Promise<number[]> {
  const { ids, logits } = await engine.call('distribution', params);
  const powers = new Array<number>(ids.length).fill(0);
  ids.forEach((id, index) => (powers[id] = Math.exp(logits[index]! - logits[0]!)));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/** Σ p·log2(p/q), by the definition. */
const kl = (p: number[], q: number[]) =>
  p.reduce((sum, value, id) => (value > 0 ? sum + value * Math.log2(value / q[id]!) : sum), 0);

const t5 = golden('models/tiny-t5');

describe('the divergence of two models', () => {
  it('is that of their distributions before each token, each way', async () => {
    // In 32 bit: activations of the embedded models are rounded, by themselves otherwise than together.
    const models = { model: golden('models/tiny-gpt2'), otherModel: golden('models/tiny-gpt2-amateur') };
    const { prompt, sequences } = await engine.call('generate', {
      ...{
        model: models.model,
        text: 'Once upon a time there was a',
        decoding: { strategy: 'greedy' },
        maxNewTokens: 4,
      },
    });
    const promptIds = prompt.map(({ id }) => id);
    const { ids } = sequences[0]!;
    const value = await engine.call('divergence', { ...models, promptIds, ids });
    expect(value).toMatchObject({ model: models.model, other: models.otherModel });
    expect(value.steps.map(({ id }) => id)).toEqual(ids);
    for (const [index, step] of value.steps.entries()) {
      const read = [...promptIds, ...ids.slice(0, index)];
      const p = await chances({ model: models.model, promptIds: read });
      const q = await chances({ model: models.otherModel, promptIds: read });
      expect(step.forward).toBeCloseTo(kl(p, q), 4);
      expect(step.backward).toBeCloseTo(kl(q, p), 4);
      expect(step.probability).toBeCloseTo(p[step.id]!, 5);
      expect(step.otherProbability).toBeCloseTo(q[step.id]!, 5);
    }
    // Two models of different sizes are never quite of one mind, and the two ways are not the same.
    expect(value.steps.every(({ forward }) => forward > 0.01)).toBe(true);
    expect(value.steps.some(({ forward, backward }) => Math.abs(forward - backward) > 0.01)).toBe(true);
  });

  it('is nothing of a model with itself, of an encoder-decoder behind what is written, too', async () => {
    const value = await engine.call('divergence', {
      ...{ model: t5, otherModel: t5, text: 'I am Tom.', promptIds: [7], ids: [5, 9, 11] },
    });
    expect(value.steps.map(({ forward, backward }) => [forward, backward])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it.each([
    ['gpt2-mini', golden('models/tiny-gpt2'), 'otherVocabulary'],
    ['gpt2-mini', 't5-mini', 'otherVocabulary'],
    ['gpt2-mini', 'gpt3', 'unknownModel'],
  ])('is refused where the tokens are others: %s and %s', async (model, otherModel, kind) => {
    const call = engine.call('divergence', { model, otherModel, text: 'Once', ids: [5] });
    await expect(call).rejects.toMatchObject({ details: { kind } });
  });

  it('is refused for tokens that there are not', async () => {
    const models = { model: 'gpt2-mini', otherModel: 'gpt2-mini-amateur', text: 'Once' };
    await expect(engine.call('divergence', { ...models, ids: [] })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(engine.call('divergence', { ...models, ids: [1e9] })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
