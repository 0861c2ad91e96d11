/* What one step of training would learn from a text. */
import type { Token } from './values.js';

/** The gradient of a text's loss, with some of its tokens carrying it. */
export interface GradientDraw {
  /** tokens whose loss counts: an encoder reads its mask in their place, a decoder predicts each at the one before it */
  at: number[];
  /** mean of −ln p over them, nats */
  loss: number;
  /** √(Σ g²) over all weights, and over those of each part, in the order of the value's `parts`; of the mean loss */
  norm: number;
  partNorms: number[];
  /** the loss behind a step along the first draw's gradient, nats; null: no number any more. Left out where no step was asked for */
  after?: number | null;
}

export interface GradientsValue {
  model: string;
  /** of the text, specials included */
  tokens: Token[];
  /** tokens of the text that can carry loss: all that the text has, of a decoder but for the first */
  candidates: number;
  /** `embeddings`, `layer.0` …, `layers` where all share their weights, `head`, with how many numbers each has; what is tied counts once */
  parts: { part: string; parameters: number }[];
  draws: GradientDraw[];
  /** of the draws' gradients, over all weights; 0 where one of them is nothing but zeros */
  cosines: number[][];
}
