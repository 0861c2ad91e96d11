import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../golden/compare.js';

type Json = Record<string, unknown>;

const read = (model: string): Json & { model: Json } =>
  JSON.parse(readFileSync(join(golden(model), 'tokenizer.json'), 'utf8')) as Json & { model: Json };
const bert = read('models/tiny-bert');
const gpt = read('models/tiny-gpt2');
const t5 = read('models/tiny-t5');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What becomes of a text, or why it does not. */
async function encoded(file: Json | string, text: string): Promise<string> {
  const content = typeof file === 'string' ? file : JSON.stringify(file);
  writeFileSync(join(folder, 'tokenizer.json'), content);
  try {
    return `${(await loadTokenizer(folder)).encode(text).length} tokens`;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    expect(message.length).toBeLessThan(700);
    expect(message).toContain('tokenizer.json');
    return `${code}: ${message}`;
  }
}

const replace = (pattern: Json, content: string) => ({ type: 'Replace', pattern, content });
const withNormalizer = (normalizer: unknown, model: Json = bert): Json => ({ ...model, normalizer });
const repeated = (count: number, step: unknown) => ({
  type: 'Sequence',
  normalizers: Array.from({ length: count }, () => step),
});

describe('patterns of a tokenizer.json', () => {
  const anchored = `${'a'.repeat(5000)} ! ${'a b '.repeat(5000)}`;

  it.each([
    '(a+)+$',
    '(\\w|\\s|.)*Z',
    '(a|aa)+$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(.*)*\\1Q',
    '((a{0,50}){0,50}){0,50}Q',
    '(?=(a+))a*b\\1',
    '(a?){40}a{40}!',
    '([a-zA-Z]+)*9',
    '(?:.*,){12}P',
    '(?<=(a+)+b)c',
    '\\s*\\w*\\s*\\w*\\s*\\w*\\s*\\w*\\s*Q',
  ])('%s ends in time', async (pattern) => {
    const file = withNormalizer(replace({ Regex: pattern }, 'x'));
    const outcome = await encoded(file, pattern.includes(',){12}') ? 'a,'.repeat(3000) : anchored);
    expect(outcome).toMatch(/^(\d+ tokens|model-broken: The normalizer .* pattern that takes more than 1000 ms)/);
  });

  it('the time of one text is that of all its patterns and sections together', async () => {
    const slow = repeated(50, replace({ Regex: '(a+)+$' }, 'x'));
    const started = performance.now();
    const outcome = await encoded(withNormalizer(slow), `${'a'.repeat(40)}b [MASK] `.repeat(50));
    expect(outcome).toMatch(/^model-broken: .*takes more than 1000 ms/);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('the published ones, and others that are fast, do what they did', async () => {
    const spaces = withNormalizer(replace({ Regex: ' {2,}' }, ' '));
    const grouped = withNormalizer(replace({ Regex: '(?: ){2,}' }, ' '));
    const text = 'a  b   c '.repeat(2000);
    expect(await encoded(spaces, text)).toBe(await encoded(grouped, text));
    expect(await encoded(spaces, text)).toMatch(/tokens/);
  });

  it('a long pattern, text or replacement is refused by its length and not written out', async () => {
    const long = 'q'.repeat(2_000_000);
    expect(await encoded(withNormalizer(replace({ Regex: long }, '')), 'a')).toMatch(
      /model-broken.*normalizer.*2000000 characters, more than 1000/,
    );
    expect(await encoded(withNormalizer(replace({ String: long }, '')), 'a')).toMatch(/model-broken/);
    expect(await encoded(withNormalizer(replace({ String: 'a' }, 'b'.repeat(5_000_000))), 'a')).toMatch(
      /model-broken.*normalizer\.content: has 5000000 characters/,
    );
    expect(await encoded(withNormalizer({ type: long }), 'a')).toMatch(/wrong-architecture/);
    expect(await encoded({ ...bert, added_tokens: [{ id: 7, content: long }] }, 'a')).toMatch(
      /model-broken.*added_tokens\.0\.content: has 2000000 characters, more than 256/,
    );
    expect(await encoded({ ...bert, model: { ...bert.model, unk_token: long } }, 'a')).toMatch(/model-broken.*unknown/);
  });
});

describe('what a normalizer makes of a text', () => {
  it.each([
    ['a → aa, forty times', repeated(40, replace({ String: 'a' }, 'aa'))],
    ['a → aaaaaaaa by a pattern, forty times', repeated(40, replace({ Regex: '(a)' }, 'a'.repeat(8)))],
    ['a → 256 characters', replace({ String: 'a' }, 'b'.repeat(256))],
    ['every character → 200', replace({ Regex: '.' }, 'c'.repeat(200))],
    ['doubled and composed', repeated(60, replace({ String: 'a' }, 'aa\u0301'))],
  ])('%s is ended before it fills the memory', async (_, normalizer) => {
    expect(await encoded(withNormalizer(normalizer), 'a'.repeat(10_000))).toMatch(
      /^model-broken: The normalizer in tokenizer.json makes more than 321024 characters of 10000/,
    );
  });

  it('what grows as published ones let it grow is taken', async () => {
    const nfkc = { ...t5, normalizer: { type: 'NFKC' } };
    expect(await encoded(nfkc, '\uFDFA'.repeat(5000))).toMatch(/tokens/);
    expect(await encoded(withNormalizer(repeated(99, { type: 'Lowercase' })), 'ABC')).toMatch(/tokens/);
  });

  it.each([
    ['normalizer', 'normalizers'],
    ['pre_tokenizer', 'pretokenizers'],
    ['decoder', 'decoders'],
    ['post_processor', 'processors'],
  ])('20,000 nested Sequences of a %s are refused', async (part, key) => {
    const open = `{"type":"Sequence","${key}":[`.repeat(20_000);
    const nested = `${open}{"type":"ByteLevel"}${']}'.repeat(20_000)}`;
    const file = JSON.stringify({ ...bert, [part]: 0 }).replace(`"${part}":0`, () => `"${part}":${nested}`);
    expect(await encoded(file, 'a')).toMatch(`tokenizer.json has a ${part} of more than 10 "Sequence" in each other`);
  });

  it('20,000 steps are refused', async () => {
    expect(await encoded(withNormalizer(repeated(20_000, { type: 'Lowercase' })), 'a')).toMatch(
      /^model-broken: .*normalizer of more than 100 steps/,
    );
  });
});

describe('other parts', () => {
  const metaspace = (replacement: string) => ({
    ...t5,
    pre_tokenizer: { type: 'Metaspace', replacement, prepend_scheme: 'always', split: true },
  });
  const items = (count: number) => Array.from({ length: count }, () => ({ Sequence: { id: 'A' } }));

  it.each([
    ['an empty Metaspace', metaspace(''), /pre_tokenizer\.replacement: is "", not one character/],
    ['a long Metaspace', metaspace('▁▁'), /pre_tokenizer\.replacement: is "▁▁"/],
    ['a Metaspace of two units', metaspace('😀'), /pre_tokenizer\.replacement/],
    ['a Metaspace of 2 MB', metaspace('x'.repeat(2_000_000)), /pre_tokenizer\.replacement/],
    [
      'words of a million characters',
      { ...bert, model: { ...bert.model, max_input_chars_per_word: 1e6 } },
      /max_input_chars_per_word/,
    ],
    ['words of −1 characters', { ...bert, model: { ...bert.model, max_input_chars_per_word: -1 } }, /per_word/],
    [
      'a vocabulary entry of 2 MB',
      { ...t5, model: { ...t5.model, vocab: [...(t5.model['vocab'] as unknown[]), ['x'.repeat(2_000_000), -1]] } },
      /model\.vocab: entry \d+ has 2000000 characters/,
    ],
    [
      'a text put in a thousand times',
      {
        ...bert,
        post_processor: { type: 'TemplateProcessing', single: items(1000), pair: items(2), special_tokens: {} },
      },
      /post_processor\.single/,
    ],
    [
      'a special token of a name of 2 MB',
      {
        ...bert,
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: { id: 'x'.repeat(2_000_000) } }],
          pair: [],
          special_tokens: {},
        },
      },
      /gives no ids/,
    ],
  ])('%s: refused', async (_, file, message) => {
    const outcome = await encoded(file, 'a b');
    expect(outcome).toMatch(/^model-broken/);
    expect(outcome).toMatch(message);
  });

  it('a BPE without its bytes says where, and in which file', async () => {
    const vocab = Object.fromEntries(Object.entries(gpt.model['vocab'] as Json).filter(([token]) => token.length > 1));
    const outcome = await encoded({ ...gpt, model: { ...gpt.model, vocab, merges: [] } }, 'zebra');
    expect(outcome).toMatch(/^model-broken: .*characters 0 to 5.*vocabulary in tokenizer.json may be incomplete/);
  });

  it('many added tokens with the same beginning are found', async () => {
    const added = Array.from({ length: 20_000 }, (_, id) => ({ id: id + 100, content: `<${'x'.repeat(20)}${id}>` }));
    expect(await encoded({ ...bert, added_tokens: added }, `<${'x'.repeat(20)}7>`.repeat(500))).toBe('502 tokens');
  });

  it('added tokens that take in white space do not read it again and again', async () => {
    const added = [
      { id: 100, content: ' ', rstrip: true },
      { id: 101, content: '\t', lstrip: true },
    ];
    expect(await encoded({ ...bert, added_tokens: added }, ' \t'.repeat(50_000))).toMatch(/tokens/);
  });
});
