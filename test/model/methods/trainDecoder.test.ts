/* A decoder's classifier, by the last token that it reads. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import type { Json } from '../../../src/engine/files.js';
import { checkpointWeights } from '../../../src/engine/training/modelWeights.js';
import { golden } from '../../golden/compare.js';
import { localEngine, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work, copy } = workFolder('train-decoder');
const mini = (name: string) => golden(`families/models/mini-${name}`);
const THINGS = ['The day', 'This book', 'A house', 'The man', 'My dog', 'The sea', 'Her song', 'A tree'];
const examples = THINGS.flatMap((thing) => [
  ...['good', 'nice', 'kind'].map((word) => ({ text: `${thing} is ${word}`, label: 'pro' })),
  ...['bad', 'sad', 'poor'].map((word) => ({ text: `${thing} is ${word}`, label: 'con' })),
]);

let count = 0;
async function train(more: Partial<Params<'train'>> = {}) {
  const folder = path.join(work, `classifier-${count++}`);
  const value = await engine.call('train', {
    ...{ model: mini('gpt2'), examples, folder, epochs: 8 },
    ...{ learningRate: 2e-3, headLearningRate: 5e-3, shuffles: 2, curvePoints: 2, ...more },
  });
  return { ...value, folder };
}
const configOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as Json;

describe('a decoder’s classifier', () => {
  it('tells lines that it has not seen, and classifies as it was judged', async () => {
    const value = await train();
    expect(value.losses.at(-1)!).toBeLessThan(0.1 * value.losses[0]!);
    expect(value.classifier!.count).toBe(10);
    expect(value.classifier!.right).toBeGreaterThanOrEqual(9);
    // Rows of a batch are filled up at their ends, and a text by itself is not.
    for (const { index, told, probability } of value.wrong) {
      const { labels } = await engine.call('classify', { model: value.folder, text: examples[index]!.text });
      expect(labels[0]).toMatchObject({ label: told });
      expect(labels[0]!.probability).toBeCloseTo(probability, 4);
    }
    const told = await Promise.all(
      examples.map(async ({ text }) => (await engine.call('classify', { model: value.folder, text })).labels[0]!.label),
    );
    const right = told.filter((label, at) => label === examples[at]!.label).length;
    expect(right).toBeGreaterThanOrEqual(46);
  });

  it('has a matrix without a bias, and the token that fills rows up', async () => {
    const { folder, parameters } = await train({ layers: 'head' });
    const { config, weights } = { config: configOf(folder), weights: await checkpointWeights(folder) };
    expect(config).toMatchObject({
      architectures: ['GPT2ForSequenceClassification'],
      id2label: { 0: 'con', 1: 'pro' },
      pad_token_id: configOf(mini('gpt2'))['eos_token_id'],
    });
    expect(weights.get('score.weight')!.shape).toEqual([2, 32]);
    expect(parameters.trained).toBe(64);
    const names = [...weights.keys()].filter((name) => !name.startsWith('transformer.'));
    expect(names).toEqual(['score.weight']);
  });

  it('changes nothing but the layers that were asked for', async () => {
    const before = await checkpointWeights((await train({ layers: 'head' })).folder);
    const after = await checkpointWeights((await train({ layers: 'upper', upperLayers: 1, heldOut: 0 })).folder);
    const changed = [...after].filter(
      ([name, { values }]) => !Buffer.from(values.buffer).equals(Buffer.from(before.get(name)!.values.buffer)),
    );
    const names = changed.map(([name]) => name);
    expect(names).toContain('transformer.h.1.mlp.c_fc.weight');
    expect(names.filter((name) => !/^(?:score|transformer\.h\.1)\./.test(name))).toEqual([]);
  });

  it('serves what a classifier serves, and is learnt from again', async () => {
    const { folder } = await train({ layers: 'head' });
    for (const method of ['generate', 'score'] as const) {
      const asked = method === 'generate' ? { decoding: { strategy: 'greedy' as const } } : {};
      const refused = engine.call(method, { model: folder, text: 'A day', ...asked });
      await expect(refused).rejects.toMatchObject({ code: 'wrong-architecture', details: { wanted: 'ForCausalLM' } });
    }
    const writes = engine.call('classify', { model: mini('gpt2'), text: 'A day' });
    await expect(writes).rejects.toMatchObject({ details: { wanted: 'ForSequenceClassification' } });
    const again = await train({
      model: folder,
      layers: 'head',
      examples: examples.map((one) => ({ ...one, label: `${one.label}!` })),
    });
    expect(again.labels.map(({ label }) => label)).toEqual(['con!', 'pro!']);
  });

  it.each(['gpt-neo', 'gpt-neox', 'opt', 'llama', 'llama2', 'qwen2'])('is made of every family: %s', async (name) => {
    const value = await train({ model: mini(name), layers: 'all', steps: 20, heldOut: 0 });
    expect(value.losses.at(-1)!).toBeLessThan(value.losses[0]!);
    const { labels } = await engine.call('classify', { model: value.folder, text: examples[0]!.text });
    expect(labels).toHaveLength(2);
  });

  it('finds a text’s last token by the mask where no token fills rows up', async () => {
    const model = copy(mini('gpt2'), (folder) => {
      const config = configOf(folder);
      for (const name of ['eos_token_id', 'pad_token_id']) delete config[name];
      writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
      rmSync(path.join(folder, 'generation_config.json'));
    });
    const one = await train({ model, layers: 'head', heldOut: 0 });
    const other = await train({ layers: 'head', heldOut: 0 });
    expect(configOf(one.folder)['pad_token_id']).toBeNull();
    const told = (folder: string) => engine.call('classify', { model: folder, text: 'The sea is kind' });
    expect((await told(one.folder)).labels).toEqual((await told(other.folder)).labels);
  });
});
