import { type Aligned, AlignedBuilder } from './aligned.js';
import { bertNormalizer } from './bertNormalizer.js';
import { precompiled } from './precompiled.js';
import type { NormalizerConfig, Pattern } from './tokenizerSchema.js';
import { unicodeForm } from './unicodeForm.js';

/** One step of a normalizer: an aligned text in, the changed one with the same source out. */
export type Normalizer = (from: Aligned) => Aligned;

/** The steps of a tokenizer.json's normalizer in order, as one function. */
export function normalizer(configs: readonly NormalizerConfig[]): Normalizer {
  const steps = configs.map(step);
  return (from) => steps.reduce((text, apply) => apply(text), from);
}

function step(config: NormalizerConfig): Normalizer {
  switch (config.type) {
    case 'BertNormalizer':
      return bertNormalizer(config);
    case 'Precompiled':
      return precompiled(config.precompiled_charsmap);
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return unicodeForm(config.type);
    case 'Lowercase':
      return mapCharacters((char) => char.toLowerCase());
    case 'StripAccents':
      return mapCharacters((char) => (/^\p{M}$/u.test(char) ? null : char));
    case 'Strip':
      return strip(config.strip_left, config.strip_right);
    case 'Replace':
      return replaceAll(toRegExp(config.pattern), config.content);
  }
}

/** What Oniguruma means by these classes. JavaScript's `\s` has U+FEFF and lacks U+0085; its `\d` knows ASCII. */
const CLASSES: Record<string, string> = {
  '\\s': '\\p{White_Space}',
  '\\S': '\\P{White_Space}',
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
};

/** The pattern as a global regular expression. */
function toRegExp(pattern: Pattern): RegExp {
  return 'Regex' in pattern
    ? new RegExp(
        pattern.Regex.replace(/\\[^]/g, (escape) => CLASSES[escape] ?? escape),
        'gu',
      )
    : new RegExp(pattern.String.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gu');
}

/** Character by character; null takes a mark off, which then counts to the character before it. */
function mapCharacters(change: (char: string) => string | null): Normalizer {
  return (from) => {
    const builder = new AlignedBuilder();
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
    const builder = new AlignedBuilder();
    builder.copy(from, start, end);
    return builder.build();
  };
}

/** Every match becomes `content`, which stands for all of the match. */
function replaceAll(pattern: RegExp, content: string): Normalizer {
  return (from) => {
    const builder = new AlignedBuilder();
    let at = 0;
    for (const match of from.text.matchAll(pattern)) {
      if (match[0] === '') continue;
      const end = match.index + match[0].length;
      builder.copy(from, at, match.index);
      builder.push(content, from.starts[match.index] ?? 0, from.ends[end - 1] ?? 0);
      at = end;
    }
    if (at === 0) return from;
    builder.copy(from, at, from.text.length);
    return builder.build();
  };
}
