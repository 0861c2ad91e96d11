/** Differences of points and gradients that the curvature is known by. */
const MEMORY = 10;
const MOST_STEPS = 1000;
/** The largest part of a gradient at which a point counts as the least. */
const TOLERANCE = 1e-7;
/** Armijo's share of the slope that a step has to gain, and how often a step is halved for it. */
const GAIN = 1e-4;
const MOST_HALVINGS = 50;

/** A function's value at a point; its gradient is written into the second array. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
};

const addTo = (to: Float64Array, factor: number, from: Float64Array): void => {
  for (let at = 0; at < to.length; at++) to[at]! += factor * from[at]!;
};

/**
 * The point at which a convex function is least, from 0: L-BFGS (Nocedal 1980) with steps that are halved until they gain
 * (Armijo 1966).
 */
export function minimise(size: number, objective: Objective): Float64Array {
  const point = new Float64Array(size);
  const gradient = new Float64Array(size);
  const [trial, trialGradient] = [new Float64Array(size), new Float64Array(size)];
  const memory: { moved: Float64Array; changed: Float64Array; product: number }[] = [];
  let value = objective(point, gradient);
  for (let step = 0; step < MOST_STEPS && gradient.some((part) => Math.abs(part) > TOLERANCE); step++) {
    const direction = descent(gradient, memory);
    const slope = dot(direction, gradient);
    // The first step has no curvature to go by.
    let length = memory.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope));
    let next = Infinity;
    for (let halvings = 0; halvings < MOST_HALVINGS; halvings++, length /= 2) {
      trial.set(point);
      addTo(trial, length, direction);
      next = objective(trial, trialGradient);
      if (next <= value + GAIN * length * slope) break;
    }
    // Rounding leaves nothing more to gain.
    if (!(next < value)) break;
    const moved = trial.map((one, at) => one - point[at]!);
    const changed = trialGradient.map((one, at) => one - gradient[at]!);
    const product = dot(moved, changed);
    if (product > 0) memory.push({ moved, changed, product });
    if (memory.length > MEMORY) memory.shift();
    point.set(trial);
    gradient.set(trialGradient);
    value = next;
  }
  return point;
}

/** Minus the gradient times what is known of the inverse curvature (two loops). */
function descent(
  gradient: Float64Array,
  memory: readonly { moved: Float64Array; changed: Float64Array; product: number }[],
): Float64Array {
  const direction = gradient.map((part) => -part);
  const shares = memory.map(() => 0);
  for (let at = memory.length - 1; at >= 0; at--) {
    const { moved, changed, product } = memory[at]!;
    shares[at] = dot(moved, direction) / product;
    addTo(direction, -shares[at]!, changed);
  }
  const last = memory.at(-1);
  if (last) {
    const scale = last.product / dot(last.changed, last.changed);
    for (let at = 0; at < direction.length; at++) direction[at]! *= scale;
  }
  for (const [at, { moved, changed, product }] of memory.entries()) {
    addTo(direction, shares[at]! - dot(changed, direction) / product, moved);
  }
  return direction;
}
