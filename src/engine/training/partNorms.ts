import type { Parameters } from '../../training/parameters.js';
import { partOf } from './layerNames.js';

/** √(Σ g²) over the gradients of each part's weights, in the order of the parts. */
export function partNorms(parameters: Pick<Parameters, 'list' | 'gradientOf'>, parts: readonly string[]): number[] {
  const sums = new Map(parts.map((part) => [part, 0]));
  for (const { name } of parameters.list) {
    const gradient = parameters.gradientOf(name);
    let sum = 0;
    for (let at = 0; at < gradient.length; at++) sum += gradient[at]! ** 2;
    const part = partOf(name);
    sums.set(part, sums.get(part)! + sum);
  }
  return [...sums.values()].map(Math.sqrt);
}
