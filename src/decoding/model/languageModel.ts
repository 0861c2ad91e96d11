import type { KnownTokens } from '../logits/knownTokens.js';

/**
 * Keys and values of the tokens read so far, one row a sequence. Opaque to the strategies. A cache is used up by the step
 * or the selection that takes it: buffers may be reused.
 */
export interface KVCache {
  readonly rows: number;
  /** tokens read, the same for every row */
  readonly length: number;
  /** The rows in this order; a row may be taken several times (beams, broadcast prefill) or not at all. */
  select(rows: readonly number[]): KVCache;
}

export interface StepInput {
  /** null for the first step */
  past: KVCache | null;
  /** new tokens of each row, all of the same length: the prompt at first, then one token a row */
  tokens: readonly (readonly number[])[];
  /** how many tokens may follow these at most: memory is laid out for them; unbounded when left out */
  more?: number;
  /** how many of each row's largest logits are wanted ranked; a step may do without */
  best?: number;
  /** those are enough: a step that gives `best` may leave `logits` empty */
  bestOnly?: boolean;
  /** the likeliest token is what mostly goes on: a model elsewhere may tell of the steps behind it as well */
  takesBest?: boolean;
}

/** The largest logits of every row, best first, the lower token first among equals. */
export interface BestLogits {
  /** flat [rows, count] */
  ids: Int32Array;
  /** flat [rows, count] */
  logits: Float32Array;
  /** log-sum-exp of all logits of a row, nats, [rows] */
  totals: Float64Array;
}

export interface StepOutput {
  /** after the last new token, flat [rows, vocabularySize], empty where `best` is enough; valid until the next step */
  logits: Float32Array;
  best?: BestLogits;
  /** of a model elsewhere: the likeliest tokens of each row, in place of logits */
  known?: readonly KnownTokens[];
  /** last hidden state after the last new token, flat [rows, hiddenSize]; present when asked for */
  hidden?: Float32Array;
  /** last hidden states of all tokens of this step, flat [rows, new tokens, hiddenSize]; present when asked for */
  hiddenStates?: Float32Array;
  past: KVCache;
}

/** One run of the model: token ids and past in, logits out. */
export type StepFn = (input: StepInput, signal?: AbortSignal) => Promise<StepOutput>;

/** What a model's generation_config.json asks for whatever the strategy, in transformers' names and meaning. */
export interface TokenConstraints {
  /** the first token that an encoder-decoder writes */
  forcedBosTokenId?: number;
  /** the last one, where the text reaches its limit */
  forcedEosTokenId?: number;
  /** sequences that are never written */
  badWordsIds?: readonly (readonly number[])[];
}

/** What a strategy needs to know of a model, and its step. A table of numbers can stand in for one. */
export interface LanguageModel {
  readonly id: string;
  readonly vocabularySize: number;
  /** empty when the model names none */
  readonly eosIds: readonly number[];
  /** what Hugging Face fills finished rows with; the first end of sequence when left out */
  readonly padId?: number;
  readonly constraints?: TokenConstraints;
  /** positions in tokens, prompt included; null when unbounded */
  readonly maxLength: number | null;
  readonly step: StepFn;
  /** the same step with `hidden` and `hiddenStates` (contrastive search); absent when the graph does not allow it */
  readonly stepWithHidden?: StepFn;
}
