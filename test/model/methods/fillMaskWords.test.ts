/* Fill Mask on sentences as people write them: with marks, without a final stop, where a name belongs. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FillMaskValue } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { fillRows, type CandidateChoice } from '../../../src/host/features/fillMask/candidateRows.js';
import { findMaskNear, toEngineInput, writerFor } from '../../../src/host/features/fillMask/maskedSentence.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const SENTENCES = readFileSync(path.join(import.meta.dirname, 'fillMaskSentences.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [kind: string, written: string, plain: string]);

const headings = {
  together: 'all',
  gap: (number: number) => `mask ${number}`,
  now: 'now',
  instead: 'instead',
  character: 'character',
  punctuation: 'punctuation',
};

/** What the list shows for a text: words, and below them punctuation. */
async function list(written: string, format: 'markdown' | 'plain' = 'markdown') {
  const { task } = findMaskNear(written, written.indexOf('[MASK]'), undefined, format)!;
  const asked = toEngineInput(task, new Map());
  const value = await engine.call('fillMask', { text: asked.text, topK: 10, words: true });
  const rows = fillRows(value, asked, headings, writerFor(task, new Map()));
  const end = rows.findIndex((row) => row.kind === 'heading');
  const words = rows.slice(0, end < 0 ? rows.length : end) as CandidateChoice[];
  return { labels: words.map(({ label }) => label), words: words.map(({ words: put }) => put.get(0)), value };
}

/** Whatever the list should show is found in the whole vocabulary by a test of its own. */
async function wordsOfPlain(plain: string): Promise<string[]> {
  const { masks } = await engine.call('fillMask', { text: plain, topK: 1000 });
  return masks[0]!.candidates
    .map(({ text }) => text)
    .filter((text) => /^[a-zà-öø-ÿ0-9]+$/.test(text))
    .slice(0, 10);
}

/** Written small they are wrong wherever they stand in a sentence; "may" and "march" are words, too. */
const NAMES = new Set(
  `monday tuesday wednesday thursday friday saturday sunday january february april june july september october november
  december english french german spanish italian russian chinese japanese latin greek arabic hebrew dutch portuguese
  england france germany spain italy russia japan america australia canada mexico egypt greece europe africa asia india
  london paris rome berlin boston tokyo moscow chicago vienna madrid york british american tom mary john peter paul jack
  alice anna bob jim george david henry william charles elizabeth`.split(/\s+/),
);

describe('200 sentences', () => {
  it('are as many, of three kinds', () => {
    expect(new Set(SENTENCES.map(([, written]) => written)).size).toBe(200);
    expect(new Set(SENTENCES.map(([kind]) => kind))).toEqual(new Set(['marks', 'no stop', 'names']));
  });

  it.each(SENTENCES)('%s: %s', async (_, written, plain) => {
    const { labels, words } = await list(written);
    expect(words).toEqual(await wordsOfPlain(plain));
    for (const label of labels.slice(0, 5)) expect(label).toMatch(/^(?:an? )?[\p{L}\p{N}]+$/u);
    const small = labels.filter((label) => NAMES.has(label));
    expect(small).toEqual([]);
  });
});

describe('a list of words', () => {
  it('leaves punctuation to a group of its own, and says how much it has left out', async () => {
    const { value } = await list('The bridge had been [MASK]', 'plain');
    const raw = await engine.call('fillMask', { text: 'The bridge had been [MASK]', topK: 5 });
    const unended = await engine.call('fillMask', { text: 'The bridge had been [MASK]', topK: 5, words: true });
    expect(raw.masks[0]!.candidates[0]!.text).toBe('.');
    const { leftOut, candidates } = unended.masks[0]!;
    expect(leftOut!.candidates[0]).toEqual(raw.masks[0]!.candidates[0]);
    expect(leftOut!.probability).toBeGreaterThan(raw.masks[0]!.candidates[0]!.probability);
    expect(candidates.every(({ text }) => /^[a-z]+$/.test(text))).toBe(true);
    // With its silent stop the same sentence leaves little out.
    expect(value.masks[0]!.leftOut!.probability).toBeLessThan(0.2);
  });

  it('has the probabilities over the whole vocabulary', async () => {
    const text = 'She drank a cup of [MASK] today.';
    const [all, words] = await Promise.all([
      engine.call('fillMask', { text, topK: 1000 }),
      engine.call('fillMask', { text, topK: 5, words: true }),
    ]);
    for (const one of words.masks[0]!.candidates) expect(all.masks[0]!.candidates).toContainEqual(one);
  });

  it('has pieces of words behind letters', async () => {
    const { masks } = await engine.call('fillMask', {
      text: 'The tall[MASK] man in the house was happy.',
      topK: 10,
      words: true,
    });
    expect(masks[0]!.candidates.filter(({ text }) => text.startsWith('##')).length).toBeGreaterThan(0);
    expect(masks[0]!.candidates.filter(({ text }) => !/\p{L}/u.test(text))).toEqual([]);
  });

  it('is written in the scripts of the text, Chinese in its own way', async () => {
    const of = async (text: string) =>
      (await engine.call('fillMask', { text, topK: 50, words: true })).masks[0]!.candidates.map((one) => one.text);
    expect((await of('I ate an [MASK].')).filter((word) => /\p{Script=Han}/u.test(word))).toEqual([]);
    const simplified = await of('我们在学校学习[MASK]文。');
    expect(simplified.filter((word) => /[a-z]|[語們國學]/.test(word))).toEqual([]);
    const traditional = await of('我們在學校學習[MASK]文。');
    expect(traditional.filter((word) => /[a-z]|[语们国学]/.test(word))).toEqual([]);
    expect(simplified.length).toBe(50);
  });

  it('is spelled as the text is', async () => {
    const of = async (text: string) =>
      (await engine.call('fillMask', { text, topK: 1000, words: true })).masks[0]!.candidates.map((one) => one.text);
    const british = await of('My favourite [MASK] is blue.');
    expect([british.includes('colour'), british.includes('color')]).toEqual([true, false]);
    const american = await of('My favorite [MASK] is blue.');
    expect([american.includes('colour'), american.includes('color')]).toEqual([false, true]);
  });

  it('fills several masks with words only', async () => {
    const text = 'The train went through the [MASK] [MASK]';
    const { joint } = await engine.call('fillMask', { text, topK: 10, words: true });
    expect(joint!.length).toBe(10);
    expect(joint!.flatMap(({ texts }) => texts).filter((word) => !/^[a-z0-9]+$/.test(word))).toEqual([]);
    const raw = await engine.call('fillMask', { text, topK: 10 });
    expect(raw.joint!.flatMap(({ texts }) => texts)).toContain('.');
  });
});

describe('a vocabulary whose words begin with their space', () => {
  const model = golden('families/models/mini-roberta');
  const masked = (text: string, more: object = {}) => engine.call('fillMask', { model, text, topK: 8, ...more });
  const texts = ({ masks }: FillMaskValue) => masks[0]!.candidates.map(({ text }) => text);

  it('gives words without it, and no pieces behind a space', async () => {
    const text = 'She drank a cup of <mask> at night.';
    const all = await masked(text, { topK: 1000 });
    const probabilities = new Map(all.masks[0]!.candidates.map((one) => [one.text, one.probability]));
    const words = await masked(text, { words: true });
    for (const { text: word, probability } of words.masks[0]!.candidates) {
      expect(word).toMatch(/^\S+$/);
      expect(probability).toBe(probabilities.get(` ${word}`));
    }
  });

  it('gives what has none at a beginning, behind an opening mark and within a word', async () => {
    for (const text of ['<mask> is here.', 'He said (<mask>) now.', 'She ate a sand<mask> today.']) {
      const found = await masked(text, { words: true });
      const raw = new Set(texts(await masked(text, { topK: 1000 })));
      for (const word of texts(found)) expect(raw.has(word)).toBe(true);
    }
  });

  it('scores a word as one that stands behind a space', async () => {
    const text = 'She drank a cup of <mask> at night.';
    const [own] = (await masked(text, { words: true, candidates: ['are'] })).masks[0]!.candidates;
    const [listed] = (await masked(text, { topK: 1000 })).masks[0]!.candidates.filter((one) => one.text === ' are');
    expect(own).toEqual({ ...listed, text: 'are' });
  });
});
