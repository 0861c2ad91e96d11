/* The sentence encoder that comes along has names and forms of its own for its weights: learning from it begins at what it is. */
import { afterAll, expect, it } from 'vitest';
import { readMarkedNames } from '../../../src/text/markedNames.js';
import { localEngine, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('train-e5');

/** Texts in the languages that no other model along knows. */
const TEXTS = [
  'Das Essen war ausgezeichnet.',
  'Le train est parti à huit heures.',
  'Mañana vamos a la playa.',
  'Cartea este pe masă.',
  '今天天气很好。',
  'The sea is calm today.',
];

const cosine = (one: readonly number[], other: readonly number[]): number => {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
};

it('a classifier with its head alone makes the same vectors as the model that it was made from', async () => {
  const folder = `${work}/classifier`;
  const examples = TEXTS.map((text, at) => ({ text, label: at % 2 ? 'odd' : 'even' }));
  await engine.call('train', { model: 'e5-mini', examples, folder, layers: 'head', heldOut: 0, curvePoints: 0 });
  const { vectors: base } = await engine.call('embed', { model: 'e5-mini', texts: TEXTS, pooling: 'mean' });
  // The classifier has no prompts of its own.
  const texts = TEXTS.map((text) => `query: ${text}`);
  const { vectors: own } = await engine.call('embed', { model: folder, texts, pooling: 'mean' });
  expect(own).toHaveLength(TEXTS.length);
  // Its graph rounds what each matrix reads to 8 bit; other texts are at 0.8.
  own.forEach((vector, at) => expect(cosine(vector, base[at]!)).toBeGreaterThan(0.995));
});

it('learns to find names in German, judged without the signs behind them, and what was learnt is found', async () => {
  const folder = `${work}/names`;
  const names = ['Anna', 'Peter', 'Maria', 'Jonas'];
  const places = ['Berlin', 'Hamburg', 'Wien'];
  const examples = names.flatMap((name) =>
    places.map((place) => readMarkedNames(`Gestern war [${name}](Person) in [${place}](Ort).`)),
  );
  const settings = { layers: 'head', shuffles: 0, penalty: 0.01 } as const;
  const { tagger } = await engine.call('trainNames', { model: 'e5-mini', examples, folder, ...settings });
  expect(tagger!.right).toBeGreaterThanOrEqual(0.9 * tagger!.marked);
  const text = 'Heute war Maria in Wien.';
  const { entities } = await engine.call('entities', { model: folder, text, aggregation: 'first' });
  // By the pipeline's rule the stop is of the word; *Find Names* leaves it out.
  expect(entities.map(({ text: name, label }) => [name.replace(/\.$/, ''), label])).toEqual([
    ['Maria', 'Person'],
    ['Wien', 'Ort'],
  ]);
}, 180_000);
