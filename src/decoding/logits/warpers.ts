import { indexReachingMass } from '../../maths/cumulativeMass.js';
import { entropyOfLogits, logSumExp, maximum, softmax } from '../../maths/softmax.js';
import { kthLargest, topK as largest } from '../../maths/topK.js';
import type { LogitsProcessor } from './processors.js';

/*
 * The logits warpers of sampling, each on the distribution that the ones before it left. `minTokensToKeep` is the number
 * of tokens that must stay whatever the warper says: 1, or one more than there are ends of sequence when beams are sampled.
 */

/** Divides all scores; below 1 the distribution becomes sharper, above 1 flatter. */
export function temperatureWarper(value: number): LogitsProcessor {
  return (scores) => {
    const max = maximum(scores);
    // Where a quotient would leave single precision, only the distances from the highest score matter.
    const origin = Math.abs(max) / value > 1e38 ? max : 0;
    const result = new Float32Array(scores.length);
    for (let id = 0; id < scores.length; id++) result[id] = (scores[id]! - origin) / value;
    return result;
  };
}

/** Keeps the k highest scores and what equals the k-th (arXiv 1805.04833). */
export function topKWarper(k: number, minTokensToKeep: number): LogitsProcessor {
  return (scores) => keepFrom(kthLargest(scores, Math.max(k, minTokensToKeep)), scores);
}

/** The nucleus: the fewest most probable tokens whose probabilities sum to at least p (arXiv 1904.09751). */
export function topPWarper(p: number, minTokensToKeep: number): LogitsProcessor {
  return (scores) => {
    const keys = distances(scores, maximum(scores));
    return keepUpTo(indexReachingMass(keys, softmax(scores), p), keys, scores, minTokensToKeep);
  };
}

/** Keeps tokens with at least `share` of the highest probability (arXiv 2407.01082). */
export function minPWarper(share: number, minTokensToKeep: number): LogitsProcessor {
  return (scores) => {
    const least = maximum(scores) + Math.log(share);
    if (minTokensToKeep === 1) return keepFrom(least, scores);
    const result = keepFrom(least, scores).slice();
    for (const id of largest(scores, minTokensToKeep)) result[id] = scores[id]!;
    return result;
  };
}

/**
 * Keeps the tokens whose surprise −log p is nearest to the entropy, until their probabilities sum to `mass`, and what is
 * as near as the last of them (locally typical sampling, arXiv 2202.00666).
 */
export function typicalPWarper(mass: number, minTokensToKeep: number): LogitsProcessor {
  return (scores) => {
    // |−log p − H| = |(log Σ e^x − H) − x|
    const keys = distances(scores, logSumExp(scores) - entropyOfLogits(scores));
    const last = indexReachingMass(keys, softmax(scores), mass);
    return keepUpTo(last < 0 ? last : keys.indexOf(keys[last]!), keys, scores, minTokensToKeep);
  };
}

/** Keeps tokens with a probability of at least `epsilon` (arXiv 2210.15191). */
export function epsilonCutoffWarper(epsilon: number, minTokensToKeep: number): LogitsProcessor {
  return (scores) => keepProbable(epsilon, scores, minTokensToKeep);
}

/** Keeps tokens with a probability of at least min(ε, √ε · e^−entropy) (eta sampling, arXiv 2210.15191). */
export function etaCutoffWarper(epsilon: number, minTokensToKeep: number): LogitsProcessor {
  return (scores) =>
    keepProbable(Math.min(epsilon, Math.sqrt(epsilon) * Math.exp(-entropyOfLogits(scores))), scores, minTokensToKeep);
}

function keepProbable(probability: number, scores: Float32Array, minTokensToKeep: number): Float32Array {
  return keepFrom(Math.min(logSumExp(scores) + Math.log(probability), kthLargest(scores, minTokensToKeep)), scores);
}

/** Keeps scores of at least this. */
function keepFrom(least: number, scores: Float32Array): Float32Array {
  const result = scores.slice();
  for (let id = 0; id < result.length; id++) if (result[id]! < least) result[id] = -Infinity;
  return result;
}

function distances(scores: Float32Array, origin: number): Float64Array {
  const result = new Float64Array(scores.length);
  for (let id = 0; id < scores.length; id++) result[id] = Math.abs(origin - scores[id]!);
  return result;
}

/**
 * Keeps the scores of the tokens by rising key up to one of them, the higher id first among equals, and of the first
 * `minTokensToKeep`.
 * @param last −1 for all
 */
function keepUpTo(last: number, keys: Float64Array, scores: Float32Array, minTokensToKeep: number): Float32Array {
  if (last < 0) return scores;
  const end = keys[last]!;
  const result = scores.slice();
  for (let id = 0; id < result.length; id++) {
    if (keys[id]! > end || (keys[id] === end && id < last)) result[id] = -Infinity;
  }
  if (minTokensToKeep > 1) {
    const negative = new Float32Array(keys.length);
    for (let id = 0; id < keys.length; id++) negative[id] = -keys[id]!;
    for (const id of largest(negative, minTokensToKeep)) result[id] = scores[id]!;
  }
  return result;
}
