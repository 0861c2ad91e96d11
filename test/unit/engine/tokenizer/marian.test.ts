/* What MarianTokenizer does of its own; ids are those of transformers 5.24 with the same files. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer, type TextTokenizer } from '../../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../../golden/compare.js';

const MINI = golden('families/models/mini-marian');

describe('a code of a language in front of a text', () => {
  let folder = '';
  let tokenizer: TextTokenizer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
    cpSync(MINI, folder, { recursive: true });
    const ids = JSON.parse(readFileSync(join(MINI, 'vocab.json'), 'utf8')) as Record<string, number>;
    const codes = Object.entries({ ...ids, '>>fra<<': 517, '>>deu<<': 518 });
    const kept = codes.filter(([token]) => !['▁listen', '▁white'].includes(token));
    writeFileSync(join(folder, 'vocab.json'), JSON.stringify(Object.fromEntries(kept)));
    tokenizer = await loadTokenizer(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['>>fra<< the cat', [517, 9, 50, 75, 0]],
    ['>>deu<<the', [518, 9, 0]],
    ['>>fra<<\nthe', [517, 9, 0]],
    ['>>fra<<', [517, 0]],
    ['x</s>>>fra<< the', [4, 207, 0, 517, 9, 0]],
  ])('%j: one token', (text, ids) => {
    expect(tokenizer.encode(text).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['>>xyz<< the', [1, 9, 0]],
    ['>>a\n<<b', [1, 40, 0]],
    ['>><< x', [1, 4, 207, 0]],
  ])('%j: one unknown token', (text, ids) => {
    expect(tokenizer.encode(text).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    [' >>fra<< the', [4, 1, 54, 93, 1, 9, 0]],
    ['a >>fra<< the', [12, 4, 1, 54, 93, 1, 9, 0]],
    ['>>fra<< >>deu<< the', [517, 4, 1, 10, 5, 25, 1, 9, 0]],
    ['>>fra <unk> << x', [4, 1, 54, 93, 1, 4, 1, 4, 207, 0]],
  ])('%j: none elsewhere', (text, ids) => {
    expect(tokenizer.encode(text).map(({ id }) => id)).toEqual(ids);
  });

  it('has its place in the text', () => {
    expect(tokenizer.encode('>>fra<< the').slice(0, 2)).toMatchObject([
      { text: '>>fra<<', start: 0, end: 7 },
      { start: 8, end: 11 },
    ]);
  });
});

it('marks beyond a letter’s own stay by themselves, however many there are', async () => {
  const tokenizer = await loadTokenizer(MINI);
  expect(tokenizer.encode('a\u0300\u0301\u0302').map(({ id }) => id)).toEqual([4, 1, 0]);
});
