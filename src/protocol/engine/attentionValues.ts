import type { Token } from './values.js';

/** Which positions read which: source by source, target by target, target by source. */
export type MapKind = 'encoder' | 'decoder' | 'cross';

/** Attention weights. Where an average was asked for, `layers` or `heads` is 1 and the indices say what went into it. */
export interface AttentionMap {
  kind: MapKind;
  layers: number;
  heads: number;
  queries: number;
  keys: number;
  /** flat [layers, heads, queries, keys]; each row sums to 1 */
  values: Float32Array;
  /** from 0 */
  layerIndices: number[];
  headIndices: number[];
  /** the rows that are given, where only some were asked for; `queries` is their number */
  queryIndices?: number[];
  /** flat as `values`: the scaled products of queries and keys, position bias included, before the mask is added */
  scores?: Float32Array;
  /** with scores, as the graph has it: a learned bias is added to the products, and they are divided by √d */
  isBiased?: boolean;
  isScaled?: boolean;
}

export interface AttentionValue {
  model: string;
  /** in the maps' order, special tokens included; offsets into `text`, those of the second text into `textPair` */
  source: Token[];
  /** index in `source` of the first token of `textPair` */
  pairStart?: number;
  /** what the decoder of an encoder-decoder read, its start token first; offsets into `targetText` */
  target?: Token[];
  /** the target as given, or what greedy decoding wrote */
  targetText?: string;
  maps: AttentionMap[];
}

/** What a head mostly does. */
export type HeadPattern = 'previous' | 'next' | 'first' | 'separator' | 'same' | 'broad' | 'mixed';

export interface HeadSummary {
  layer: number;
  head: number;
  /** mean over the rows, bits */
  entropy: number;
  /** mean distance from reader to read, in tokens, weighted by attention; for cross maps of the read places' shift */
  distance: number;
  pattern: HeadPattern;
  /** mean share of a row's weight that the pattern explains */
  share: number;
}

export interface AttentionSummaryMap {
  kind: MapKind;
  queries: number;
  keys: number;
  /** layer by layer */
  heads: HeadSummary[];
  /** flat [queries, keys], attention rollout over all layers (Abnar and Zuidema 2020) */
  rollout: Float32Array;
  /** size of each head's small picture: at most 32 × 32 */
  thumbnailRows: number;
  thumbnailColumns: number;
  /** flat [heads, rows, columns]: the largest weight in each field */
  thumbnails: Float32Array;
}

export interface AttentionSummaryValue {
  model: string;
  source: Token[];
  pairStart?: number;
  target?: Token[];
  targetText?: string;
  maps: AttentionSummaryMap[];
}

export interface Prediction {
  id: number;
  text: string;
  probability: number;
}

/** How the prediction of one token or word changes when another is hidden. */
export interface OcclusionValue {
  model: string;
  source: Token[];
  target?: Token[];
  targetText?: string;
  /** the token whose prediction is watched, and the list that it and the hidden ones are in */
  at: number;
  watched: 'source' | 'target';
  hidden: 'source' | 'target';
  /** the model's first five for that place, nothing hidden */
  predictions: Prediction[];
  /** with `words`: the same for each watched piece, the first one's first */
  pieces?: Prediction[][];
  /**
   * KL divergence of the prediction with `index` hidden from the whole one, bits; the watched token and specials are left
   * out. With `words`: with the tokens from `index` to `end`, `end` exclusive, hidden, summed over the watched pieces
   */
  effects: { index: number; end?: number; bits: number }[];
}

/** How the prediction of one token or word changes when one head's output is zero. */
export interface HeadAblationValue {
  model: string;
  at: number;
  watched: 'source' | 'target';
  effects: { kind: MapKind; layer: number; head: number; bits: number }[];
}

/** How gradients are made figures of tokens. */
export const SALIENCY_METHODS = ['gradientInput', 'integratedGradients'] as const;
/** Where the line of integrated gradients begins. */
export const SALIENCY_BASELINES = ['token', 'zeros'] as const;

/** What the vector of each token or word adds to the log probability of one token or word, by gradients. */
export interface SaliencyValue {
  model: string;
  source: Token[];
  target?: Token[];
  targetText?: string;
  /** the token whose prediction is watched, and the list that it and the explained ones are in */
  at: number;
  watched: 'source' | 'target';
  explained: 'source' | 'target';
  /** whose probability it is, piece by piece */
  predicted: { id: number; text: string }[];
  /** base-2 logarithm of that probability, over several pieces their sum: what the effects are parts of, bits */
  bits: number;
  /**
   * Of the token `index`, or the tokens from `index` to `end`, `end` exclusive: gradient · vector, and with steps the integral
   * of gradient · (vector − baseline), bits; below 0 where it makes the prediction less probable
   */
  effects: { index: number; end?: number; gradientInput: number; integrated?: number }[];
  /** of integrated gradients: what their sum should be, and is */
  completeness?: {
    steps: number;
    /** the token whose vector stands in the others' places; null: zeros */
    baseline: { id: number; text: string } | null;
    /** as `bits`, with the baseline in the place of all the effects' tokens */
    baselineBits: number;
    sum: number;
    /** |sum − (bits − baselineBits)|, bits */
    error: number;
  };
}

/** What a word loses when what stands to its right is hidden. */
export interface RightContextValue {
  model: string;
  token: Token;
  at: number;
  /** cosine of the token's last hidden states with and without its right-hand context; 1: nothing changes */
  cosine: number;
  /** KL divergence of the prediction without from the one with, bits; null for a model that predicts nothing there */
  bits: number | null;
  /** the first five */
  withRight: Prediction[];
  withoutRight: Prediction[];
}

/** What a model predicts at one place of a text. */
export interface PredictedPlace {
  index: number;
  /** natural logarithm of the probability of the token that stands in the text */
  logProbability: number;
  /** of the distribution, nats; at most the logarithm of `vocabulary` */
  entropy: number;
  /** place of the text's token among all of the vocabulary by falling probability, from 1 */
  rank: number;
  /** the first topK */
  predictions: Prediction[];
  /** KL(variant named by `versus` ‖ this one), bits */
  bits?: number;
}

/** Predictions at places of a text that is read in several variants. */
export interface PredictionsValue {
  model: string;
  /** of the text as it stands, specials included */
  tokens: Token[];
  /** tokens that a prediction chooses among */
  vocabulary: number;
  /** in the order of the parameters; places in the order of `at` */
  variants: {
    places: PredictedPlace[];
    /** what it reads in the place of tokens that are masked or replaced */
    read: { index: number; id: number; text: string }[];
  }[];
}

/** What a model makes of tokens before its first layer. */
export interface InputVectorsValue {
  model: string;
  /** specials included */
  source: Token[];
  /** index in `source` of the first token of `textPair` */
  pairStart?: number;
  width: number;
  /** what is added up, flat [tokens, width] each; the token's part is always there */
  parts: { kind: 'token' | 'segment' | 'position'; values: Float32Array }[];
  /** flat [tokens, width], before any norm */
  sum: Float32Array;
}
