import * as l10n from '@vscode/l10n';
import type { ModelInfo, Span } from '../../../../src/protocol/engine/index.js';
import { tokensBehind } from '../../model/bitsBehind.js';
import type { Bench } from '../../model/experiment.js';
import { sumByWord } from '../../model/words.js';

/** Ways to doubt a word of a text. */
export const DOUBTERS = ['replaced', 'masked', 'causal'] as const;
export type Doubter = (typeof DOUBTERS)[number];

/** How much each word is doubted: a probability, or bits; null: nothing tells. */
export interface Doubts {
  doubter: Doubter;
  model: string;
  values: (number | null)[];
}

/** Asks all that there are models for. @param words of the text */
export async function* doubtsOf(
  bench: Bench,
  text: string,
  words: readonly Span[],
  { detector, masked, causal }: Readonly<Record<string, ModelInfo>>,
): AsyncGenerator<Doubts> {
  const bits = (tokens: readonly { start: number | null; end: number | null; logProbability: number | null }[]) =>
    sumByWord(
      text,
      words,
      tokens.map(({ start, end, logProbability }) => ({
        start,
        end,
        value: logProbability === null ? null : -logProbability / Math.LN2,
      })),
    );
  if (detector) {
    const { tokens } = await bench.ask('replaced', { model: detector.id, text });
    yield { doubter: 'replaced', model: detector.id, values: mostByWord(words, tokens) };
  }
  if (masked) {
    const { tokens } = await bench.ask('score', { model: masked.id, text, withinWord: true });
    yield { doubter: 'masked', model: masked.id, values: bits(tokens) };
  }
  if (causal) {
    yield { doubter: 'causal', model: causal.id, values: bits(await tokensBehind(bench, causal.id, '', text)) };
  }
}

/** Of each word the highest figure that a token in it has. */
export function mostByWord(
  words: readonly Span[],
  tokens: readonly { start: number | null; end: number | null; probability: number | null }[],
): (number | null)[] {
  return words.map((word) => {
    const own = tokens.flatMap(({ start, end, probability }) =>
      start !== null && end !== null && probability !== null && start < word.end && end > word.start
        ? [probability]
        : [],
    );
    return own.length === 0 ? null : Math.max(...own);
  });
}

/** The places of the `count` words that are doubted most, the earlier one first among equals. */
export function mostDoubted(values: readonly (number | null)[], count: number): Set<number> {
  const order = values
    .flatMap((value, at) => (value === null ? [] : [{ value, at }]))
    .sort((one, other) => other.value - one.value || one.at - other.at);
  return new Set(order.slice(0, count).map(({ at }) => at));
}

export function doubterName(doubter: Doubter): string {
  switch (doubter) {
    case 'replaced':
      return l10n.t('probability that it was replaced');
    case 'masked':
      return l10n.t('surprise from both sides, bits');
    case 'causal':
      return l10n.t('surprise from the left, bits');
  }
}
