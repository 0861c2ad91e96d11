import { crossing } from '../maths/mass.js';
import { entropyOfLogits, logSumExp, maximum, softmax } from '../maths/softmax.js';
import { kthLargest, topK as largest } from '../maths/top-k.js';
import { without, type Processor } from './processors.js';

/*
 * The filters of sampling, each on the distribution that the ones before it left. `keep` is the number of tokens that
 * must stay whatever the filter says: 1, or one more than there are ends of sequence when beams are sampled.
 */

/** Divides all scores; below 1 the distribution becomes sharper, above 1 flatter. */
export function temperature(value: number): Processor {
  return (scores) => {
    const max = maximum(scores);
    // Where a quotient would leave single precision, only the distances from the highest score matter.
    const origin = Math.abs(max) / value > 1e38 ? max : 0;
    return scores.map((score) => (score - origin) / value);
  };
}

/** Keeps the k highest scores and what equals the k-th (arXiv 1805.04833). */
export function topK(k: number, keep: number): Processor {
  return (scores) => {
    const least = kthLargest(scores, Math.max(k, keep));
    return without(scores, (score) => score < least);
  };
}

/** The nucleus: the fewest most probable tokens whose probabilities sum to at least p (arXiv 1904.09751). */
export function topP(p: number, keep: number): Processor {
  return (scores) => {
    const max = maximum(scores);
    const keys = Float64Array.from(scores, (score) => max - score);
    const last = crossing(keys, softmax(scores), p);
    if (last < 0) return scores;
    const end = keys[last]!;
    const kept = certain(scores, keep);
    return without(scores, (_, id) => (keys[id]! > end || (keys[id] === end && id < last)) && !kept.has(id));
  };
}

/** Keeps tokens with at least `share` of the highest probability (arXiv 2407.01082). */
export function minP(share: number, keep: number): Processor {
  return (scores) => {
    const least = maximum(scores) + Math.log(share);
    const kept = certain(scores, keep);
    return without(scores, (score, id) => score < least && !kept.has(id));
  };
}

/**
 * Keeps the tokens whose surprise −log p is nearest to the entropy, until their probabilities sum to `mass`
 * (locally typical sampling, arXiv 2202.00666).
 */
export function typicalP(mass: number, keep: number): Processor {
  return (scores) => {
    const total = logSumExp(scores);
    const expected = entropyOfLogits(scores);
    const distances = Float64Array.from(scores, (score) => Math.abs(total - score - expected));
    const last = crossing(distances, softmax(scores), mass);
    if (last < 0) return scores;
    const end = distances[last]!;
    const kept = certain(
      distances.map((distance) => -distance),
      keep,
    );
    return without(scores, (_, id) => distances[id]! > end && !kept.has(id));
  };
}

/** Keeps tokens with a probability of at least `epsilon` (arXiv 2210.15191). */
export function epsilonCutoff(epsilon: number, keep: number): Processor {
  return (scores) => atLeast(scores, epsilon, keep);
}

/** Keeps tokens with a probability of at least min(ε, √ε · e^−entropy) (eta sampling, arXiv 2210.15191). */
export function etaCutoff(epsilon: number, keep: number): Processor {
  return (scores) => atLeast(scores, Math.min(epsilon, Math.sqrt(epsilon) * Math.exp(-entropyOfLogits(scores))), keep);
}

function atLeast(scores: Float32Array, probability: number, keep: number): Float32Array {
  const least = Math.min(logSumExp(scores) + Math.log(probability), kthLargest(scores, keep));
  return without(scores, (score) => score < least);
}

/** The highest few, which a filter may not remove; a filter never removes the very highest. */
function certain(values: ArrayLike<number>, keep: number): ReadonlySet<number> {
  return new Set(keep > 1 ? largest(Float32Array.from(values), keep) : []);
}
