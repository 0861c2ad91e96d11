import { minimise } from './lbfgs.js';

/** Rows of numbers, [rows, width] flat. */
export interface Features {
  values: Float32Array;
  rows: number;
  width: number;
}

/** logit of a class = weights[class] · row + bias[class] */
export interface LinearHead {
  /** [classes, width] flat */
  weights: Float64Array;
  bias: Float64Array;
}

/** Where an average and a deviation are taken away, those of columns that never change are 1. */
export interface Standard {
  mean: Float64Array;
  deviation: Float64Array;
}

/** Mean and deviation of each column, over some rows. @param isCentred false: the mean is 0, and so the deviation is from 0 */
export function standardOf({ values, width }: Features, rows: readonly number[], isCentred = true): Standard {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  if (isCentred) {
    for (const row of rows) for (let at = 0; at < width; at++) mean[at]! += values[row * width + at]! / rows.length;
  }
  for (const row of rows) {
    for (let at = 0; at < width; at++) deviation[at]! += (values[row * width + at]! - mean[at]!) ** 2 / rows.length;
  }
  for (let at = 0; at < width; at++) {
    const root = Math.sqrt(deviation[at]!);
    // What rounding leaves of a column that does not change is no deviation.
    deviation[at] = root > 1e-6 * Math.max(1, Math.abs(mean[at]!)) ? root : 1;
  }
  return { mean, deviation };
}

/**
 * Multinomial logistic regression on standardised features: the least of
 * `penalty`⁻¹ · Σ −log softmax(logits)[class] + ½ · Σ weights², by L-BFGS, as scikit-learn's LogisticRegression has it with
 * C = 1 / penalty. Two classes share one vector, as there. The bias is not held down.
 * @param rows which of the features are learnt from, and the class of each
 * @param hasBias false: all biases are 0, as with scikit-learn's `fit_intercept=False`, and features are not centred, since
 * what that takes away would be one
 * @returns the head for the features as they are: the standardising is in its weights
 */
export function fitHead(
  features: Features,
  rows: readonly number[],
  labels: readonly number[],
  { classes, penalty, hasBias = true }: { classes: number; penalty: number; hasBias?: boolean },
): LinearHead {
  const { width } = features;
  const standard = standardOf(features, rows, hasBias);
  const inputs = new Float64Array(rows.length * width);
  rows.forEach((row, to) => {
    for (let at = 0; at < width; at++) {
      inputs[to * width + at] = (features.values[row * width + at]! - standard.mean[at]!) / standard.deviation[at]!;
    }
  });
  const own = classes === 2 ? 1 : classes;
  const solution = minimise(own * (width + 1), (point, gradient) =>
    loss({ inputs, width, labels, classes: own, scale: 1 / penalty, hasBias }, point, gradient),
  );
  return unstandardised(solution, standard, { width, classes });
}

interface Problem {
  inputs: Float64Array;
  width: number;
  labels: readonly number[];
  /** 1: the second of two classes against the first */
  classes: number;
  /** what the examples' losses are multiplied by: the penalty on weights stays ½ of their squares */
  scale: number;
  /** false: biases stay where they begin, at 0 */
  hasBias: boolean;
}

/** The penalised loss at a point, weights [classes, width] and then biases; its gradient is written. */
function loss(
  { inputs, width, labels, classes, scale, hasBias }: Problem,
  point: Float64Array,
  gradient: Float64Array,
): number {
  const biases = classes * width;
  let sum = 0;
  for (let at = 0; at < biases; at++) {
    gradient[at] = point[at]!;
    sum += 0.5 * point[at]! ** 2;
  }
  gradient.fill(0, biases);
  const errors = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const start = row * width;
    for (let one = 0; one < classes; one++) {
      let logit = point[biases + one]!;
      for (let at = 0; at < width; at++) logit += point[one * width + at]! * inputs[start + at]!;
      errors[one] = logit;
    }
    sum += scale * exampleLoss(errors, labels[row]!);
    for (let one = 0; one < classes; one++) {
      const error = scale * errors[one]!;
      if (hasBias) gradient[biases + one]! += error;
      for (let at = 0; at < width; at++) gradient[one * width + at]! += error * inputs[start + at]!;
    }
  }
  return sum;
}

/** −log of the class's probability; the logits become the derivatives by them. */
function exampleLoss(logits: Float64Array, label: number): number {
  if (logits.length === 1) {
    const sign = label === 1 ? 1 : -1;
    const margin = sign * logits[0]!;
    logits[0] = -sign / (1 + Math.exp(margin));
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin));
  }
  const most = Math.max(...logits);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - most);
  const own = logits[label]!;
  for (let one = 0; one < logits.length; one++) {
    logits[one] = Math.exp(logits[one]! - most) / total - (one === label ? 1 : 0);
  }
  return most + Math.log(total) - own;
}

function unstandardised(
  solution: Float64Array,
  { mean, deviation }: Standard,
  { width, classes }: { width: number; classes: number },
): LinearHead {
  const own = classes === 2 ? 1 : classes;
  const weights = new Float64Array(classes * width);
  const bias = new Float64Array(classes);
  for (let one = 0; one < classes; one++) {
    // Of two classes each gets half of the one vector, with a sign: the difference of their logits is the whole.
    const [from, factor] = classes === 2 ? [0, one === 1 ? 0.5 : -0.5] : [one, 1];
    bias[one] = factor * solution[own * width + from]!;
    for (let at = 0; at < width; at++) {
      const weight = (factor * solution[from * width + at]!) / deviation[at]!;
      weights[one * width + at] = weight;
      bias[one]! -= weight * mean[at]!;
    }
  }
  return { weights, bias };
}

/** The class that a head tells of each of some rows. */
export function classesOf(
  { weights, bias }: LinearHead,
  { values, width }: Features,
  rows: readonly number[],
): number[] {
  return rows.map((row) => {
    let best = 0;
    let most = -Infinity;
    for (let one = 0; one < bias.length; one++) {
      let logit = bias[one]!;
      for (let at = 0; at < width; at++) logit += weights[one * width + at]! * values[row * width + at]!;
      if (logit > most) [best, most] = [one, logit];
    }
    return best;
  });
}
