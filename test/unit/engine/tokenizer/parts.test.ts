/* Parts of tokenizer.json that other families are published with, against the library that they are Hugging Face's of. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alignWhole } from '../../../../src/engine/tokenizer/alignedText.js';
import { PatternTime } from '../../../../src/engine/tokenizer/limits.js';
import { createPreTokenizer } from '../../../../src/engine/tokenizer/preTokenizers.js';
import { loadTokenizer } from '../../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../../golden/compare.js';
import { offsets } from '../../../golden/figures.js';

interface Parts {
  tokenizer: object;
  /** ids, UTF-16 starts and ends in turn, and the decoded text, for each text */
  rows: [ids: number[], places: number[], decoded: string][];
}

const here = golden('tokenizers/parts');
const { texts } = JSON.parse(readFileSync(golden('tokenizers/slow/texts.json'), 'utf8')) as { texts: string[] };
const names = readdirSync(here).flatMap((name) => (name.endsWith('.json') ? [name] : []));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(names)('%s', (name) => {
  const { tokenizer: described, rows } = JSON.parse(readFileSync(join(here, name), 'utf8')) as Parts;

  it('every text', async () => {
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(described));
    const tokenizer = await loadTokenizer(folder);
    for (const [index, text] of texts.entries()) {
      const [ids, places, decoded] = rows[index]!;
      const tokens = tokenizer.encode(text);
      expect([text, tokens.map(({ id }) => id)]).toEqual([text, ids]);
      expect([text, tokenizer.decode(ids)]).toEqual([text, decoded]);
      // Of what a normalizer composes, or of several unknown signs in bytes, the library names another part.
      if (text !== text.normalize('NFKC') || name === 'unigram-bytes.json') continue;
      for (const [at, token] of tokens.entries()) {
        const [start = 0, end = 0] = places.slice(2 * at, 2 * at + 2);
        offsets(`${JSON.stringify(text)}: ${at}`, text, token, { start, end });
      }
    }
  });
});

type Json = Record<string, unknown>;

describe('parts that are not read exactly are refused', () => {
  const described = (name: string) =>
    structuredClone((JSON.parse(readFileSync(join(here, name), 'utf8')) as { tokenizer: Json }).tokenizer);
  const load = (name: string, change: (tokenizer: Json) => void) => {
    const tokenizer = described(name);
    change(tokenizer);
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
    return loadTokenizer(folder);
  };
  const decoders = (...steps: Json[]) => ({ type: 'Sequence', decoders: steps });
  const replace = { type: 'Replace', pattern: { String: '▁' }, content: ' ' };
  const strip = { type: 'Strip', content: ' ', start: 1, stop: 0 };

  it.each<[string, (tokenizer: Json) => void, string, RegExp]>([
    [
      'pieces that go on with a sign',
      (one) => ((one['model'] as Json)['continuing_subword_prefix'] = '##'),
      'model-broken',
      /model\.continuing_subword_prefix/,
    ],
    [
      'bytes in the normalizer',
      (one) => (one['normalizer'] = { type: 'ByteLevel' }),
      'wrong-architecture',
      /normalizer "ByteLevel"/,
    ],
    [
      'signs stripped off each token',
      (one) => (one['decoder'] = decoders(replace, strip)),
      'wrong-architecture',
      /decoder "Sequence"/,
    ],
    [
      'signs stripped off the end',
      (one) => (one['decoder'] = decoders(replace, { type: 'Fuse' }, { ...strip, stop: 1 })),
      'wrong-architecture',
      /decoder "Sequence"/,
    ],
    [
      'patterns in the decoder',
      (one) => (one['decoder'] = decoders({ ...replace, pattern: { Regex: 'a+' } }, { type: 'Fuse' })),
      'model-broken',
      /wrong at decoder\.pattern/,
    ],
  ])('%s', async (_, change, code, message) => {
    const told: unknown = expect.stringMatching(message);
    await expect(load('bpe-metaspace.json', change)).rejects.toEqual(expect.objectContaining({ code, message: told }));
  });
});

it.each([
  ['a]b', 'xa]bx', ['x', 'a]b', 'x']],
  ['\\[[^\\]]+]|Cl|[a-zA-Z]', '[N+]Cl]O', ['[N+]', 'Cl', ']', 'O']],
  ['}|{', 'a{b}', ['a', '{', 'b', '}']],
  ['}+|]+', 'a}}b]]', ['a', '}}', 'b', ']]']],
  ['a{,2}b', 'aaab{', ['a', 'aab', '{']],
  ['a{,}', 'aa{,}', ['a', 'a{,}']],
  ['a{ 1}', 'a{ 1}a', ['a{ 1}', 'a']],
  ['a{1,2', 'aa{1,2', ['a', 'a{1,2']],
  ['[{}]+|[a{2}]', 'b{}a2', ['b', '{}', 'a', '2']],
  ['[.*+?{2}?]+', 'a.?+b', ['a', '.?+', 'b']],
  ['(?i)ab|c', 'AbCd', ['Ab', 'C', 'd']],
  ['(?i:ab]})', 'xAB]}', ['x', 'AB]}']],
])('the pattern %s cuts %s as in tokenizers', (Regex, text, pieces) => {
  const cut = createPreTokenizer(
    [{ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false }],
    new PatternTime(),
  );
  expect(cut(alignWhole(text)).map((piece) => piece.text)).toEqual(pieces);
});

it.each([
  ['a?+b', /gives nothing back/],
  ['(?m:a.b)', /options within it/],
  ['(?i:[a-z])', /range in any case/],
  ['(?i:ss)', /cannot be sure of in any case/],
  ['(?i)é', /cannot be sure of in any case/],
  ['(?i)(a)', /options within it/],
  ['a{2}?', /number of times and none/],
  ['[a&&b]', /&& in brackets/],
  ['[a[b]]', /\[ in brackets/],
  ['[\\W]', /\\W in brackets/],
  ['[]a]', /empty brackets/],
  ['[^]a]', /empty brackets/],
  ['[[:alpha:]]', /\[ in brackets/],
  ['\\h+', /Invalid/],
])('the pattern %s, which JavaScript reads otherwise or not at all, is refused', async (Regex, message) => {
  const { tokenizer } = JSON.parse(readFileSync(join(here, 'pattern-words.json'), 'utf8')) as Parts;
  const pre_tokenizer = { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false };
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ ...tokenizer, pre_tokenizer }));
  const told: unknown = expect.stringMatching(message);
  await expect(loadTokenizer(folder)).rejects.toEqual(expect.objectContaining({ code: 'model-broken', message: told }));
});

it('Marian’s tokenizers for transformers.js have no character map, and know the unknown token by its name', async () => {
  const marian: Json = {
    normalizer: { type: 'Precompiled', precompiled_charsmap: null },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
    added_tokens: ['</s>', '<unk>'].map((content, id) => ({ id, content, special: true })),
    model: {
      type: 'Unigram',
      unk_id: 2,
      vocab: [
        ['</s>', 0],
        ['<unk>', 0],
        [',', -3],
        ['▁', -4],
        ['a', -2],
        ['▁a', -1],
      ],
    },
  };
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(marian));
  const tokenizer = await loadTokenizer(folder);
  expect(tokenizer.encode('a, ﬁa').map(({ id }) => id)).toEqual([5, 2, 3, 1, 4]);
});
