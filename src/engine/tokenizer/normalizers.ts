import { type AlignedText, AlignedTextBuilder, prependAligned } from './alignedText.js';
import { createBertNormalizer } from './bertNormalizer.js';
import { type PatternTime } from './limits.js';
import { createPrecompiledNormalizer } from './precompiled.js';
import { createFinder, type Finder } from './patterns.js';
import type { NormalizerConfig } from './tokenizerSchema.js';
import { createUnicodeNormalizer } from './unicodeNormalizer.js';

/** One step of a normalizer: an aligned text in, the changed one with the same source out. */
export type Normalizer = (from: AlignedText) => AlignedText;

/**
 * The steps of a tokenizer.json's normalizer in order, as one function. It throws GlassboxError `model-broken` when the
 * text grows beyond all measure, or patterns take longer than they may.
 */
export function createNormalizer(configs: readonly NormalizerConfig[], time: PatternTime): Normalizer {
  const steps = configs.map((config) => step(config, time));
  return (from) => steps.reduce((text, apply) => apply(text), from);
}

function step(config: NormalizerConfig, time: PatternTime): Normalizer {
  switch (config.type) {
    case 'BertNormalizer':
      return createBertNormalizer(config);
    case 'Precompiled':
      return createPrecompiledNormalizer(config.precompiled_charsmap, config.longest_match);
    case 'Nmt':
      return mapCharacters(nmt);
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return createUnicodeNormalizer(config.type);
    case 'Lowercase':
      return mapCharacters((char) => char.toLowerCase());
    case 'StripAccents':
      return mapCharacters((char) => (/^\p{M}$/u.test(char) ? null : char));
    case 'Strip':
      return strip(config.strip_left, config.strip_right);
    case 'Replace':
      return replaceAll(createFinder(config.pattern, time), config.content);
    case 'Prepend':
      return (from) => (from.text === '' ? from : prependAligned(config.prepend, from));
  }
}

/** sentencepiece's rules for machine translation: controls go, what is as good as a space becomes one (normalizers/unicode.rs). */
const GONE = /^[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]$/;
const SPACE = /^[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]$/;

function nmt(char: string): string {
  return GONE.test(char) ? '' : SPACE.test(char) ? ' ' : char;
}

/** Character by character; null takes a mark off, which then counts to the character before it. */
function mapCharacters(change: (char: string) => string | null): Normalizer {
  return (from) => {
    const builder = new AlignedTextBuilder(from);
    let at = 0;
    for (const char of from.text) {
      const changed = change(char);
      const end = from.ends[at + char.length - 1] ?? 0;
      if (changed === null) builder.extend(end);
      else builder.push(changed, from.starts[at] ?? 0, end);
      at += char.length;
    }
    return builder.build();
  };
}

function strip(left: boolean, right: boolean): Normalizer {
  return (from) => {
    const start = left ? (/^\p{White_Space}+/u.exec(from.text)?.[0].length ?? 0) : 0;
    let end = from.text.length;
    while (right && end > start && /\p{White_Space}/u.test(from.text.charAt(end - 1))) end--;
    const builder = new AlignedTextBuilder(from);
    builder.copy(from, start, end);
    return builder.build();
  };
}

/** Every match becomes `content`, which stands for all of the match. */
function replaceAll(find: Finder, content: string): Normalizer {
  return (from) => {
    const builder = new AlignedTextBuilder(from);
    const found = find(from.text);
    let at = 0;
    for (let match = 0; match < found.length; match += 2) {
      const [start = 0, end = 0] = found.slice(match, match + 2);
      if (start === end) continue;
      builder.copy(from, at, start);
      builder.push(content, from.starts[start] ?? 0, from.ends[end - 1] ?? 0);
      at = end;
    }
    if (at === 0) return from;
    builder.copy(from, at, from.text.length);
    return builder.build();
  };
}
