import { describe, expect, it } from 'vitest';
import { SentenceSearch } from '../../../../../src/host/features/translate/review/sentenceSearch.js';
import type { TranslationRequest } from '../../../../../src/host/features/translate/translationRequest.js';
import type { Params, Sequence, TranslateValue } from '../../../../../src/protocol/engine/index.js';

const TEXT = 'The dog sleeps. The cat is awake.';
const around = { before: '> ', after: ' <' };
const sentence = {
  id: 1,
  text: 0,
  start: 16,
  end: 33,
  source: 'The cat is awake.',
  target: 'Die Katze ist wach.',
  doubts: [],
  kept: false,
  written: '',
  changed: false,
};
const { signal } = new AbortController();

/** A search whose engine answers with one translation after the other. */
function searchIn(answers: Partial<TranslateValue>[], request: Partial<TranslationRequest> = {}) {
  const asked: Params<'translate'>[] = [];
  const engine = {
    call: (_: string, params: Params<'translate'>) => {
      asked.push(params);
      return Promise.resolve({ model: 't5-mini', text: '', segments: [], ...answers[asked.length - 1] });
    },
  } as never;
  const whole: TranslationRequest = {
    model: 't5-mini',
    from: 'English',
    to: 'German',
    decoding: { strategy: 'beam', numBeams: 4 },
    format: 'markdown',
    glossary: [],
    typography: 'target',
    ...request,
  };
  return { asked, search: new SentenceSearch(engine, whole, [{ text: TEXT, around }]) };
}

const answer = (text: string, more: object = {}): Partial<TranslateValue> => ({
  text,
  segments: [{ start: 0, end: 17, target: text, logProbability: -1, ...more }],
});

describe('another translation of a sentence', () => {
  it('is looked for where the sentence stands, with the glossary', async () => {
    const glossary = [{ source: 'cat', target: 'Kater' }];
    const { asked, search } = searchIn([answer('Der Kater ist wach.')], { glossary });
    await search.again(sentence, [], signal);
    const [{ text, around: rest, glossary: terms, decoding, typography, avoid } = {} as Params<'translate'>] = asked;
    expect({ text, rest, terms }).toEqual({
      text: 'The cat is awake.',
      rest: { before: '> The dog sleeps. ', after: ' <' },
      terms: glossary,
    });
    expect(decoding).toEqual({ strategy: 'beam', numBeams: 4 });
    expect(avoid).toEqual(['The cat is awake.']);
    expect(typography).toBeUndefined();
  });

  it('is drawn where the search has found none that was not seen, with what is to be doubted in it', async () => {
    const { asked, search } = searchIn([
      answer('Die Katze ist wach.'),
      answer('The cat is awake.', { kept: true, doubts: ['structure'] }),
      answer('Eine Katze wacht.', { doubts: ['length'] }),
    ]);
    const found = await search.again(sentence, ['Die Katze ist wach.'], signal);
    expect(found).toEqual({ target: 'Eine Katze wacht.', doubts: ['length'], kept: false });
    expect(asked.map(({ decoding }) => decoding?.strategy)).toEqual(['beam', 'sample', 'sample']);
    expect(asked.map(({ avoid }) => avoid)).toEqual(Array(3).fill(['Die Katze ist wach.', 'The cat is awake.']));
  });

  it('is none after a few draws, each with a seed of its own', async () => {
    const same = answer('Die Katze ist wach.');
    const { asked, search } = searchIn(Array<Partial<TranslateValue>>(12).fill(same));
    expect(await search.again(sentence, ['Die Katze ist wach.'], signal)).toBeNull();
    expect(await search.again(sentence, ['Die Katze ist wach.'], signal)).toBeNull();
    const seeds = asked.flatMap(({ decoding }) => decoding?.seed ?? []);
    expect(seeds).toHaveLength(asked.length - 2);
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});

describe('the alternatives of a sentence', () => {
  const sequences = [{ ids: [1], text: 'Die Katze ist wach.' }] as Sequence[];

  it('are what the search found, behind a prefix where there is one', async () => {
    const { asked, search } = searchIn([answer('x', { sequences }), answer('x', { sequences })]);
    expect(await search.alternatives(sentence, [], signal)).toBe(sequences);
    expect(await search.alternatives(sentence, [5, 6], signal)).toBe(sequences);
    expect(asked.map(({ alternatives, targetPrefix }) => [alternatives, targetPrefix])).toEqual([
      [8, undefined],
      [8, [5, 6]],
    ]);
  });

  it('are none where the sentence was read in another form or in parts', async () => {
    const { search } = searchIn([answer('x'), { text: 'x', segments: [] }]);
    expect(await search.alternatives(sentence, [], signal)).toEqual([]);
    expect(await search.alternatives(sentence, [], signal)).toEqual([]);
  });
});
