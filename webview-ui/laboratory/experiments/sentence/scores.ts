import type { ModelInfo, ScoreValue } from '../../../../src/protocol/engine/index.js';
import type { Bench } from '../../model/experiment.js';
import { sumByWord, wordsOf } from '../../model/words.js';

/** Ways to say how probable a sentence is. */
export const WAYS = ['causal', 'pseudo', 'withinWord'] as const;
export type Way = (typeof WAYS)[number];

/** What one way comes to on one text. */
export interface SentenceScore {
  way: Way;
  model: string;
  /** tokens that were scored */
  tokens: number;
  /** −log2 of the (pseudo-)probability, in all */
  bits: number;
  /** exp of the mean negative log-probability of a scored token */
  perplexity: number;
  /** UTF-8 bytes of what was scored */
  bytes: number;
  bitsPerByte: number;
  /** by the words of the text; null: nothing predicts it */
  words: (number | null)[];
}

/** A text's sums from what the engine says of its tokens. What nothing predicts has no bytes either. */
export function scoreOf(way: Way, text: string, { model, tokens, perplexity }: ScoreValue): SentenceScore {
  const scored = tokens.filter(({ logProbability }) => logProbability !== null);
  const bits = scored.reduce((sum, { logProbability }) => sum - (logProbability ?? 0) / Math.LN2, 0);
  const [first, last] = [scored[0], scored.at(-1)];
  const bytes = new TextEncoder().encode(text.slice(first?.start ?? 0, last?.end ?? 0)).length;
  const valued = tokens.map(({ start, end, logProbability }) => ({
    start,
    end,
    value: logProbability === null ? null : -logProbability / Math.LN2,
  }));
  return {
    way,
    model,
    tokens: scored.length,
    bits,
    perplexity: perplexity ?? 1,
    bytes,
    bitsPerByte: bytes > 0 ? bits / bytes : 0,
    words: sumByWord(text, wordsOf(text), valued),
  };
}

/** Scores a text in each way that there is a model for. */
export async function* scoreText(
  bench: Bench,
  text: string,
  { causal, masked }: Readonly<Record<string, ModelInfo>>,
): AsyncGenerator<SentenceScore> {
  if (causal) yield scoreOf('causal', text, await bench.ask('score', { model: causal.id, text }));
  if (!masked) return;
  yield scoreOf('pseudo', text, await bench.ask('score', { model: masked.id, text }));
  yield scoreOf('withinWord', text, await bench.ask('score', { model: masked.id, text, withinWord: true }));
}
