import type { Parameters } from './parameters.js';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** How fast a weight learns, and what it loses of itself. */
export interface Rate {
  learningRate: number;
  /** a step takes `learningRate` times this from the weight, apart from the gradient */
  weightDecay: number;
}

/** Factor that brings a norm down to the largest that is allowed, as PyTorch's `clip_grad_norm_` has it. */
export const clipFactor = (norm: number, most: number): number => (norm > most ? most / (norm + 1e-6) : 1);

/** √(Σ g²) over all gradients. */
export function gradientNorm({ gradients }: Parameters): number {
  let sum = 0;
  for (let at = 0; at < gradients.length; at++) sum += gradients[at]! * gradients[at]!;
  return Math.sqrt(sum);
}

/** AdamW (Loshchilov and Hutter 2019) as PyTorch's, over flat arrays: decay apart from the gradient, moments unbiased. */
export class AdamW {
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  #steps = 0;

  constructor(private readonly parameters: Parameters) {
    this.#first = new Float32Array(parameters.values.length);
    this.#second = new Float32Array(parameters.values.length);
  }

  /** What it goes by beside the weights, no copies: the moments, and the steps it has made. */
  get state(): { first: Float32Array; second: Float32Array; steps: number } {
    return { first: this.#first, second: this.#second, steps: this.#steps };
  }

  /** Goes on from such a state. */
  restore({ first, second, steps }: AdamW['state']): void {
    this.#first.set(first);
    this.#second.set(second);
    this.#steps = steps;
  }

  /**
   * One step by the gradients that lie there.
   * @param factor that they are multiplied by first; `rateOf`: of each weight by its name
   */
  step(rateOf: (name: string) => Rate, factor = 1): void {
    this.#steps += 1;
    const [first, second] = [this.#first, this.#second];
    const { values, gradients, list } = this.parameters;
    const [unbias1, root] = [1 - BETA1 ** this.#steps, Math.sqrt(1 - BETA2 ** this.#steps)];
    const epsilon = EPSILON * root;
    for (const { name } of list) {
      const { start, end } = this.parameters.place(name);
      const { learningRate, weightDecay } = rateOf(name);
      // √(v / (1 − β₂ᵗ)) with its root taken out of the fraction: a division less for each weight, a quarter of the time.
      const [kept, rate] = [1 - learningRate * weightDecay, (learningRate * root) / unbias1];
      for (let at = start; at < end; at++) {
        const gradient = gradients[at]! * factor;
        const mean = (first[at] = BETA1 * first[at]! + (1 - BETA1) * gradient);
        const square = (second[at] = BETA2 * second[at]! + (1 - BETA2) * gradient * gradient);
        values[at] = values[at]! * kept - (rate * mean) / (Math.sqrt(square) + epsilon);
      }
    }
  }
}
