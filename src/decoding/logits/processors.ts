import type { CutReason } from '../../protocol/engine/index.js';
import { knownBans, type KnownProcessor } from './knownScores.js';

/** What a processor may know beside the scores. */
export interface ProcessorContext {
  /** all tokens the decoder has read or chosen, its prompt included (for an encoder-decoder: its start token) */
  ids: readonly number[];
  /** how many of them are new */
  newTokens: number;
  /** group beams: the tokens that earlier groups chose in this step */
  chosenByEarlierGroups?: readonly number[];
}

/**
 * Scores of one row (logits, or log-probabilities in beam search) to scores; −Infinity removes a token. Pure: it returns
 * the same array when it changes nothing, otherwise a new one.
 */
export type LogitsProcessor = (scores: Float32Array, history: ProcessorContext) => Float32Array;

export type ProcessorName = CutReason | 'diversityPenalty' | 'repetitionPenalty' | 'temperature';

export interface NamedLogitsProcessor {
  readonly name: ProcessorName;
  readonly process: LogitsProcessor;
  /** of a processor that does nothing but remove tokens: which, whatever their scores */
  readonly bans?: Bans;
  /** the same where only the likeliest tokens are known; absent where that takes all of them, or their logits */
  readonly known?: KnownProcessor;
}

export type Bans = (history: ProcessorContext) => readonly number[];

/** A processor that removes tokens and leaves the scores of the others. */
export function banProcessor(name: ProcessorName, bans: Bans): NamedLogitsProcessor & { readonly bans: Bans } {
  const process: LogitsProcessor = (scores, history) => {
    const ids = bans(history).filter((id) => id < scores.length);
    if (ids.length === 0) return scores;
    const result = scores.slice();
    for (const id of ids) result[id] = -Infinity;
    return result;
  };
  return { name, process, bans, known: knownBans(bans) };
}

/**
 * Divides positive scores of the tokens seen by the penalty and multiplies negative ones by it, each token once
 * (CTRL, arXiv 1909.05858, in the form of transformers' RepetitionPenaltyLogitsProcessor). 1 is neutral.
 */
export function repetitionPenaltyProcessor(penalty: number): LogitsProcessor {
  return (scores, { ids }) => {
    const result = scores.slice();
    for (const id of ids) {
      const score = scores[id];
      if (score !== undefined) result[id] = score < 0 ? score * penalty : score / penalty;
    }
    return result;
  };
}

/** Removes every token that would complete an n-gram of `size` tokens that is already there. */
export function noRepeatNgramProcessor(size: number): NamedLogitsProcessor {
  return banProcessor('noRepeatNgramSize', ({ ids }) => {
    const prefix = ids.length - size + 1;
    const completing: number[] = [];
    for (let start = 0; prefix >= 0 && start + size <= ids.length; start++) {
      let same = true;
      for (let i = 0; same && i < size - 1; i++) same = ids[start + i] === ids[prefix + i];
      if (same) completing.push(ids[start + size - 1]!);
    }
    return completing;
  });
}

/** Removes the last token of each sequence whose other tokens have just been written (transformers' NoBadWords). */
export function badWordsProcessor(sequences: readonly (readonly number[])[]): NamedLogitsProcessor {
  return banProcessor('badWords', ({ ids }) =>
    sequences.flatMap((sequence) => {
      const before = sequence.slice(0, -1);
      const isNext =
        before.length <= ids.length && before.every((id, at) => ids[ids.length - before.length + at] === id);
      return isNext ? sequence.slice(-1) : [];
    }),
  );
}

/**
 * Leaves one token only as the new token of this number, from 0: its score becomes 0, that of the others −∞
 * (transformers' ForcedBOSTokenLogitsProcessor and ForcedEOSTokenLogitsProcessor).
 */
export function forcedTokenProcessor(id: number, at: number): NamedLogitsProcessor {
  return {
    name: 'forced',
    process: (scores, { newTokens }) => {
      if (newTokens !== at) return scores;
      const result = new Float32Array(scores.length).fill(-Infinity);
      result[id] = 0;
      return result;
    },
  };
}

/** Removes the ends of sequence until there are `least` new tokens. */
export function minNewTokensProcessor(least: number, eosIds: readonly number[]): NamedLogitsProcessor {
  return banProcessor('minNewTokens', ({ newTokens }) => (newTokens < least ? eosIds : []));
}

/**
 * Lowers a token's score by the penalty for each time that earlier groups chose it in this step (diverse beam search
 * with Hamming diversity, arXiv 1610.02424).
 */
export function diversityPenaltyProcessor(penalty: number): LogitsProcessor {
  return (scores, { chosenByEarlierGroups = [] }) => {
    if (chosenByEarlierGroups.length === 0) return scores;
    const result = scores.slice();
    for (const id of chosenByEarlierGroups) result[id] = result[id]! - penalty;
    return result;
  };
}
