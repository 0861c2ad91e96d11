import { afterAll, describe, expect, it } from 'vitest';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const LABELS = ['sport', 'cooking'];
const zeroShot = (params: object) =>
  engine.call('zeroShot', { model: tiny.gpt2, text: 'The cat sat.', labels: LABELS, ...params });

describe('labels that a user types', () => {
  it('add up to 1, highest first', async () => {
    for (const model of [tiny.gpt2, tiny.t5, tiny.bert]) {
      const { labels } = await zeroShot({ model, labels: ['a dog', 'a cat', 'the river'] });
      expect(labels.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
      expect(labels.map(({ probability }) => probability)).toEqual(
        labels.map(({ probability }) => probability).sort((a, b) => b - a),
      );
    }
  });

  it('one of them is certain', async () => {
    expect((await zeroShot({ labels: ['sport'] })).labels).toEqual([{ label: 'sport', probability: 1 }]);
  });

  it('may hold what a replacement would read as its own signs', async () => {
    const { labels } = await zeroShot({ labels: ['$&', "$'", '$1'] });
    expect(labels.map(({ label }) => label).sort()).toEqual(['$&', "$'", '$1']);
  });

  it.each<[string, object]>([
    ['labels', { labels: ['sport', 'sport'] }],
    ['labels', { labels: [] }],
    ['labels.1', { labels: ['sport', '  '] }],
    ['template', { template: 'This text is about it.' }],
    ['template', { template: '{label} {label}' }],
  ])('%s that cannot be are refused: %j', async (name, params) => {
    await expect(zeroShot(params)).rejects.toMatchObject({ code: 'bad-request', details: { kind: 'parameter', name } });
  });

  it('of a text that is too long are refused with its length', async () => {
    await expect(zeroShot({ text: 'The cat sat. '.repeat(200) })).rejects.toMatchObject({ code: 'too-long' });
  });
});
