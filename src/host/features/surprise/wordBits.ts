import { groupWords } from '../../../attention/tokenWords.js';
import type { ScoreValue } from '../../../protocol/engine/index.js';
import type { TextSpan } from '../../../text/index.js';

/** A word and how much a model was surprised by it. */
export interface WordBits extends TextSpan {
  text: string;
  /** −log2 of its probability; null where nothing predicts it */
  bits: number | null;
  /** that were scored */
  tokens: number;
  /** of its first token; null where the text has none */
  firstToken: number | null;
  /** UTF-8 bytes of the word and of the space before it, where it has been scored */
  bytes: number;
}

const encoder = new TextEncoder();

/**
 * The bits of each word of a stretch: the sum of its tokens' −log2 p, and its tokens are those whose text overlaps it. A
 * token of GPT-2 has taken in the space before its word, so that space is paid for by the word behind it, and every token
 * is counted once: sums over words are those over tokens.
 *
 * That is what Oh and Schuler (2024) and Pimentel and Meister (2024) start from, and not their correction: whether a word
 * ends is told by the space of the next token, so its cost is in the next word's bits. To move it back one has to know the
 * mass of all tokens that begin with a space at each word's end, which is more than a token's probability. BERT's pieces
 * have no spaces, and nothing is to be moved there.
 *
 * Line breaks between runs and what is no word of the text (special tokens) have no part in it.
 * @param text what was scored
 * @param own the stretch of it that words are wanted of; their places count from its start
 */
export function wordBits({ tokens }: Pick<ScoreValue, 'tokens'>, text: string, own: TextSpan): WordBits[] {
  const words: WordBits[] = [];
  let behind = own.start;
  for (const { from, to, start, end, text: word } of groupWords(tokens, text)) {
    if (start === null || end === null || start < own.start || start >= own.end || word.trim() === '') continue;
    const pieces = tokens.slice(from, to);
    const isScored = pieces.every(({ logProbability }) => logProbability !== null);
    const nats = pieces.reduce((sum, { logProbability }) => sum - (logProbability ?? 0), 0);
    const gap = text.slice(behind, start).replace(/[\n\r]/g, '');
    words.push({
      start: start - own.start,
      end: end - own.start,
      text: word,
      // A word is not known by a part of it.
      bits: isScored ? nats / Math.LN2 : null,
      tokens: isScored ? pieces.length : 0,
      firstToken: pieces[0]?.id ?? null,
      bytes: isScored ? encoder.encode(gap + text.slice(start, end)).length : 0,
    });
    behind = end;
  }
  return words;
}
