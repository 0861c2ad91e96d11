import type { Prediction } from './attentionValues.js';
import type { Token } from './values.js';

/** What a model's layers give for each token. */
export interface HiddenValue {
  model: string;
  /** special tokens included */
  source: Token[];
  /** what the decoder of an encoder-decoder read, its start token first; offsets into the target */
  target?: Token[];
  layers: number;
  positions: number;
  width: number;
  /** flat [layers, positions, width] */
  values: Float32Array;
  /** which layers: 0 is the embeddings' output; the last is the model's last hidden state, after its final norm */
  layerIndices: number[];
  /** which tokens: of the target where there is one */
  indices: number[];
}

/** What a model would say if it ended behind a layer. */
export interface LogitLensValue {
  model: string;
  source: Token[];
  /** what the decoder of an encoder-decoder read, its start token first; offsets into `targetText` */
  target?: Token[];
  /** the target as given, or what greedy decoding wrote */
  targetText?: string;
  /** as for `hidden` */
  layers: { layer: number; positions: LensPosition[] }[];
}

export interface LensPosition {
  /** of the token: in the target where there is one */
  index: number;
  /** of the distribution over the vocabulary, nats */
  entropy: number;
  /** the most probable tokens, best first: for the token's own place (BERT) or the one behind it (decoders) */
  predictions: Prediction[];
}
