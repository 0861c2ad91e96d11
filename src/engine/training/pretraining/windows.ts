import type { Random } from '../../../decoding/sampling/random.js';
import { IGNORED } from '../../../training/graph.js';
import type { CharacterVocabulary } from './characters.js';

/** What a learner reads in a step. */
export interface LearnerBatch {
  rows: number[][];
  /** of each token of each row in turn: what it is to predict; −100 where nothing is */
  labels: number[];
  /** tokens of the text that are read, and of them those that carry loss */
  tokens: number;
  lossTokens: number;
}

/** BERT's way (Devlin et al. 2019): of what is hidden, eight in ten become the mask, one another token, one stays. */
const MASKED = 0.8;
const REPLACED = 0.9;

/** Places where windows of some tokens and the one behind them begin, by chance. */
export const chanceStarts = (count: number, text: Int32Array, length: number, random: Random): number[] =>
  Array.from({ length: count }, () => Math.floor(random.uniform() * (text.length - length)));

/** Such places evenly over a text, at most so many and none over another. */
export function evenStarts(most: number, text: Int32Array, length: number): number[] {
  const last = text.length - length - 1;
  const count = Math.max(1, Math.min(most, Math.floor((text.length - 1) / length)));
  return Array.from({ length: count }, (_, at) => (count === 1 ? 0 : Math.floor((at * last) / (count - 1))));
}

/** Each token predicts the next one; of what has no token nothing is learnt. */
export function causalBatch(
  text: Int32Array,
  starts: readonly number[],
  length: number,
  { unknown }: CharacterVocabulary,
): LearnerBatch {
  const rows = starts.map((start) => Array.from(text.subarray(start, start + length)));
  const labels = starts.flatMap((start) =>
    Array.from(text.subarray(start + 1, start + length + 1), (id) => (id === unknown ? IGNORED : id)),
  );
  return counted(rows, labels, starts.length * length);
}

/**
 * A share of the tokens is hidden and to be predicted, one at least; the row begins and ends as a text does.
 * @param length of a row, with what begins and ends it; `corrupts`: false: all that is hidden becomes the mask
 */
export function maskedBatch(
  text: Int32Array,
  starts: readonly number[],
  { length, share, corrupts }: { length: number; share: number; corrupts: boolean },
  vocabulary: CharacterVocabulary,
  random: Random,
): LearnerBatch {
  const { specials, tokens, first, unknown } = vocabulary;
  const [begin, end, mask] = [specials['begin']!, specials['end']!, specials['mask']!];
  const inner = length - 2;
  const labels: number[] = [];
  const rows = starts.map((start) => {
    const own = Array.from(text.subarray(start, start + inner));
    const hidden = own.map((id) => id !== unknown && random.uniform() < share);
    labels.push(IGNORED, ...own.map((id, at) => (hidden[at] ? id : IGNORED)), IGNORED);
    const read = own.map((id, at) => {
      if (!hidden[at]) return id;
      const way = corrupts ? random.uniform() : 0;
      if (way < MASKED) return mask;
      return way < REPLACED ? first + Math.floor(random.uniform() * (tokens.length - first)) : id;
    });
    return [begin, ...read, end];
  });
  if (labels.every((label) => label === IGNORED)) hideOne(rows, labels, { text, start: starts[0] ?? 0, mask, unknown });
  return counted(rows, labels, starts.length * inner);
}

/** A batch in which nothing is hidden has no loss. */
function hideOne(
  rows: number[][],
  labels: number[],
  { text, start, mask, unknown }: { text: Int32Array; start: number; mask: number; unknown: number },
): void {
  const at = rows[0]!.findIndex((id, place) => place > 0 && place < rows[0]!.length - 1 && id !== unknown);
  if (at < 0) return;
  labels[at] = text[start + at - 1]!;
  rows[0]![at] = mask;
}

const counted = (rows: number[][], labels: number[], tokens: number): LearnerBatch => ({
  rows,
  labels,
  tokens,
  lossTokens: labels.filter((label) => label !== IGNORED).length,
});
