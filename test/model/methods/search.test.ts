import { afterAll, describe, expect, it } from 'vitest';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const CROSS_ENCODER = golden('families/models/mini-cross-encoder');
const engine = localEngine();
afterAll(() => engine.dispose());

const TALES = [
  {
    name: 'fox.md',
    text: [
      '# The fox and the grapes',
      '',
      'A **hungry** fox saw ripe grapes on a [vine](https://example.org/vine). He jumped as high as he could.',
      '',
      '> They hung too high for him. “They are surely sour,” he said, and walked away.',
    ].join('\n'),
  },
  {
    name: 'dorf/wolf.txt',
    text: 'Ein Hirte rief jeden Abend, dass der Wolf komme.\r\nNiemand glaubte ihm mehr. Dann kam der Wolf wirklich.',
  },
  { name: 'snow.txt', text: '雪很深。孩子们在村子里堆了一个雪人。第二天太阳出来，它就化了。' },
];
const search = (params: object) => engine.call('search', { documents: TALES, query: '', ...params });
const texts = (value: Awaited<ReturnType<typeof search>>) => value.results.map(({ text }) => text);

describe('documents', () => {
  it('are found by their meaning in another language, sentence by sentence, at exact places', async () => {
    const value = await search({ query: 'Why does nobody believe the shepherd any more?', mode: 'meaning', topK: 3 });
    expect(value).toMatchObject({ model: 'e5-mini', reranker: null, passages: 11, outdated: 0 });
    expect(texts(value)[0]).toBe('Niemand glaubte ihm mehr.');
    for (const { name, start, end, text, words, meaning } of value.results) {
      expect(TALES.find((tale) => tale.name === name)!.text.slice(start, end)).toBe(text);
      expect(words).toBeNull();
      expect(meaning!.rank).toBeGreaterThan(0);
    }
    expect(value.results.map(({ meaning }) => meaning!.rank)).toEqual([1, 2, 3]);
  });

  it('are told as a reader reads them, too: without signs, of which a sentence may have half', async () => {
    const text = 'It is **late. The _owl_\nis awake**, see [her](https://example.org/owl) nest.';
    const documents = [{ name: 'owl.md', text }];
    const { results } = await engine.call('search', { documents, query: 'owl', mode: 'words' });
    expect(results.map(({ text: written, reading }) => [written, reading])).toEqual([
      ['The _owl_\nis awake**, see [her](https://example.org/owl) nest.', 'The owl is awake, see her nest.'],
    ]);
  });

  it('are found by their words in any case and without accents, and say which', async () => {
    const value = await search({ query: 'GRÀPES, sour (walked)?', mode: 'words' });
    expect(texts(value)).toEqual([
      '“They are surely sour,” he said, and walked away.',
      'The fox and the grapes',
      'A **hungry** fox saw ripe grapes on a [vine](https://example.org/vine).',
    ]);
    expect(value.results[0]!.words).toMatchObject({ rank: 1, terms: ['sour', 'walked'], around: ['grapes'] });
    expect(value.results[0]!.meaning).toBeNull();
  });

  it('name no word as beside them that stands in them in other capitals', async () => {
    const text = 'The owl was late. She saw the mouse, but the mouse was gone.';
    const documents = [{ name: 'owl.txt', text }];
    const { results } = await engine.call('search', { documents, query: 'the owl mouse', mode: 'words' });
    const { terms, around } = results.find((one) => one.text.startsWith('The'))!.words!;
    expect([terms, around]).toEqual([['The', 'owl'], ['mouse']]);
  });

  it('in Chinese are found by neighbouring characters, and by one', async () => {
    const value = await search({ query: '孩子堆雪人', mode: 'words' });
    expect(value.results[0]).toMatchObject({ name: 'snow.txt', text: '孩子们在村子里堆了一个雪人。' });
    expect(value.results[0]!.words!.terms).toEqual(['孩子', '雪人']);
    expect(texts(await search({ query: '雪', mode: 'words' }))).toHaveLength(2);
  });

  it('are put into the order of both, and each stage says its rank', async () => {
    const value = await search({ query: 'Fuchs grapes', topK: 11 });
    expect(value.results[0]!.name).toBe('fox.md');
    const scores = value.results.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    for (const { meaning } of value.results) expect(meaning!.cosine).toBeGreaterThan(0.5);
    expect(value.results.find(({ text }) => text === 'He jumped as high as he could.')!.words).toMatchObject({
      ...{ rank: 3, terms: [], around: ['grapes'] },
    });
    expect(value.results.find(({ name }) => name === 'snow.txt')!.words).toBeNull();
  });

  it('are read once: a second question needs their vectors no more, and an edit those of its sentence', async () => {
    const read = async (documents: typeof TALES) => {
      const totals: number[] = [];
      const onProgress = (progress: { kind: string; total?: number }) => {
        if (progress.kind === 'index') totals.push(progress.total!);
      };
      await engine.call('search', { documents, query: 'the moon' }, { onProgress });
      return totals;
    };
    const [first, ...others] = TALES;
    const longer = { ...first!, text: `${first!.text} An owl laughed at him. The moon rose.` };
    await read(TALES);
    expect(await read(TALES)).toEqual([]);
    expect(await read([longer, ...others])).toEqual([2]);
  });
});

describe('a cross-encoder', () => {
  it('puts the first ones into its own order, as `rank` does', async () => {
    const query = 'What did the fox want?';
    const plain = await search({ query, topK: 11 });
    const value = await search({ query, topK: 11, reranker: CROSS_ENCODER });
    // What words and meaning said together before stands beside.
    const before = await search({ query, topK: 11 });
    const inOrder = [...value.results].sort((one, other) => one.together!.rank - other.together!.rank);
    expect(inOrder.map(({ text }) => text)).toEqual(texts(before));
    expect(inOrder.map(({ together }) => together!.score)).toEqual(before.results.map(({ score }) => score));
    expect(value.reranker).toBe(CROSS_ENCODER);
    expect(new Set(texts(value))).toEqual(new Set(texts(plain)));
    const { ranking } = await engine.call('rank', { model: CROSS_ENCODER, query, texts: texts(plain) });
    const read = value.results.filter(({ rerank }) => rerank !== null);
    expect(read.map(({ rerank }) => rerank!.rank)).toEqual(read.map((_, at) => at + 1));
    expect(read.map(({ text }) => text)).toEqual(ranking.map(({ index }) => texts(plain)[index]!));
    read.forEach(({ score, rerank, meaning }, at) => {
      expect(score).toBe(rerank!.score);
      expect(score).toBeCloseTo(ranking[at]!.score, 4);
      expect(meaning).not.toBeNull();
    });
  });

  it('loses no sentence in which all words of the question stand', async () => {
    const all = texts(await search({ query: 'fox', topK: 11 }));
    for (const query of all.filter((text) => /\p{L}{3}/u.test(text))) {
      const plain = await search({ query, topK: 2 });
      const value = await search({ query, topK: 2, reranker: CROSS_ENCODER });
      expect(plain.results[0]!.text).toBe(query);
      expect(texts(value)).toContain(query);
      expect(value.results).toHaveLength(2);
      expect(value.results[0]!.rerank!.rank).toBe(1);
    }
  });

  it('is none where a model has several classes', async () => {
    const reranker = golden('families/models/mini-bert-sst2');
    await expect(search({ query: 'fox', reranker })).rejects.toMatchObject({
      code: 'wrong-architecture',
      details: { kind: 'noCrossEncoder', model: reranker, scores: 2 },
    });
  });
});

describe('what cannot be searched', () => {
  it.each([
    ['nothing is given', { documents: undefined }, { kind: 'parameter', name: 'documents' }],
    ['both are given', { index: '/index' }, { kind: 'parameter', name: 'documents' }],
    ['the question is empty', { query: ' \n' }, { kind: 'parameter', name: 'query' }],
    ['there is no document', { documents: [] }, { kind: 'nothingToSearch' }],
    [
      'no document has a word',
      { documents: [{ name: 'a.txt', text: '… 12 – —\n\n***' }] },
      { kind: 'nothingToSearch' },
    ],
  ])('says so where %s', async (_, params, details) => {
    await expect(search({ query: 'fox', ...params })).rejects.toMatchObject({ code: 'bad-request', details });
  });

  it('says how long a question is that the model does not take', async () => {
    await expect(search({ query: 'fox '.repeat(600) })).rejects.toMatchObject({
      code: 'too-long',
      details: { kind: 'length', what: 'question', limit: 512, model: 'e5-mini' },
    });
    // Words have no such limit.
    expect((await search({ query: 'fox '.repeat(600), mode: 'words' })).results).not.toHaveLength(0);
  });

  it('needs no sentence: a line without an end is cut, and lone surrogates do no harm', async () => {
    const documents = [{ name: 'data.txt', text: `${'ab\u{1F98A}cd'.repeat(3000)} fox \ud800 end` }];
    const value = await engine.call('search', { documents, query: 'fox', topK: 1 });
    expect(value.passages).toBeGreaterThan(25);
    expect(value.results[0]!.text).toContain('fox');
  });
});
