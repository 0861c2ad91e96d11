import { type AlignedText, prependAligned, slice } from './alignedText.js';
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

/** The steps of a tokenizer.json's pre-tokenizer in order, as one function. */
export function createPreTokenizer(configs: readonly PreTokenizerConfig[]): PreTokenizer {
  const steps = configs.map(step);
  return (from) => steps.reduce((pieces, apply) => pieces.flatMap(apply), from.text === '' ? [] : [from]);
}

function step(config: PreTokenizerConfig): PreTokenizer {
  switch (config.type) {
    case 'BertPreTokenizer':
      return matches(BERT_PIECE);
    case 'WhitespaceSplit':
      return matches(WORD);
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

function matches(pattern: RegExp): PreTokenizer {
  return (from) =>
    Array.from(from.text.matchAll(pattern), (match) => slice(from, match.index, match.index + match[0].length));
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
