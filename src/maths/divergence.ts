import { logSumExp } from './softmax.js';

/**
 * Kullback-Leibler divergence KL(P ‖ Q) of two softmax distributions in bits, from their logits: Σ p·(log2 p − log2 q).
 * 0 for equal ones; what P gives no chance adds nothing.
 */
export function klDivergenceBits(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [totalP, totalQ] = [logSumExp(p), logSumExp(q)];
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const logP = p[i]! - totalP;
    if (logP > -80) sum += Math.exp(logP) * (logP - (q[i]! - totalQ));
  }
  // Rounding leaves a little less than nothing.
  return Math.max(0, sum) / Math.LN2;
}

/** Cosine of two vectors of equal length; 0 when one has no length. */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    ofA += a[i]! ** 2;
    ofB += b[i]! ** 2;
  }
  return ofA > 0 && ofB > 0 ? product / Math.sqrt(ofA * ofB) : 0;
}
