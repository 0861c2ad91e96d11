import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AlignedText, alignWhole } from '../../../../src/engine/tokenizer/alignedText.js';
import { PatternTime } from '../../../../src/engine/tokenizer/limits.js';
import { createNormalizer } from '../../../../src/engine/tokenizer/normalizers.js';
import { createPreTokenizer } from '../../../../src/engine/tokenizer/preTokenizers.js';
import type { NormalizerConfig } from '../../../../src/engine/tokenizer/tokenizerSchema.js';
import { golden } from '../../../golden/compare.js';

/** Each unit of the text with the stretch of the source it stands for. */
const map = ({ text, starts, ends }: AlignedText): string =>
  Array.from({ length: text.length }, (_, i) => `${text.charAt(i)}${starts[i]}-${ends[i]}`).join(' ');

const apply = (config: NormalizerConfig, text: string): AlignedText =>
  createNormalizer([config], new PatternTime())(alignWhole(text));

const bert = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true } as const;
const uncased = { ...bert, strip_accents: null, lowercase: true };

describe('BertNormalizer', () => {
  it('lowers, takes accents off and gives them to their letter', () => {
    expect(map(apply(uncased, 'É'))).toBe('e0-1');
    expect(map(apply(uncased, 'e\u0301x'))).toBe('e0-2 x2-3');
    expect(map(apply({ ...uncased, lowercase: false }, 'É'))).toBe('É0-1');
  });

  it('sets ideographs apart, with their accents', () => {
    expect(map(apply(uncased, '中a'))).toBe(' 0-1 中0-1  0-1 a1-2');
    expect(apply(uncased, '𠀀').starts).toEqual(Int32Array.of(0, 0, 0, 0));
    expect(apply(uncased, '中\u0301').ends).toEqual(Int32Array.of(2, 2, 2));
  });

  it('drops control characters, U+0085 among them', () => {
    expect(map(apply(uncased, 'a\u0000\u0085\uFFFD\u200Bb\tc'))).toBe('a0-1 b5-6  6-7 c7-8');
  });

  it('lowers letter by letter: a final sigma is not known', () => {
    expect(apply(uncased, 'ΣΑΣ').text).toBe('σασ');
    expect(apply(uncased, 'İ').text).toBe('i');
  });

  it('goes by Unicode 8 whatever the engine knows', () => {
    // U+08E2 is a format character and U+1885 a mark since Unicode 9; U+1734 was a mark until 14.
    expect(apply(uncased, 'a\u08E2b\u1885c').text).toBe('a\u08E2b\u1885c');
    expect(apply(uncased, 'a\u1734b').text).toBe('ab');
  });
});

describe('Unicode forms', () => {
  it.each(['NFC', 'NFD', 'NFKC', 'NFKD'] as const)('%s is that of the whole text', (form) => {
    const text = 'café cafe\u0301 ẹ\u0301\u0302 \u1112\u1161\u11AB 한국어 ﬁ ½ 𝒳 \u0344 が か\u3099 ộ\u0323 \u{1D15E}';
    expect(apply({ type: form }, text).text).toBe(text.normalize(form));
  });

  it('lets what comes together stand for all of it', () => {
    expect(map(apply({ type: 'NFC' }, 'xe\u0301y'))).toBe('x0-1 é1-3 y3-4');
    expect(map(apply({ type: 'NFD' }, 'é'))).toBe('e0-1 \u03010-1');
    expect(map(apply({ type: 'NFC' }, '\u1112\u1161\u11AB'))).toBe('한0-3');
  });
});

describe('Replace, Strip and the small ones', () => {
  it('stand for what they replace', () => {
    const spaces = { type: 'Replace', pattern: { Regex: ' {2,}' }, content: '▁' } as const;
    expect(map(apply(spaces, 'a   b c'))).toBe('a0-1 ▁1-4 b4-5  5-6 c6-7');
    expect(map(apply({ type: 'Replace', pattern: { String: '.' }, content: '..' }, 'a.b'))).toBe('a0-1 .1-2 .1-2 b2-3');
    // White space is Oniguruma's: U+0085 is some, U+FEFF is none.
    const white = { type: 'Replace', pattern: { Regex: '[\\\\\\s]+' }, content: ' ' } as const;
    expect(map(apply(white, 'a\u0085\t\\b\uFEFF'))).toBe('a0-1  1-4 b4-5 \uFEFF5-6');
    expect(map(apply({ type: 'Strip', strip_left: false, strip_right: true }, ' a \u0085'))).toBe(' 0-1 a1-2');
    expect(map(apply({ type: 'StripAccents' }, 'e\u0301x'))).toBe('e0-2 x2-3');
    expect(map(apply({ type: 'Lowercase' }, 'İ'))).toBe('i0-1 \u03070-1');
  });
});

describe('Precompiled', () => {
  const file = JSON.parse(readFileSync(`${golden('tokenizers/t5')}/tokenizer.json`, 'utf8')) as {
    normalizer: { type: 'Precompiled'; precompiled_charsmap: string };
  };

  it('does what nmt_nfkc does', () => {
    const normalize = createNormalizer([file.normalizer], new PatternTime());
    expect(map(normalize(alignWhole('ﬁx')))).toBe('f0-1 i0-1 x1-2');
    expect(map(normalize(alignWhole('e\u0301\r\n½')))).toBe('é0-2  2-4 14-5 ⁄4-5 24-5');
    expect(map(normalize(alignWhole('a\r\n\u0324\r\n')))).toBe('a0-1  1-3 \u03243-4  4-6');
    expect(normalize(alignWhole('a\u0000\u0007b')).text).toBe('a\u0000b');
    expect(map(normalize(alignWhole('\u0001\u0002ab')))).toBe('a0-3 b3-4');
    expect(map(normalize(alignWhole('\u0001😀')))).toBe('\uD83D0-3 \uDE000-3');
    expect(normalize(alignWhole('\u0001')).text).toBe('');
    expect(normalize(alignWhole('\u3000\u200B～ａ')).text).toBe('  ～a');
  });

  it('composes by the longest match, as sentencepiece itself', () => {
    const longest = createNormalizer([{ ...file.normalizer, longest_match: true }], new PatternTime());
    const plain = createNormalizer([file.normalizer], new PatternTime());
    expect(map(longest(alignWhole('か\u3099x')))).toBe('が0-2 x2-3');
    expect(map(plain(alignWhole('か\u3099')))).toBe('か0-1 \u30991-2');
    expect(map(longest(alignWhole('ﾊﾟﾝ')))).toBe('パ0-2 ン2-3');
    expect(map(longest(alignWhole('a\u0300\u0301😀')))).toBe('à0-2 \u03012-3 \uD83D3-5 \uDE003-5');
    for (const text of ['한국어', 'tiếng Việt', 'ガギグ'])
      expect(longest(alignWhole(text.normalize('NFD'))).text).toBe(text);
    expect(longest(alignWhole('a\u0000\u0007b')).text).toBe('a\u0000b');
  });

  it('says when the map is cut off', () => {
    const precompiled_charsmap = Buffer.from([255, 255, 0, 0, 1]).toString('base64');
    expect(() => createNormalizer([{ type: 'Precompiled', precompiled_charsmap }], new PatternTime())).toThrow(
      /cut off.*65535 bytes/,
    );
  });
});

describe('pre-tokenizers', () => {
  const cut = (config: Parameters<typeof createPreTokenizer>[0][number], text: string): string[] =>
    createPreTokenizer([config], new PatternTime())(alignWhole(text)).map(map);

  it('cut words and marks', () => {
    expect(cut({ type: 'BertPreTokenizer' }, 'a, $b\u2E43')).toEqual(['a0-1', ',1-2', '$3-4', 'b4-5 \u2E435-6']);
    expect(cut({ type: 'WhitespaceSplit' }, ' a\u0085b\uFEFFc ')).toEqual(['a1-2', 'b3-4 \uFEFF4-5 c5-6']);
  });

  it('cut as GPT-2 does', () => {
    const bytes = { type: 'ByteLevel', add_prefix_space: false, use_regex: true } as const;
    const texts = createPreTokenizer(
      [bytes],
      new PatternTime(),
    )(alignWhole("I'll  go\n\n 12.5\u0085x")).map(({ text }) => text);
    expect(texts).toEqual(['I', "'ll", ' ', ' go', '\n\n', ' 12', '.', '5', '\u0085', 'x']);
  });

  it('mark spaces', () => {
    const space = { type: 'Metaspace', replacement: '▁', split: true } as const;
    expect(cut({ ...space, prepend_scheme: 'always' }, '😀 b')).toEqual(['▁0-2 \uD83D0-2 \uDE000-2', '▁2-3 b3-4']);
    expect(cut({ ...space, prepend_scheme: 'never' }, 'a b')).toEqual(['a0-1', '▁1-2 b2-3']);
    expect(cut({ ...space, split: false, prepend_scheme: 'first' }, 'a b')).toEqual(['▁0-1 a0-1 ▁1-2 b2-3']);
  });
});
