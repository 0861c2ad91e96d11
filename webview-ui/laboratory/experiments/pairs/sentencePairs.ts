import { Random } from '../../../../src/decoding/sampling/random.js';
import { splitSentences } from '../../../../src/text/sentences.js';

/** How two sentences stand to each other. */
export const KINDS = ['following', 'otherTopic', 'sameText', 'swapped'] as const;
export type PairKind = (typeof KINDS)[number];

export interface SentencePair {
  kind: PairKind;
  first: string;
  second: string;
}

/** Sentences of each text at most: pairs are asked for one by one. */
const MOST_SENTENCES = 8;
/** With fewer there is no sentence of the same text that is not a neighbour. */
export const LEAST_SENTENCES = 4;

export const sentencesOf = (text: string): string[] =>
  splitSentences(text)
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .slice(0, MOST_SENTENCES);

/**
 * Pairs of each kind: sentences that follow each other, the same two swapped, a sentence with one of the same text that is
 * no neighbour, and with one of another text. None where there are too few sentences.
 */
export function pairsOf(sentences: readonly string[], others: readonly string[], seed: number): SentencePair[] {
  if (sentences.length < LEAST_SENTENCES) return [];
  const random = new Random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)]!;
  const firsts = sentences.slice(0, -1);
  const of = (kind: PairKind, second: (at: number) => string, first = (at: number) => sentences[at]!) =>
    firsts.map((_, at): SentencePair => ({ kind, first: first(at), second: second(at) }));
  return [
    ...of('following', (at) => sentences[at + 1]!),
    ...(others.length > 0 ? of('otherTopic', () => pick(others)) : []),
    ...of('sameText', (at) => pick(sentences.filter((_, other) => Math.abs(other - at) > 1))),
    ...of(
      'swapped',
      (at) => sentences[at]!,
      (at) => sentences[at + 1]!,
    ),
  ];
}
