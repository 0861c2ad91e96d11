import type { GenerationMetrics } from '../../protocol/engine/index.js';
import { ngrams } from './ngrams.js';
import { selfBleu } from './selfBleu.js';

export interface MeasuredSequence {
  /** new tokens without a final end of sequence */
  ids: readonly number[];
  /** new tokens with it */
  newTokens: number;
  /** nats, of all new tokens */
  logProbability: number;
}

/**
 * Computes the figures of a run, over all its returned sequences.
 * - newTokens: ends of sequence included; tokensPerSecond: those by `seconds`
 * - meanLogProbability: Σ log p / newTokens in nats, with the model's own p (before penalties and filters)
 * - perplexity: exp(−meanLogProbability) (Jelinek et al. 1977)
 * - the others: see the functions; ends of sequence do not count in them
 * @param seconds from the first step, the prompt's, to the last
 */
export function computeMetrics(
  sequences: readonly MeasuredSequence[],
  promptIds: readonly number[],
  seconds: number,
  greedy: boolean,
): GenerationMetrics {
  const newTokens = sum(sequences.map((sequence) => sequence.newTokens));
  const texts = sequences.map(({ ids }) => ids);
  const mean = newTokens > 0 ? sum(sequences.map(({ logProbability }) => logProbability)) / newTokens : 0;
  return {
    newTokens,
    seconds,
    tokensPerSecond: seconds > 0 ? newTokens / seconds : 0,
    meanLogProbability: mean,
    perplexity: Math.exp(-mean),
    distinct1: distinctN(texts, 1),
    distinct2: distinctN(texts, 2),
    repeated4grams: repeatedNgramShare(texts, 4),
    promptOverlap: promptOverlapShare(texts, promptIds),
    selfBleu: selfBleu(texts),
    ...(greedy && { greedy: true as const }),
  };
}

/**
 * Distinct-n (Li et al. 2016, arXiv 1510.03055): different n-grams of tokens over all n-grams, of all sequences
 * together. 1 where there is no n-gram.
 */
export function distinctN(texts: readonly (readonly number[])[], n: number): number {
  const all = texts.flatMap((ids) => ngrams(ids, n));
  return all.length > 0 ? new Set(all).size / all.length : 1;
}

/**
 * Share of a sequence's n-grams that occurred in it before (Welleck et al. 2019, arXiv 1908.04319: seq-rep-n), the mean
 * over sequences. 0 where there is no n-gram.
 */
export function repeatedNgramShare(texts: readonly (readonly number[])[], n: number): number {
  return texts.length > 0 ? sum(texts.map((ids) => 1 - distinctN([ids], n))) / texts.length : 0;
}

/** Share of the new tokens that occur in the prompt (for an encoder-decoder: in the source). */
export function promptOverlapShare(texts: readonly (readonly number[])[], promptIds: readonly number[]): number {
  const prompt = new Set(promptIds);
  const all = texts.flat();
  return all.length > 0 ? all.filter((id) => prompt.has(id)).length / all.length : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
