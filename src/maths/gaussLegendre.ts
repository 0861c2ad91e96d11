/** Where a function is taken to be summed up, and what it counts there. */
export interface Quadrature {
  /** in (0, 1), rising */
  points: Float64Array;
  /** their sum is 1 */
  weights: Float64Array;
}

/** Newton's method doubles the digits with each round: far fewer come to the last of them. */
const ROUNDS = 100;

/**
 * Gauss and Legendre's rule of n points for integrals from 0 to 1, exact for polynomials of degree 2n − 1. The points are the
 * roots of the Legendre polynomial Pₙ, found by Newton's method from Tricomi's cos(π(k − ¼) / (n + ½)); their weights are
 * 2 / ((1 − x²) · Pₙ′(x)²) on [−1, 1] (Abramowitz and Stegun 1964, 25.4.29).
 */
export function gaussLegendre(count: number): Quadrature {
  const [points, weights] = [new Float64Array(count), new Float64Array(count)];
  for (let at = 0; at < count; at++) {
    let x = Math.cos((Math.PI * (count - at - 0.25)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const found = legendre(count, x);
      slope = found.slope;
      const step = found.value / slope;
      x -= step;
      if (Math.abs(step) <= Number.EPSILON) break;
    }
    points[at] = (1 + x) / 2;
    weights[at] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** Pₙ and its derivative, by Bonnet's recursion k · Pₖ = (2k − 1) · x · Pₖ₋₁ − (k − 1) · Pₖ₋₂. */
function legendre(count: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (count * (x * value - before)) / (x * x - 1) };
}
