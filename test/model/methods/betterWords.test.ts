import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

/** Asks about the word between asterisks. */
function ask(marked: string, more: { topK?: number; model?: string } = {}) {
  const [before = '', word = '', after = ''] = marked.split('*');
  const place = { start: before.length, end: before.length + word.length };
  return engine.call('betterWords', { text: before + word + after, ...place, ...more });
}

async function near(marked: string, topK = 10): Promise<string[]> {
  const { candidates } = await ask(marked, { topK });
  return candidates.filter(({ group }) => group === 'meaning').map(({ text }) => text);
}

describe('words near in meaning', () => {
  it.each([
    ['The garden was *beautiful* in spring.', ['lovely', 'pretty', 'attractive', 'wonderful']],
    ['We met in a small *café* near the station.', ['restaurant', 'bar', 'cafeteria', 'coffeehouse']],
    ['She *purchased* a new coat.', ['bought', 'got', 'acquired']],
    ['The *lads* were playing football.', ['boys', 'kids', 'guys', 'children', 'fellows']],
    ['The *rapid* growth surprised us.', ['fast', 'quick', 'speedy', 'swift']],
    ['He *frequently* visits his aunt.', ['often', 'regularly', 'usually']],
  ])('%s', async (marked, acceptable) => {
    const found = (await near(marked)).slice(0, 5);
    expect(
      found.filter((word) => acceptable.includes(word)),
      found.join(', '),
    ).not.toEqual([]);
  });

  it.each([
    ['The box is *bigger* than the bag.', /er$|^more |^(worse|less)$/],
    [
      'They *walked* home in the rain.',
      /ed$|^(went|ran|came|strode|rode|got|flew|drove|crept|slid|swam|took|made|left|wound|swept)$/,
    ],
    ['The *children* sang a song.', /s$|men$|^people$/],
    ['She *runs* to the station.', /s$/],
    ['He is *looking* for his keys.', /ing$/],
  ])('have the form of the word: %s', async (marked, form) => {
    const found = await near(marked);
    expect(found).not.toEqual([]);
    for (const word of found) expect(word).toMatch(form);
  });

  it.each([
    ['It was a *hot* day.', ['cold', 'cool']],
    ['She is a *happy* child.', ['unhappy', 'sad']],
    ['He *hates* the rain.', ['loves', 'likes']],
  ])('are not its opposites: %s', async (marked, opposites) => {
    const found = await near(marked);
    for (const opposite of opposites) expect(found).not.toContain(opposite);
  });
});

describe('a better word', () => {
  it('is told with its figures, those near in meaning first', async () => {
    const value = await ask('It was a *big* mistake.', { topK: 8 });
    expect(value).toMatchObject({ model: 'bert-mini', inThesaurus: true, word: { text: 'big', start: 9, end: 12 } });
    expect(value.word.probability).toBeGreaterThan(0);
    expect(value.candidates).toHaveLength(8);
    const groups = value.candidates.map(({ group }) => group);
    expect(groups).toEqual([...groups].sort((a, b) => Number(a === 'fits') - Number(b === 'fits')));
    expect(new Set(groups)).toEqual(new Set(['meaning', 'fits']));
    for (const { probability, similarity } of value.candidates) {
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
      expect(similarity).toBeGreaterThan(-1);
      expect(similarity).toBeLessThanOrEqual(1 + 1e-6);
    }
    expect(value.encoder).toBe('e5-mini');
    for (const { nearness } of value.candidates) {
      for (const cosine of [nearness!.sentence, nearness!.word]) {
        expect(cosine).toBeGreaterThan(0);
        expect(cosine).toBeLessThan(1);
      }
    }
    const { candidates: scored } = (
      await engine.call('fillMask', { text: 'It was a [MASK] mistake.', candidates: ['big'] })
    ).masks[0]!;
    expect(value.word.probability).toBeCloseTo(scored[0]!.probability, 6);
  });

  it('is compared as embed compares, in its sentence and by itself', async () => {
    const before = 'Nobody came. ';
    const { candidates } = await ask(`${before}It was a *big* mistake, she said. So it was.`);
    const { text, nearness } = candidates[0]!;
    const cosine = async (one: string, other: string) =>
      (await engine.call('embed', { texts: [one, other], promptName: 'query' })).similarities[0]![1]!;
    const sentence = (word: string) => `It was a ${word} mistake, she said.`;
    expect(nearness!.sentence).toBeCloseTo(await cosine(sentence('big'), sentence(text)), 4);
    expect(nearness!.word).toBeCloseTo(await cosine('big', text), 4);
  });

  it('is found without a sentence encoder, too', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'glassbox-better-'));
    const models = path.resolve(import.meta.dirname, '../../../models');
    for (const name of ['bert-mini', 'wordnet', 'cedict'])
      await symlink(path.join(models, name), path.join(folder, name));
    const other = new LocalEngine({ embeddedFolder: folder, installedFolders: [], threads: 1, idleMinutes: 0 });
    const value = await other.call('betterWords', { text: 'It was a big mistake.', start: 9, end: 12 });
    expect(value).toMatchObject({
      encoder: null,
      candidates: expect.arrayContaining([expect.objectContaining({ nearness: null, group: 'meaning' })]) as unknown,
    });
    await other.dispose();
    await rm(folder, { recursive: true });
  });

  it('never is the word itself, another form of it, or listed twice', async () => {
    for (const marked of ['He *walked* home.', '*Big* dogs bark.', 'The *children* sang.', 'It was the *best* day.']) {
      const word = marked.split('*')[1]!.toLowerCase();
      const texts = (await ask(marked)).candidates.map(({ text }) => text.toLowerCase());
      expect(texts).not.toContain(word);
      expect(new Set(texts).size).toBe(texts.length);
    }
    expect((await ask('He *walked* home.', { topK: 30 })).candidates.map(({ text }) => text)).not.toContain('walk');
  });

  it('keeps capitals', async () => {
    const [first] = (await ask('*Beautiful* flowers grew there.')).candidates;
    expect(first!.text).toMatch(/^\p{Lu}\p{Ll}+$/u);
    const [shouted] = (await ask('THE HOUSE IS *BIG*.')).candidates;
    expect(shouted!.text).toMatch(/^\p{Lu}+$/u);
  });

  it('says which article it needs', async () => {
    const { candidates } = await ask('It was a *terrible* day.', { topK: 20 });
    for (const { text, article } of candidates) expect(article).toBe(/^[aeiou]/.test(text) ? 'an' : undefined);
    expect(candidates.some(({ article }) => article === 'an')).toBe(true);
  });

  it('may be a function word in the place of one', async () => {
    const { candidates } = await ask('He sat *under* the tree.');
    expect(candidates.map(({ text }) => text)).toContain('in');
    const others = (await ask('The *tree* is old.', { topK: 30 })).candidates.map(({ text }) => text);
    for (const word of ['it', 'one', 'this', 'that', 'he']) expect(others).not.toContain(word);
  });
});

describe('a Chinese word', () => {
  it.each([
    ['我*喜欢*这首歌。', ['喜爱', '爱好', '爱'], ['不想', '不能', '喜愛']],
    ['他*立刻*跑了出去。', ['马上', '立即'], ['慢慢', '馬上']],
    ['我*喜歡*這首歌。', ['喜愛', '愛好'], ['喜爱', '爱好', '喜欢']],
  ])('has words of a thesaurus near to it, in its way of writing: %s', async (marked, acceptable, others) => {
    const value = await ask(marked);
    expect(value.inThesaurus).toBe(true);
    const found = value.candidates.filter(({ group }) => group === 'meaning').map(({ text }) => text);
    expect(
      found.filter((word) => acceptable.includes(word)),
      found.join(', '),
    ).not.toEqual([]);
    for (const other of others) expect(found).not.toContain(other);
  });
});

describe('without the thesaurus', () => {
  it('a word that it does not have is told as such', async () => {
    const value = await ask('I used a *blorfing* machine.');
    expect(value.inThesaurus).toBe(false);
    expect(value.candidates.length).toBeGreaterThan(0);
  });
});

describe('bad input', () => {
  it.each([
    [{ text: 'a word', start: 2, end: 2 }, 'bad-request', 'hold no word'],
    [{ text: 'a word', start: 2, end: 60 }, 'bad-request', 'hold no word'],
    [{ text: 'a … word', start: 2, end: 3 }, 'bad-request', 'hold no word'],
    [{ text: 'a word', start: -1, end: 2 }, 'bad-request', 'start'],
    [{ text: 'a word', start: 0, end: 1, topK: 0 }, 'bad-request', 'topK'],
    [{ text: 'a word', start: 0, end: 1, model: 'gpt2-mini' }, 'wrong-architecture', 'cannot do betterWords'],
    [{ text: `${'word '.repeat(600)}`, start: 0, end: 4 }, 'too-long', '602'],
  ])('%j', async (params, code, message) => {
    await expect(engine.call('betterWords', params)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    'a',
    '👍🏽 *word* 👍🏽',
    '*ß*',
    '*x*',
    'a\n*b*\nc',
    '[MASK] *word* [MASK]',
    "He *don't* know.",
    '*New York* is big.',
  ])('answers %j', async (marked) => {
    const { candidates } = await ask(marked.includes('*') ? marked : `*${marked}*`);
    expect(Array.isArray(candidates)).toBe(true);
  });

  it('has no room for two sentences and takes one', async () => {
    const { candidates } = await ask(`${'the cat sat there and '.repeat(40)} was *happy*.`);
    expect(candidates.length).toBeGreaterThan(0);
  });

  it('serves tiny models of other vocabularies', async () => {
    const { candidates } = await ask('a *good* day', { model: tiny.bert });
    expect(candidates.every(({ similarity }) => Number.isFinite(similarity))).toBe(true);
  });

  it('a missing thesaurus is a fault of the installation', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'glassbox-better-'));
    const other = new LocalEngine({
      embeddedFolder: folder,
      installedFolders: [path.resolve(import.meta.dirname, '../../../models')],
      threads: 1,
      idleMinutes: 0,
    });
    const call = () => other.call('betterWords', { text: 'a word', start: 2, end: 6 });
    await expect(call()).rejects.toMatchObject({ code: 'internal', details: { kind: 'extensionFile' } });
    await other.dispose();
    await rm(folder, { recursive: true });
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    const call = engine.call('betterWords', { text: 'a word', start: 2, end: 6 }, {}, abort.signal);
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });
});
