import fc from 'fast-check';
import { mkdtempSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUpTokenization } from '../../../../src/engine/tokenizer/detokenizer.js';
import { loadTokenizer, type TextTokenizer } from '../../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../../golden/compare.js';

let folder = '';
const tokenizers: Record<string, TextTokenizer> = {};
beforeAll(async () => {
  for (const name of ['bert', 'gpt2', 't5']) tokenizers[name] = await loadTokenizer(golden(`models/tiny-${name}`));
  folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
  copyFileSync(join(golden('models/tiny-gpt2'), 'tokenizer.json'), join(folder, 'tokenizer.json'));
  writeFileSync(join(folder, 'tokenizer_config.json'), '{"clean_up_tokenization_spaces": true}');
  tokenizers['clean'] = await loadTokenizer(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (name: string): TextTokenizer => tokenizers[name] as TextTokenizer;
const idsOf = (name: string, text: string): number[] =>
  get(name)
    .encode(text)
    .map((token) => token.id);

describe('decode', () => {
  it('is the text again where the tokenizer keeps it', () => {
    for (const text of ['', ' ', "isn't it 😀 so?\n\n Yes…", '今天天气很好', '\uFEFFx']) {
      expect(get('gpt2').decode(idsOf('gpt2', text))).toBe(text);
    }
  });

  it('joins WordPiece and Metaspace pieces', () => {
    const ids = idsOf('bert', "The capital of France, isn't it?");
    expect(get('bert').decode(ids, { skipSpecialTokens: true })).toBe("the capital of france, isn ' t it?");
    expect(get('bert').decode(ids)).toMatch(/^\[CLS\] the .* it\? \[SEP\]$/);
    expect(get('t5').decode(idsOf('t5', 'The house is small.'))).toBe('The house is small.</s>');
    expect(get('t5').decode(idsOf('t5', 'The house is small.'), { skipSpecialTokens: true })).toBe(
      'The house is small.',
    );
  });

  it('cleans spaces up when the tokenizer says so', () => {
    const text = "do n't stop . I 'm he 's ' x ' ?";
    expect(get('clean').decode(idsOf('clean', text))).toBe("don't stop. I'm he's'x '?");
    expect(get('gpt2').decode(idsOf('gpt2', text))).toBe(text);
  });

  it('marks a character that is not whole, and leaves unknown ids out', () => {
    const [first] = idsOf('gpt2', '東');
    expect(get('gpt2').decode([first as number])).toBe('\uFFFD');
    expect(get('gpt2').tokenText(first as number)).toBe('\uFFFD');
    expect(get('gpt2').decode([99_999, ...idsOf('gpt2', 'ok')])).toBe('ok');
    expect(get('bert').tokenText(99_999)).toBe('');
  });

  it('shows what one token stands for', () => {
    const texts = (name: string, text: string) =>
      get(name)
        .encode(text)
        .map((token) => token.text);
    expect(texts('gpt2', 'the city').join('')).toBe('the city');
    expect(texts('t5', 'the city').join('')).toBe(' the city</s>');
    expect(texts('bert', 'unbelievable').slice(1, -1).join('|')).toMatch(/^\w+(\|##\w+)+$/);
  });
});

describe('stream', () => {
  it('gives whole characters only', () => {
    const stream = get('gpt2').stream();
    const given = idsOf('gpt2', 'a😀').map((id) => stream.push(id));
    expect(given.join('')).toBe('a😀');
    expect(given.slice(0, -1).join('')).toBe('a');
    expect(stream.end()).toBe('');
    expect(
      get('gpt2')
        .stream()
        .push(idsOf('gpt2', '😀')[0] as number),
    ).toBe('');
  });

  it('is decode, cut in pieces', () => {
    const word = fc.constantFrom(
      '.',
      ' .',
      " '",
      "n't",
      " n't",
      ' s',
      "'s",
      ' ',
      'the',
      ' ve',
      "'re",
      '!',
      '😀',
      ' do',
      '東',
    );
    for (const name of Object.keys(tokenizers)) {
      const tokenizer = get(name);
      const id = fc.integer({ min: 0, max: tokenizer.vocabularySize - 1 });
      const typed = fc.array(word, { maxLength: 14 }).map((words) => tokenizer.encode(words.join('')).map((t) => t.id));
      const check = (ids: number[], skipSpecialTokens: boolean): void => {
        const stream = tokenizer.stream({ skipSpecialTokens });
        const pieces = ids.map((one) => stream.push(one));
        for (const piece of pieces) expect(piece).not.toMatch(/\p{Cs}/u);
        expect(pieces.join('') + stream.end()).toBe(tokenizer.decode(ids, { skipSpecialTokens }));
      };
      fc.assert(fc.property(fc.oneof(fc.array(id, { maxLength: 12 }), typed), fc.boolean(), check), { seed: 7 });
    }
  });

  it('holds a space back while a mark may follow', () => {
    const stream = get('clean').stream();
    const given = idsOf('clean', 'the end . the').map((id) => stream.push(id));
    expect([...given, stream.end()].join('')).toBe('the end. the');
    expect(cleanUpTokenization('the end . the')).toBe('the end. the');
  });
});
