import type { TextSpan } from '../../text/index.js';
import { AttentionModel } from '../attention/attentionModel.js';
import type { Model } from '../models/model.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';

/** How much each word of a translation looked at each token of its source when it was written. */
export interface Alignment {
  /** the source's tokens in the text that was encoded; null for special ones */
  sourceTokens: readonly (TextSpan | null)[];
  /** [words of the translation, tokens of the source], sums over the tokens of a word */
  weights: readonly Float64Array[];
}

/**
 * Aligns a translation with its source by the decoder's cross-attention: the mean of the heads of the layer before the
 * last, or of the second where there are two (Garg et al. 2019, "Jointly Learning to Align and Translate with Transformer Models"), at the step that writes a
 * token, which is the row of the token before it.
 * @param targetIds as the decoder wrote them, without its start token
 * @param wordOf the word of each of these tokens; −1 for none
 * @throws GlassboxError `model-broken` where the graph does not show its attention, `cancelled`
 */
export async function alignWords(
  model: Model,
  source: { ids: readonly number[]; places: readonly (TextSpan | null)[] },
  targetIds: readonly number[],
  wordOf: readonly number[],
  signal?: AbortSignal,
): Promise<Alignment> {
  const attention = await AttentionModel.open(model);
  const { layers = 1, heads = 1 } = attention.sizes.get('cross') ?? {};
  // The first layer still looks where the token before came from
  const layer = Math.max(Math.min(1, layers - 1), layers - 2);
  const read = [model.decoderStartTokenId, ...targetIds.slice(0, -1)];
  const all = Array.from({ length: heads }, (_, head) => head);
  const found = await attention.run(
    { source: [[...source.ids]], target: read },
    { weights: [{ kind: 'cross', layers: [layer], heads: all }] },
    signal,
  );
  const values = found.weights.get('cross') ?? new Float32Array(0);
  const width = source.ids.length;
  const words = 1 + wordOf.reduce((most, word) => Math.max(most, word), -1);
  const weights = Array.from({ length: words }, () => new Float64Array(width));
  for (const [row, word] of wordOf.entries()) {
    if (word < 0 || row >= read.length) continue;
    for (const head of all) {
      const from = (head * read.length + row) * width;
      for (let key = 0; key < width; key++) weights[word]![key]! += values[from + key]! / heads;
    }
  }
  return { sourceTokens: source.places, weights };
}

/** What a word of the translation looked at within a stretch of the source, and in the rest of its text. */
function lookedAt(
  { sourceTokens, weights }: Alignment,
  word: number,
  { start, end }: TextSpan,
): [inside: number, outside: number] {
  let inside = 0;
  let outside = 0;
  for (const [key, token] of sourceTokens.entries()) {
    if (token === null) continue;
    const weight = weights[word]![key]!;
    if (token.start < end && token.end > start) inside += weight;
    else outside += weight;
  }
  return [inside, outside];
}

/** What one word more or less than the source has costs, as a share of attention: small words look anywhere. */
const LENGTH_COST = 0.05;

/**
 * The words of the translation that a stretch of the source became: the run of them that looked most at the stretch and
 * least beside it, and is about as long.
 * @param length of the stretch, in words
 * @param within of the translation's words, `end` exclusive
 */
export function wordsFor(alignment: Alignment, source: TextSpan, length: number, within: TextSpan): TextSpan {
  const gains = Array.from({ length: within.end - within.start }, (_, at) => {
    const [inside, outside] = lookedAt(alignment, within.start + at, source);
    return inside / (inside + outside || 1) - 0.5;
  });
  let best = { gain: -Infinity, ...within };
  for (let first = 0; first < gains.length; first++) {
    let sum = 0;
    for (let last = first; last < gains.length; last++) {
      sum += gains[last]!;
      const gain = sum - LENGTH_COST * Math.abs(last - first + 1 - length);
      if (gain > best.gain) best = { gain, start: within.start + first, end: within.start + last + 1 };
    }
  }
  return { start: best.start, end: best.end };
}

/** Of what words of the translation looked at in the source's text, the part that fell on a stretch of it; 0 to 1. */
export function shareOf(alignment: Alignment, source: TextSpan, words: TextSpan): number {
  let [within, all] = [0, 0];
  for (let word = words.start; word < words.end; word++) {
    const [inside, outside] = lookedAt(alignment, word, source);
    within += inside;
    all += inside + outside;
  }
  return within / (all || 1);
}

/** The word of the translation that looked most at a stretch of the source. */
export function wordFor(alignment: Alignment, source: TextSpan, within: TextSpan): number {
  let best = { weight: -Infinity, word: within.start };
  for (let word = within.start; word < within.end; word++) {
    const [inside, outside] = lookedAt(alignment, word, source);
    const weight = inside / (inside + outside || 1);
    if (weight > best.weight) best = { weight, word };
  }
  return best.word;
}

/**
 * The word of a translation that each of its tokens is of; −1 for none.
 * @param words their spans in the text that these tokens are
 */
export function wordsOfTokens(tokenizer: TextTokenizer, ids: readonly number[], words: readonly TextSpan[]): number[] {
  let at = 0;
  return ids.map((_, index) => {
    const end = tokenizer.decode(ids.slice(0, index + 1), { skipSpecialTokens: true }).trimStart().length;
    const isEmpty = end <= at;
    at = end;
    // A token belongs to the word in which it ends.
    return isEmpty ? -1 : words.findLastIndex((word) => word.start < end);
  });
}
