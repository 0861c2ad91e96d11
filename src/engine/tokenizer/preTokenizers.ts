import { type AlignedText, prependAligned, slice } from './alignedText.js';
import type { PatternTime } from './limits.js';
import { createFinder, type Finder } from './patterns.js';
import type { PreTokenizerConfig } from './tokenizerSchema.js';
import { PUNCTUATION } from './unicode8.js';

/** Cuts a normalised text into the pieces that the model sees one by one. */
export type PreTokenizer = (from: AlignedText) => AlignedText[];

/** BERT's punctuation: ASCII's symbols too. */
const MARK = `[${PUNCTUATION}\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]`;

/** A word or one punctuation mark. White_Space is Rust's notion; JavaScript's `\s` differs in U+0085 and U+FEFF. */
const BERT_PIECE = new RegExp(`[^\\p{White_Space}${MARK}]+|${MARK}`, 'gv');

/** GPT-2's pattern, with Oniguruma's meaning of `\s`. */
const BYTE_LEVEL_PIECE =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const WORD = /\P{White_Space}+/gu;

/** A word, or what is neither word nor space. */
const WHITESPACE_PIECE =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

/** The steps of a tokenizer.json's pre-tokenizer in order, as one function. */
export function createPreTokenizer(configs: readonly PreTokenizerConfig[], time: PatternTime): PreTokenizer {
  const steps = configs.map((config) => step(config, time));
  return (from) => steps.reduce((pieces, apply) => pieces.flatMap(apply), from.text === '' ? [] : [from]);
}

function step(config: PreTokenizerConfig, time: PatternTime): PreTokenizer {
  switch (config.type) {
    case 'BertPreTokenizer':
      return matches(BERT_PIECE);
    case 'WhitespaceSplit':
      return matches(WORD);
    case 'Whitespace':
      return matches(WHITESPACE_PIECE);
    case 'Punctuation':
      return splitAt(findMarks, config.behavior, false);
    case 'CharDelimiterSplit':
      return splitAt(createFinder({ String: config.delimiter }, time), 'Removed', false);
    case 'Digits':
      return splitAt(createFinder({ Regex: config.individual_digits ? '\\p{N}' : '\\p{N}+' }, time), 'Isolated', false);
    case 'Split':
      return splitAt(createFinder(config.pattern, time), config.behavior, config.invert);
    case 'ByteLevel': {
      const cut = config.use_regex ? matches(BYTE_LEVEL_PIECE) : (from: AlignedText) => [from];
      return (from) => cut(config.add_prefix_space && !from.text.startsWith(' ') ? prependAligned(' ', from) : from);
    }
    case 'Metaspace':
      return metaspace(
        config.replacement,
        config.add_prefix_space === false ? 'never' : config.prepend_scheme,
        config.split,
      );
  }
}

const ONE_MARK = new RegExp(MARK, 'gv');
const findMarks: Finder = (text) =>
  Array.from(text.matchAll(ONE_MARK)).flatMap(({ 0: { length }, index }) => [index, index + length]);

function matches(pattern: RegExp): PreTokenizer {
  return (from) =>
    Array.from(from.text.matchAll(pattern), (match) => slice(from, match.index, match.index + match[0].length));
}

type SplitBehavior = Extract<PreTokenizerConfig, { type: 'Split' }>['behavior'];

/**
 * Cuts a text at what is found in it (tokenizers, `NormalizedString::split`).
 * @param isInverted what is found are the pieces, and the rest is between them
 */
function splitAt(find: Finder, behavior: SplitBehavior, isInverted: boolean): PreTokenizer {
  return (from) => {
    const parts = partsOf(find(from.text), from.text.length).map((part) =>
      isInverted ? { ...part, isMatch: !part.isMatch } : part,
    );
    return joinParts(parts, behavior).map(({ start, end }) => slice(from, start, end));
  };
}

interface Part {
  start: number;
  end: number;
  isMatch: boolean;
}

/** A text as what was found and what is between. */
function partsOf(found: readonly number[], length: number): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (let match = 0; match < found.length; match += 2) {
    const [start = 0, end = 0] = found.slice(match, match + 2);
    if (start > at) parts.push({ start: at, end: start, isMatch: false });
    if (end > start) parts.push({ start, end, isMatch: true });
    at = end;
  }
  if (at < length) parts.push({ start: at, end: length, isMatch: false });
  return parts;
}

function joinParts(parts: readonly Part[], behavior: SplitBehavior): Part[] {
  if (behavior === 'Isolated') return [...parts];
  if (behavior === 'Removed') return parts.filter(({ isMatch }) => !isMatch);
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const joins =
      before !== undefined &&
      (behavior === 'Contiguous'
        ? before.isMatch === part.isMatch
        : behavior === 'MergedWithPrevious'
          ? part.isMatch && !before.isMatch
          : before.isMatch && !part.isMatch);
    if (joins) joined[joined.length - 1] = { ...part, start: before.start };
    else joined.push(part);
  }
  return joined;
}

/** Spaces become `replacement`, one is put before the text where the scheme says so, and each begins a piece. */
function metaspace(replacement: string, scheme: 'always' | 'first' | 'never', split: boolean): PreTokenizer {
  return (from) => {
    let marked: AlignedText = { ...from, text: from.text.replaceAll(' ', replacement) };
    const wanted = scheme === 'always' || (scheme === 'first' && from.starts[0] === 0);
    if (wanted && !marked.text.startsWith(replacement)) marked = prependAligned(replacement, marked);
    if (!split) return [marked];
    const cuts = [0];
    for (let i = 1; i < marked.text.length; i++) if (marked.text[i] === replacement) cuts.push(i);
    return cuts.map((start, index) => slice(marked, start, cuts[index + 1] ?? marked.text.length));
  };
}
