import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Token } from '../../../../src/protocol/engine/index.js';
import { loadTokenizer, type TextTokenizer } from '../../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../../golden/compare.js';

const NAMES = ['models/tiny-bert', 'models/tiny-gpt2', 'models/tiny-t5', 'tokenizers/t5'] as const;
const tokenizers = new Map<string, TextTokenizer>();
beforeAll(async () => {
  for (const name of NAMES) tokenizers.set(name, await loadTokenizer(golden(name)));
});

const get = (name: string): TextTokenizer => tokenizers.get(name) as TextTokenizer;

/** Words, scripts, marks, controls, special tokens, lone surrogates: whatever a document may hold. */
const part = fc.oneof(
  fc.constantFrom(
    'the ', 'Paris', ' isn’t', 'é', 'e\u0301', 'STRASSE', 'ß', 'İ', 'Σ', '東京', '今天', '한국', '\u1112\u1161\u11AB', 'हिन्दी', 'مرحبا',
    '😀', '👨‍👩‍👧', '🇩🇪', 'ﬁ', '½', 'ａ', '…', '“', '[MASK]', '[SEP]', '<|endoftext|>', '</s>', '<extra_id_0>', '▁', 'Ġ', '##',
    ' ', '  ', '\t', '\n', '\r\n', '\u0000', '\u0085', '\u00A0', '\u200B', '\uFEFF', '\uFFFD', '\u3000', '\uD83D', '\uDE00', '\u0323',
  ), // prettier-ignore
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);
const anyText = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));

const placed = (tokens: readonly Token[]): { id: number; start: number; end: number }[] =>
  tokens.flatMap(({ id, start, end }) => (start === null || end === null ? [] : [{ id, start, end }]));

describe.each(NAMES)('offsets of %s', (name) => {
  it('never fall, lie in the text, and cut no character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let before = { start: 0, end: 0 };
        for (const token of placed(get(name).encode(text))) {
          expect(token.start).toBeGreaterThanOrEqual(before.start);
          expect(token.end).toBeGreaterThanOrEqual(before.end);
          expect(token.end).toBeGreaterThan(token.start);
          expect(token.end).toBeLessThanOrEqual(text.length);
          for (const edge of [token.start, token.end]) {
            expect(/[\uD800-\uDBFF]$/.test(text.slice(0, edge)) && /^[\uDC00-\uDFFF]/.test(text.slice(edge))).toBe(
              false,
            );
          }
          before = token;
        }
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('change no id: words that are cut out give the same tokens', () => {
    const word = fc.constantFrom(
      'the',
      'Paris',
      'café',
      'unbelievable',
      '😀',
      '北京',
      'Straße',
      '12.5',
      "isn't",
      'x\u0323y',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const tokens = get(name).encode(text, { addSpecialTokens: false });
        let at = 0;
        for (const one of words) {
          // These tokens take in the space before them.
          const from = /gpt2|tiny-t5/.test(name) && at > 0 ? at - 1 : at;
          const end = at + one.length;
          const alone = get(name).encode(text.slice(from, end), { addSpecialTokens: false });
          const inside = tokens.filter((token) => (token.end ?? 0) > from && (token.start ?? 0) < end);
          expect(inside.map((token) => token.id)).toEqual(alone.map((token) => token.id));
          expect(placed(inside).map((token) => Math.max(at, token.start))).toEqual(
            placed(alone).map((token) => Math.max(at, token.start + from)),
          );
          at = end + 1;
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe('ids', () => {
  it('are those of the library where it follows Hugging Face', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
    for (const name of NAMES) {
      const json = (file: string) => JSON.parse(readFileSync(join(golden(name), file), 'utf8')) as object;
      const library = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
      const check = (text: string): void => {
        expect(
          get(name)
            .encode(text)
            .map((token) => token.id),
        ).toEqual(library.encode(text).ids);
      };
      fc.assert(fc.property(ascii, check), { seed: 3, numRuns: 500 });
    }
  });
});

describe('a slice says what its token says', () => {
  it('GPT-2: the bytes of tokens with the same place are the bytes of the slice', () => {
    const tokenizer = get('models/tiny-gpt2');
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = placed(tokenizer.encode(text));
        // Tokens within one character share its place: taken together they decode to the slice.
        for (let i = 0, next; i < tokens.length; i = next) {
          next = i + 1;
          let end = tokens[i]?.end ?? 0;
          while (next < tokens.length && (tokens[next]?.start ?? 0) < end) end = tokens[next++]?.end ?? 0;
          const slice = text.slice(tokens[i]?.start, end).replace(/\p{Cs}/gu, '\uFFFD');
          expect(tokenizer.decode(tokens.slice(i, next).map((token) => token.id))).toBe(slice);
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('BERT: the slice without case and accents is the token', () => {
    const tokenizer = get('models/tiny-bert');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcéÀöñ́̈ XYZçřž.,!'), maxLength: 30 }), (text) => {
        for (const { id, start, end } of placed(tokenizer.encode(text))) {
          const plain = text
            .slice(start, end)
            .normalize('NFD')
            .replace(/\p{Mn}/gu, '')
            .toLowerCase();
          if (id !== tokenizer.specialIds.unk) expect(plain).toBe(tokenizer.tokenText(id).replace(/^##/, ''));
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('T5: the compatibility form of the slice is the token', () => {
    const tokenizer = get('tokenizers/t5');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcdeéüß½ﬁａ. '), maxLength: 30 }), (text) => {
        const spans = new Map<string, string>();
        for (const { id, start, end } of placed(tokenizer.encode(text))) {
          const key = `${start}-${end}`;
          const said = id === tokenizer.specialIds.unk ? '?' : tokenizer.tokenText(id);
          spans.set(key, (spans.get(key) ?? '') + said);
        }
        for (const [key, said] of spans) {
          if (said.includes('?')) continue;
          const [start, end] = key.split('-').map(Number);
          // A character may be spread over tokens: ½ is 1, ⁄ and 2.
          expect(text.slice(start, end).normalize('NFKC')).toContain(said.trim());
        }
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe('pairs', () => {
  it('count each text by itself and tell which it is', () => {
    const tokens = get('models/tiny-bert').encodePair('one é', 'two');
    const texts = ['one é', 'two'];
    expect(tokens.map((token) => token.sequence).join()).toMatch(/^,(0,)+,(1,)+$/);
    for (const [index, one] of texts.entries()) {
      const own = get('models/tiny-bert').encode(one, { addSpecialTokens: false });
      const found = tokens
        .filter((token) => token.sequence === index)
        .map(({ id, text, start, end }) => ({ id, text, start, end }));
      expect(found).toEqual(own);
    }
    expect(tokens.filter((token) => token.sequence === null).map((token) => token.start)).toEqual([null, null, null]);
  });
});
