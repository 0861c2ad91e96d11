import { gaussLegendre } from '../../maths/gaussLegendre.js';
import { logSumExp } from '../../maths/softmax.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import type { ReportProgress } from '../methods/shared/methodContext.js';
import type { PredictionGradients, VectorReading } from './predictionGradients.js';

/** What the vectors of a reading come to, in bits. */
export interface PathGradients {
  /** of each token gradient · vector */
  gradientInput: Float64Array;
  /** of each token the integral of gradient · (vector − baseline) from the baseline on; zeros without steps */
  integrated: Float64Array;
  /** Σ log₂ p of the labels with the text's vectors, and with those of the baseline; the latter null without steps */
  text: number;
  baseline: number | null;
}

/**
 * Gradient × input (Shrikumar, Greenside, Shcherbina and Kundaje 2016) of Σ log₂ p over a reading's places, and integrated
 * gradients (Sundararajan, Taly and Yan 2017): the mean of the gradient along the straight line from a baseline, times what
 * lies between. The mean is taken by Gauss and Legendre's rule.
 * @param vectors of the words and of the baseline, [tokens, width]; `steps`: points of the line, 0 for gradient × input alone
 * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
 */
export async function pathGradients(
  opened: PredictionGradients,
  reading: VectorReading,
  { vectors, baseline }: { vectors: Float32Array; baseline: Float32Array },
  steps: number,
  report: ReportProgress,
  signal?: AbortSignal,
): Promise<PathGradients> {
  const tokens = reading.ids.length;
  const { width } = opened;
  const { points, weights } = gaussLegendre(steps);
  const ends = steps > 0 ? [1, 0] : [1];
  const places = [
    ...ends.map((at) => ({ at, weight: 0 })),
    ...Array.from(points, (at, k) => ({ at, weight: weights[k]! })),
  ];
  const found: PathGradients = {
    gradientInput: new Float64Array(tokens),
    integrated: new Float64Array(tokens),
    text: 0,
    baseline: null,
  };
  for (const some of batchesWithProgress(places, opened.rowsAtOnce(tokens), report)) {
    const all = new Float32Array(some.length * vectors.length);
    for (const [row, { at }] of some.entries()) {
      const start = row * vectors.length;
      // At the text itself its very numbers, whatever rounding makes of a sum.
      for (let n = 0; n < vectors.length; n++)
        all[start + n] = at === 1 ? vectors[n]! : baseline[n]! + at * (vectors[n]! - baseline[n]!);
    }
    const { logits, gradients } = await opened.run(all, reading, signal);
    for (const [row, { at, weight }] of some.entries()) {
      const own = gradients.subarray(row * vectors.length, (row + 1) * vectors.length);
      if (at === 1) addTo(found.gradientInput, own, (n) => vectors[n]!, width);
      if (weight > 0) addTo(found.integrated, own, (n) => weight * (vectors[n]! - baseline[n]!), width);
      if (at === 1) found.text = bitsOf(logits, row, some.length, reading.labels);
      if (at === 0) found.baseline = bitsOf(logits, row, some.length, reading.labels);
    }
  }
  return found;
}

/** Adds Σ gradient · factor over each token's vector, in bits. */
function addTo(sums: Float64Array, gradient: Float32Array, factor: (at: number) => number, width: number): void {
  for (let token = 0; token < sums.length; token++) {
    let sum = 0;
    for (let n = token * width; n < (token + 1) * width; n++) sum += gradient[n]! * factor(n);
    sums[token]! += sum / Math.LN2;
  }
}

/** Σ log₂ p of the labels at a row's places. */
function bitsOf(logits: Float32Array, row: number, rows: number, labels: readonly number[]): number {
  const vocabulary = logits.length / rows / labels.length;
  return labels.reduce((sum, label, place) => {
    const start = (row * labels.length + place) * vocabulary;
    const own = logits.subarray(start, start + vocabulary);
    return sum + (own[label]! - logSumExp(own)) / Math.LN2;
  }, 0);
}
