/* Bits of words by the embedded models: at borders of words nothing is counted twice, and nothing is lost. */
import { afterAll, describe, expect, it } from 'vitest';
import { scoreParams, type Reader } from '../../../src/host/features/surprise/readers.js';
import { wordBits } from '../../../src/host/features/surprise/wordBits.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const TEXTS = [
  'The old man’s umbrella—an heirloom—was unforgettable, he said; "keep it".',
  'It cost 3,450.50 dollars (too much) and e-mails don’t help.',
  'Zürich lies in Switzerland 😀, by the lake.',
];
const READERS: Reader[] = [
  { model: 'gpt2-mini', method: 'causal' },
  { model: 'bert-mini', method: 'pseudo' },
];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function read(reader: Reader, before: string, text: string) {
  const params = scoreParams(reader, { before, text, after: '' });
  const value = await engine.call('score', params);
  const whole = before + text;
  return { value, words: wordBits(value, whole, { start: before.length, end: whole.length }) };
}

describe.each(READERS)('$model', (reader) => {
  it.each(TEXTS)('gives words the bits of all tokens: %s', async (text) => {
    const { value, words } = await read(reader, '', text);
    // The first word of a text from the left has no figure.
    const unscored = words.filter(({ bits }) => bits === null);
    expect(unscored.length).toBe(reader.method === 'causal' ? 1 : 0);
    const from = unscored[0]?.end ?? 0;
    const tokens = value.tokens.filter(({ start, logProbability }) => logProbability !== null && start! >= from);
    const expected = sum(tokens.map(({ logProbability }) => -logProbability! / Math.LN2));
    expect(sum(words.map(({ bits }) => bits ?? 0))).toBeCloseTo(expected, 6);
    expect(sum(words.map(({ tokens }) => tokens))).toBe(tokens.length);
  });

  it('gives a text cut in two, each with what stands before it, all its words once', async () => {
    const [first, second] = TEXTS as [string, string];
    const whole = await read(reader, '', `${first} ${second}`);
    const parts = [await read(reader, '', first), await read(reader, `${first} `, second)];
    expect(parts.flatMap(({ words }) => words.map(({ text }) => text))).toEqual(whole.words.map(({ text }) => text));
    if (reader.method === 'pseudo') return;
    const bits = (words: (typeof whole)['words']) => words.map((word) => word.bits ?? 0);
    const found = parts.flatMap(({ words }) => bits(words));
    bits(whole.words).forEach((value, at) => expect(found[at]).toBeCloseTo(value, 3));
  });
});
