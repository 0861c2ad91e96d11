/* The embedded sentence encoder: against the same weights in numpy, in the six languages that it is for. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

interface Case {
  sentence: number;
  text: string;
  promptName: string;
  ids: number[];
  vector: number[];
}
const { model, cases } = JSON.parse(readFileSync(golden('sentence-vectors.json'), 'utf8')) as {
  model: string;
  cases: Case[];
};
const PROMPTS: Readonly<Record<string, string>> = { query: 'query: ', passage: 'passage: ' };

const product = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, value, at) => sum + value * other[at]!, 0);

describe('against numpy', () => {
  it.each(cases)('$text', async ({ text, promptName, ids, vector }) => {
    const { tokens } = await engine.call('tokens', { model, text: PROMPTS[promptName]! + text });
    expect(tokens.map(({ id }) => id)).toEqual(ids);
    const found = await engine.call('embed', { texts: [text], promptName });
    expect(found.model).toBe(model);
    const [own = []] = found.vectors;
    expect(product(own, own)).toBeCloseTo(1, 6);
    // 8 bit costs less than a thousandth.
    expect(product(own, vector)).toBeGreaterThan(0.999);
  });
});

it('finds the same sentence in each of the other languages', async () => {
  const { similarities } = await engine.call('embed', { texts: cases.map(({ text }) => text) });
  const languages = 6;
  for (const [at, { sentence, text }] of cases.entries()) {
    for (let language = 0; language < languages; language++) {
      const row = cases.flatMap((one, place) => (place % languages === language ? [{ ...one, place }] : []));
      const [nearest] = row.sort((one, other) => similarities[at]![other.place]! - similarities[at]![one.place]!);
      expect(nearest!.sentence, `${text} ${nearest!.text}`).toBe(sentence);
    }
  }
});

it('spells what its vocabulary was cut of, and other scripts, from smaller pieces', async () => {
  for (const text of [
    'ὀξύμωρον Ελλάδα',
    'Съешь ещё этих булок',
    'いろはにほへと',
    'antidisestablishmentarianism',
    '鬱 龍 é ß œ ț ş',
  ]) {
    const { tokens } = await engine.call('tokens', { model, text });
    expect(
      tokens.filter(({ text: piece }) => piece === '<unk>'),
      text,
    ).toEqual([]);
  }
});

it('ranks what answers a question first, whatever the language', async () => {
  const texts = [
    'Die Sonne geht im Osten auf.',
    'Bread is baked from flour, water and salt.',
    'La lune tourne autour de la Terre.',
  ];
  const { method, ranking } = await engine.call('rank', { query: 'What goes into bread?', texts });
  expect(method).toBe('similarity');
  expect(ranking[0]!.index).toBe(1);
  expect((await engine.call('rank', { query: '太阳从哪里升起？', texts })).ranking[0]!.index).toBe(0);
});

it('shows its attention', async () => {
  const { maps } = await engine.call('attention', { model, text: 'The cat sleeps.' });
  expect(maps).toMatchObject([{ kind: 'encoder', layers: 12, heads: 12 }]);
});
