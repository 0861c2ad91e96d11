import { afterAll, describe, expect, it } from 'vitest';
import { golden } from '../../golden/compare.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const T5 = golden('families/models/mini-t5');
const BART = golden('families/models/mini-bart');
const TEXT = 'The dog ran home. Once upon a time there was a king who lived by the sea. He had three daughters.';
const summarize = (params: object) => engine.call('summarize', { model: T5, text: TEXT, maxNewTokens: 12, ...params });

describe('a summary', () => {
  it.each([T5, BART])('of %s is what the model writes by itself', async (model) => {
    const decoding = {
      strategy: 'beam',
      numBeams: 4,
      lengthPenalty: 2,
      earlyStopping: true,
      noRepeatNgramSize: 3,
    } as const;
    const { sequences } = await engine.call('generate', { model, text: TEXT, decoding, maxNewTokens: 12 });
    expect((await summarize({ model })).text).toBe(sequences[0]!.text.trim());
  });

  it.each([T5, BART])('of %s says how much of the cross-attention went to each sentence', async (model) => {
    const value = await summarize({ model });
    const { maps, source, target } = await engine.call('attention', {
      model,
      text: TEXT,
      target: value.text,
      kinds: ['cross'],
      average: 'all',
    });
    const [map] = maps;
    const within = (
      token: { start: number | null; end: number | null },
      { start, end }: { start: number; end: number },
    ) => token.start !== null && token.end !== null && token.start < end && token.end > start;
    for (const sentence of value.sentences) {
      expect(sentence.sources.map(({ start, end }) => TEXT.slice(start, end)).sort()).toEqual([
        'He had three daughters.',
        'Once upon a time there was a king who lived by the sea.',
        'The dog ran home.',
      ]);
      expect(sentence.sources.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
      const mass = (one: { start: number; end: number }) =>
        target!
          .flatMap((token, row) =>
            within(token, sentence)
              ? source.map((key, column) => (within(key, one) ? map!.values[row * map!.keys + column]! : 0))
              : [],
          )
          .reduce((sum, value) => sum + value, 0);
      const total = sentence.sources.reduce((sum, one) => sum + mass(one), 0);
      for (const one of sentence.sources) expect(one.weight).toBeCloseTo(mass(one) / total, 5);
    }
  });

  it('of a text that is longer than the model is made of parts, with places in the whole', async () => {
    const text = Array.from(
      { length: 12 },
      (_, at) => `Once upon a time there was a king number ${at} who lived by the sea.`,
    ).join(' ');
    const value = await summarize({ model: BART, text });
    expect(value.parts).toBeGreaterThan(1);
    for (const { start, end, sources } of value.sentences) {
      expect(value.text.slice(start, end).trim()).not.toBe('');
      for (const one of sources) expect(text.slice(one.start, one.end)).toMatch(/^Once upon .* sea\.$/);
    }
    const places = new Set(value.sentences.flatMap(({ sources }) => sources.map(({ start }) => start)));
    expect(places.size).toBe(12);
  });

  it('that has more tokens when it is read again than the model takes is one all the same', async () => {
    const text =
      'The children sat on the bank of the river and watched the boats. She drank a cup of tea in the morning. ' +
      'When the rain stopped, the dog went home.';
    const value = await summarize({ model: BART, text, maxNewTokens: undefined });
    expect(value.text).not.toBe('');
    await expect(engine.call('attention', { model: BART, text, target: value.text })).rejects.toMatchObject({
      code: 'too-long',
    });
    expect(value.sentences.map(({ sources }) => sources)).toEqual(value.sentences.map(() => []));
  });

  it.each<[string, object, object]>([
    ['no model is named', { model: undefined }, { code: 'bad-request', details: { kind: 'modelNeeded' } }],
    ['it only translates', { model: 't5-mini' }, { code: 'wrong-architecture', details: { onlyTranslates: true } }],
    ['it is an encoder', { model: tiny.bert }, { code: 'wrong-architecture' }],
    ['there is no text', { text: ' \n ' }, { code: 'bad-request', details: { kind: 'nothingToRead' } }],
    ['one sentence is too long', { model: BART, text: 'word '.repeat(300) }, { code: 'too-long' }],
  ])('is refused where %s', async (_, params, error) => {
    await expect(summarize(params)).rejects.toMatchObject(error);
  });
});
