import type { StoredPrecision } from './modelValues.js';
import type { Token } from './values.js';

/** Bits of a weight that are compared, the exact first. */
export const WEIGHT_BITS = [32, 8, 4] as const;
export type WeightBits = (typeof WEIGHT_BITS)[number];

/** What a form predicts of one token of the text. */
export interface PrecisionPlace {
  /** of the token */
  index: number;
  /** natural logarithm of its probability */
  logProbability: number;
  /** the most probable token there */
  first: { id: number; text: string; probability: number };
  /** KL(32 bit ‖ this form) of the two predictions, bits; 0 for 32 bit itself */
  bits: number;
}

/** A model with its weights in so many bits. */
export interface ComparedPrecision {
  bits: WeightBits;
  /** so many numbers at most share a scale; null for 32 bit */
  block: number | null;
  /** matrices and tables that are in such blocks; rows that no block divides stay in 32 bit */
  rounded: number;
  /** of all weights of the graph, on the disk */
  bytes: number;
  /** of one reading of the text, logits of all tokens included; the median of seven, forms in turn */
  milliseconds: number;
  places: PrecisionPlace[];
}

export interface ComparePrecisionValue {
  model: string;
  tokens: Token[];
  /** tokens that a prediction chooses among */
  vocabulary: number;
  /** what its matrices are stored in: of those in 8 bit, 32 bit are the numbers that these stand for */
  stored: StoredPrecision;
  /** matrices of products and tables of words, as often as they are read; the rest stays as it is stored */
  matrices: number;
  /** in the order of `WEIGHT_BITS` */
  forms: ComparedPrecision[];
}
