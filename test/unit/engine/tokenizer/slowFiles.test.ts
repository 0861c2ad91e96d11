/* Tokenizers without tokenizer.json, against what transformers makes of the same files. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../../golden/compare.js';
import { offsets } from '../../../golden/figures.js';

/** Ids, UTF-16 starts and ends in turn, and the text without specials. */
type Row = [ids: number[], places: number[], decoded: string];

interface Cases {
  roles: Record<string, number>;
  size: number;
  pairs: { ids: number[]; segments: number[] }[];
  /** or the name of the tokenizer that has the same */
  rows: Row[] | string;
}

const here = golden('tokenizers/slow');
const read = (file: string): unknown => JSON.parse(readFileSync(join(here, file), 'utf8'));
const { texts, pairs } = read('texts.json') as { texts: string[]; pairs: [string, string][] };
const casesOf = (name: string) => read(`${name}/cases.json`) as Cases;
const names = readdirSync(here, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

describe.each(names)('%s', (name) => {
  const { roles, size, rows, pairs: wanted } = casesOf(name);
  const expected = (typeof rows === 'string' ? casesOf(rows).rows : rows) as Row[];

  it('every text', async () => {
    const tokenizer = await loadTokenizer(join(here, name));
    for (const [index, text] of texts.entries()) {
      const [ids, places, decoded] = expected[index]!;
      const tokens = tokenizer.encode(text);
      expect([text, tokens.map(({ id }) => id)]).toEqual([text, ids]);
      expect(tokenizer.decode(ids, { skipSpecialTokens: true })).toBe(decoded);
      // Of two signs that become one, transformers names the second only; and of what NFC composes, some part.
      if (text.includes('``') || (name === 'qwen2' && text !== text.normalize())) continue;
      for (const [at, token] of tokens.entries()) {
        const [start = 0, end = 0] = places.slice(2 * at, 2 * at + 2);
        // A token of a space that was put in has no place after trimming.
        if (token.start === null) expect([start, end]).toEqual([0, 0]);
        else if (end > start) offsets(`${JSON.stringify(text)}: ${at}`, text, token, { start, end });
      }
    }
  });

  it('pairs, the tokens of roles, and how many there are', async () => {
    const tokenizer = await loadTokenizer(join(here, name));
    const found = pairs.map((pair) => {
      const tokens = tokenizer.encodePair(...pair);
      return { ids: tokens.map(({ id }) => id), segments: tokens.map(({ segment }) => segment) };
    });
    expect(found).toEqual(wanted);
    expect(tokenizer.specialIds).toEqual(roles);
    expect(tokenizer.vocabularySize).toBe(size);
  });
});

describe('what is not read exactly is refused', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const copyOf = (name: string, change: (folder: string) => void) => {
    const copy = join(folder, `${name}-${Math.random()}`);
    cpSync(join(here, name), copy, { recursive: true });
    change(copy);
    return loadTokenizer(copy);
  };
  const json = (file: string, value: unknown) => (copy: string) =>
    writeFileSync(join(copy, file), JSON.stringify(value));
  const code = (expected: string, message: RegExp) =>
    expect.objectContaining({ code: expected, message: expect.stringMatching(message) as string }) as Error;

  it('a class whose rules are not known, and a file of another class', async () => {
    const japanese = json('config.json', { model_type: 'bert', tokenizer_class: 'BertJapaneseTokenizer' });
    await expect(copyOf('bert-bare', japanese)).rejects.toEqual(code('wrong-architecture', /BertJapaneseTokenizer/));
    await expect(copyOf('t5-bare', json('config.json', { model_type: 'xlnet' }))).rejects.toEqual(
      code('wrong-architecture', /xlnet.*tokenizer\.json/),
    );
  });

  it('a vocabulary without its merges, lines that are no pairs, ids that are none', async () => {
    await expect(copyOf('gpt2-bare', (copy) => rmSync(join(copy, 'merges.txt')))).rejects.toEqual(
      code('model-broken', /merges\.txt is missing/),
    );
    const line = (copy: string) => writeFileSync(join(copy, 'merges.txt'), '#version: 0.2\na b\na b c\n');
    await expect(copyOf('gpt2-bare', line)).rejects.toEqual(code('model-broken', /"a b c" of merges\.txt is no pair/));
    await expect(copyOf('gpt2-bare', json('vocab.json', { a: -1 }))).rejects.toEqual(
      code('model-broken', /id of "a".*no whole number/),
    );
  });

  it('numbers that are no ids, more than a tokenizer holds, languages with vocabularies of their own', async () => {
    await expect(copyOf('gpt2-bare', json('vocab.json', { a: 1e15 }))).rejects.toEqual(
      code('model-broken', /id of "a"/),
    );
    const pieces = (copy: string) => writeFileSync(join(copy, 'spiece.model'), Buffer.alloc(2_100_000, '0a00', 'hex'));
    await expect(copyOf('t5-bare', pieces)).rejects.toEqual(code('model-broken', /more than 1000000 pieces/));
    const long = Buffer.concat([Buffer.from('0ab3080ab008', 'hex'), Buffer.alloc(1072, 'a')]);
    const piece = (copy: string) => writeFileSync(join(copy, 'spiece.model'), long);
    await expect(copyOf('t5-bare', piece)).rejects.toEqual(code('model-broken', /piece of it has 1072 characters/));
    const marian = join(folder, 'marian');
    cpSync(golden('families/models/mini-marian'), marian, { recursive: true });
    writeFileSync(join(marian, 'tokenizer_config.json'), JSON.stringify({ separate_vocabs: true }));
    await expect(loadTokenizer(marian)).rejects.toEqual(code('model-broken', /vocabularies of their own/));
  });

  it('a token with two ids, a special token that there is not, a model of another type', async () => {
    const other = { ...(read('opt-legacy/added_tokens.json') as object), '</s>': 7 };
    await expect(copyOf('opt-legacy', json('added_tokens.json', other))).rejects.toEqual(
      code('model-broken', /<\/s> has the id 2 in it, and 7 in another file/),
    );
    const language = json('tokenizer_config.json', { src_lang: 'xx_XX' });
    await expect(copyOf('mbart-bare', language)).rejects.toEqual(code('model-broken', /it has no xx_XX/));
    const swapped = (copy: string) => cpSync(join(here, 'llama/tokenizer.model'), join(copy, 'spiece.model'));
    await expect(copyOf('t5-bare', swapped)).rejects.toEqual(code('model-broken', /BPE model/));
    const cut = (copy: string) =>
      writeFileSync(join(copy, 'spiece.model'), readFileSync(join(here, 't5/spiece.model')).subarray(0, 999));
    await expect(copyOf('t5-bare', cut)).rejects.toEqual(code('model-broken', /spiece\.model makes no tokenizer/));
  });
});

it('the tokens of roles are known without tokenizer_config.json, by special_tokens_map.json or the class', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'tokenizer-'));
  cpSync(golden('families/models/mini-roberta'), copy, { recursive: true });
  const { specialIds } = await loadTokenizer(copy);
  expect(specialIds.mask).toBeDefined();
  rmSync(join(copy, 'tokenizer_config.json'));
  expect((await loadTokenizer(copy)).specialIds).toEqual(specialIds);
  rmSync(join(copy, 'special_tokens_map.json'));
  expect((await loadTokenizer(copy)).specialIds).toEqual(specialIds);
  const map = { mask_token: '<unk>', pad_token: { content: '<pad>', lstrip: false } };
  writeFileSync(join(copy, 'special_tokens_map.json'), JSON.stringify(map));
  expect((await loadTokenizer(copy)).specialIds).toMatchObject({ mask: specialIds.unk, pad: specialIds.pad });
  rmSync(copy, { recursive: true });
});
