/* What the heads of encoders tell of a text. */
import type { Span, Token } from './values.js';

/** A class and how probable it is. */
export interface LabelProbability {
  label: string;
  probability: number;
}

export interface ClassifyValue {
  model: string;
  /** what made probabilities of the head's numbers, by Hugging Face's name; by the sigmoid they need not add up to 1 */
  functionToApply: 'softmax' | 'sigmoid';
  /** highest first */
  labels: LabelProbability[];
}

export interface EntitiesValue {
  model: string;
  /** neighbouring tokens of one entity together; `probability`: the mean of theirs */
  entities: { label: string; text: string; start: number; end: number; probability: number }[];
}

export interface AnswerValue {
  model: string;
  /** spans of the context, highest first */
  answers: { text: string; start: number; end: number; probability: number }[];
  /**
   * where it was asked for: softmax(start) · softmax(end) at the first token, of the window where it is lowest. The context
   * is said not to hold the answer where this is higher than that of the best span
   */
  noAnswer?: number;
}

export interface NextSentenceValue {
  model: string;
  /** that the second follows the first */
  probability: number;
}

export interface ReplacedValue {
  model: string;
  /** how probable it is that a token was replaced; null for specials */
  tokens: (Token & { probability: number | null })[];
}

export interface RankValue {
  model: string;
  /** by a cross-encoder's single logit, or by the cosine of embeddings */
  method: 'crossEncoder' | 'similarity';
  /** highest first */
  ranking: { index: number; score: number }[];
}

export interface ZeroShotValue {
  model: string;
  /** by the cosine of embeddings, or by how probable the labels are */
  method: 'similarity' | 'likelihood';
  /** by likelihood: what a decoder reads before the label, or an encoder-decoder is given */
  prompt?: string;
  /** highest first; they add up to 1 */
  labels: LabelProbability[];
}

/** A sentence of a summary, and which of the text's it was made from. */
export interface SummarySentence extends Span {
  /** sentences of the text with their shares of what was looked at, which add up to 1 in each part; the largest first. None where the summary is too long to be read again */
  sources: (Span & { weight: number })[];
}

export interface SummarizeValue {
  model: string;
  text: string;
  /** in the order of the summary, by places in `text` */
  sentences: SummarySentence[];
  /** in how many parts the text was summed up: more than one where it is longer than the model */
  parts: number;
}
