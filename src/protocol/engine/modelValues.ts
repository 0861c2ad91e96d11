import type { MethodName } from './methods.js';
import type { AddedServer } from './serverValues.js';

export type Architecture = 'encoder' | 'decoder' | 'encoder-decoder';

/** An ordered pair of language names as the model's prefixes spell them. */
export interface LanguagePair {
  from: string;
  to: string;
}

/** Forms of a model's weights that the engine reads. */
export type WeightForm = 'safetensors' | 'onnx';

/** What numbers are stored in. `mixed`: several kinds, or what is not known. */
export const STORED_PRECISIONS = ['fp32', 'fp16', 'bf16', 'int8', 'q4', 'q4f16', 'mixed'] as const;
export type StoredPrecision = (typeof STORED_PRECISIONS)[number];

/** What a user wants models to be served in that run from their own weights. */
export const PRECISION_WISHES = ['auto', 'fp32', 'int8'] as const;
export type PrecisionWish = (typeof PRECISION_WISHES)[number];

/** What a model's weights are served in, and why. */
export interface Precision {
  serves: 'fp32' | 'int8';
  /**
   * `setting`: it was asked for; `size`: by how much memory the weights take; `pending`: 8 bit serves once they are made;
   * `loss`: 8 bit changes too much; `kind`: only models that predict tokens are made 8 bit
   */
  reason: 'setting' | 'size' | 'pending' | 'loss' | 'kind';
  /** where 8 bit was measured: how far its predictions are from those in 32 bit, the mean divergence in bits a token */
  lossBits?: number;
}

export interface ModelInfo {
  id: string;
  architecture: Architecture;
  /** `model_type` of its config.json */
  type: string;
  /** methods it can serve */
  tasks: MethodName[];
  source: 'embedded' | 'installed' | 'server';
  /** of an installed one: the store, a folder of the user's, or the cache of Python's hub */
  place?: 'store' | 'folder' | 'cache';
  /** as the hub has it (`ORGANISATION/NAME`), where the folder's name tells it; names the model, too */
  hubId?: string;
  /** empty where a server has it */
  folder: string;
  /** of the weights on disk; 0 where a server has it */
  bytes: number;
  /** of a served one: where, and what the server can do; texts that it is given leave this machine unless it is loopback's */
  server?: AddedServer;
  /** positions the model has, in tokens; null when unbounded (relative positions) */
  maxLength: number | null;
  /** what it translates, where its config says so */
  languages?: LanguagePair[];
  /** primary language subtags of the languages that its card names; absent where it does not say, or says "multilingual" */
  knownLanguages?: string[];
  /** as its card names it (`apache-2.0`) */
  licence?: string;
  /** bytes of memory that it takes when it serves, as estimated; in lists only, absent for what cannot be read */
  memory?: number;
  /** encoder-decoder: the prefixes of the tasks it was trained on, where its config names them */
  prefixes?: string[];
  /** the sentences that it translates well have no more words than this, where its config says so */
  sentenceWords?: number;
  /**
   * encoder that was trained to read from the left, too: what its attention mask says of a token that is seen from its own
   * position on only (1 is seen by all, 0 by none)
   */
  causalMaskValue?: number;
  /** encoder that reads a question and a text together and says with one figure how well the text answers it */
  crossEncoder?: true;
  /** tokens, where its config says so */
  vocabularySize?: number;
  /** the methods for which it is the default model */
  defaultFor: MethodName[];
  /** of a model that runs from its own weights, where there is a choice */
  precision?: Precision;
}

export interface LoadedModel {
  id: string;
  /** of its weights */
  bytes: number;
  /** bytes of memory that it takes, as estimated */
  memory: number;
  /** epoch milliseconds */
  lastUsed: number;
  precision?: Precision;
}
