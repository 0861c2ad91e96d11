/*
 * Glassbox for other extensions, version 1. Copy this file into your extension; README.md beside it says how it is used and
 * what the version promises.
 */
import type { CancellationToken } from 'vscode';

/** What `vscode.extensions.getExtension<GlassboxApi>('glassbox.glassbox')?.activate()` gives. */
export interface GlassboxApi {
  /** goes up only when something of this file is taken away or means something else */
  readonly version: 1;
  /** What BERT would put in place of each `[MASK]`. */
  fillMask(params: FillMaskParams, options?: CallOptions): Promise<FillMaskValue>;
  /** Continues a text (GPT-2), or transforms one (T5). */
  generate(params: GenerateParams, options?: CallOptions): Promise<GenerateValue>;
  /** Translates a text sentence by sentence (T5). */
  translate(params: TranslateParams, options?: CallOptions): Promise<TranslateValue>;
  /** Which tokens read which, in every layer and head. */
  attention(params: AttentionParams, options?: CallOptions): Promise<AttentionValue>;
  /** How probable a text is to a model, token by token. */
  score(params: ScoreParams, options?: CallOptions): Promise<ScoreValue>;
  /** A vector for each text, and how alike they are. */
  embed(params: EmbedParams, options?: CallOptions): Promise<EmbedValue>;
}

export interface CallOptions {
  /** ends the call with `cancelled`, at once */
  token?: CancellationToken;
  /** `background`: goes behind whatever a user waits for; `interactive` when left out */
  priority?: 'interactive' | 'background';
}

/** What every call rejects with. Tell cases apart by the code: `instanceof` does not reach across extensions. */
export interface GlassboxError extends Error {
  readonly name: 'GlassboxError';
  readonly code: GlassboxErrorCode;
  /** in English: what is wrong, with the figure, and what to do; never the text that was given */
  readonly message: string;
}

/** Later versions may know more. */
export type GlassboxErrorCode =
  /** a parameter is missing, unknown or out of range; the message names it */
  | 'bad-request'
  | 'unknown-model'
  | 'model-broken'
  /** the model is of another kind than the call needs */
  | 'wrong-architecture'
  | 'no-mask'
  /** the message says how long the text is and how long it may be, in tokens */
  | 'too-long'
  | 'out-of-memory'
  | 'cancelled'
  /** the engine's process ended meanwhile; the next call starts it again */
  | 'engine-died'
  | 'offline'
  | 'download-failed'
  | 'server-failed'
  /** the workspace is not trusted, and the user has not named the model's folder */
  | 'not-trusted'
  | 'internal';

/** `start` and `end` are UTF-16 offsets into the text as given; null for tokens that stand for no text. */
export interface Token {
  id: number;
  text: string;
  start: number | null;
  end: number | null;
}

interface WithModel {
  /** a model's id, or the path of a folder in the hub's ONNX layout; the method's embedded model when left out */
  model?: string;
}

export interface FillMaskParams extends WithModel {
  /** with one or more `[MASK]` */
  text: string;
  /** candidates listed for each mask, 5 when left out */
  topK?: number;
  /** score exactly these */
  candidates?: string[];
  /** list words only: no punctuation, no pieces of words but behind letters, none in another script or spelling than the text's */
  words?: boolean;
}

export interface FillMaskValue {
  model: string;
  tokens: Token[];
  masks: {
    /** in `tokens` */
    index: number;
    start: number;
    end: number;
    /** by falling probability; `id` is null for a word of several pieces */
    candidates: { id: number | null; text: string; probability: number }[];
    /** with `words`: the mass of all that is no word there, and the most probable punctuation */
    leftOut?: { probability: number; candidates: { id: number | null; text: string; probability: number }[] };
  }[];
  /** with two masks or more: fillings that fit each other, best first; natural logarithm */
  joint?: { texts: string[]; logProbability: number }[];
}

/** How tokens are chosen, in Hugging Face's vocabulary. */
export interface Decoding {
  strategy: 'greedy' | 'beam' | 'sample' | 'contrastiveSearch' | 'contrastiveDecoding';
  numBeams?: number;
  lengthPenalty?: number;
  earlyStopping?: boolean | 'never';
  numBeamGroups?: number;
  diversityPenalty?: number;
  doSample?: boolean;
  temperature?: number;
  topK?: number;
  topP?: number;
  minP?: number;
  typicalP?: number;
  epsilonCutoff?: number;
  etaCutoff?: number;
  penaltyAlpha?: number;
  seed?: number;
  repetitionPenalty?: number;
  noRepeatNgramSize?: number;
  minNewTokens?: number;
  numReturnSequences?: number;
  amateur?: string;
  alpha?: number;
  plausibility?: number;
}

export interface GenerateParams extends WithModel {
  /** what is continued or transformed; this or `promptIds` */
  text?: string;
  promptIds?: number[];
  decoding: Decoding;
  /** 40 when left out */
  maxNewTokens?: number;
  /** a text ends before any of these */
  stop?: string[];
  /** alternatives listed for each new token, 0 when left out */
  alternatives?: number;
}

export interface GenerateValue {
  model: string;
  prompt: Token[];
  /** best first */
  sequences: {
    /** the new tokens, a final end of sequence included; empty where a server decoded, which tells no numbers */
    ids: number[];
    /** the new text */
    text: string;
    /** sum of the model's own natural-log probabilities of `ids`; null where a server decoded */
    logProbability: number | null;
    /** what the strategy ranked by; null where a server decoded */
    score: number | null;
    /** `cut`: the server that wrote it broke off */
    finish: 'eos' | 'length' | 'stop' | 'cut';
    /** with `alternatives` */
    steps?: {
      id: number;
      text: string;
      probability: number;
      /** `filteredProbability` is null where a server drew, and does not tell it */
      alternatives: { id: number; text: string; probability: number; filteredProbability: number | null }[];
    }[];
  }[];
  /** what was accepted but has no effect, in English */
  warnings: string[];
}

export interface TranslateParams extends WithModel {
  text: string;
  /** English names of languages; `from` is English when left out */
  from?: string;
  to: string;
  /** a language that is translated into first, where the model does not go from one to the other */
  through?: string;
  /** beam search with four beams when left out */
  decoding?: Decoding;
}

export interface TranslateValue {
  model: string;
  text: string;
  /** the sentences in `params.text`, with what each became */
  segments: { start: number; end: number; target: string; logProbability: number }[];
  /** the language that it went through */
  through?: string;
}

export interface AttentionParams extends WithModel {
  text: string;
  /** a second text that an encoder reads with the first */
  textPair?: string;
  /** what the decoder of an encoder-decoder reads; what greedy decoding writes when left out */
  target?: string;
  /** from 0; all when left out */
  layerIndices?: number[];
  headIndices?: number[];
}

export interface AttentionValue {
  model: string;
  /** in the maps' order, special tokens included */
  source: Token[];
  target?: Token[];
  maps: {
    kind: 'encoder' | 'decoder' | 'cross';
    layers: number;
    heads: number;
    queries: number;
    keys: number;
    /** flat [layers, heads, queries, keys]; each row sums to 1 */
    values: Float32Array;
    layerIndices: number[];
    headIndices: number[];
  }[];
}

export interface ScoreParams extends WithModel {
  text: string;
  /** encoder-decoder: what is scored, given `text` */
  target?: string;
  /** masked models: while a piece is masked, the later pieces of its word are masked too */
  withinWord?: boolean;
  /** reads a text that is longer than the model in windows so many tokens apart; true: half of what the model takes */
  stride?: number | true;
  /** only tokens that reach into this stretch are scored, in UTF-16 units of what is scored; the others are read alone */
  from?: number;
  to?: number;
}

export interface ScoreValue {
  model: string;
  method: 'causal' | 'pseudo' | 'conditional';
  /** natural logarithms, and entropies in nats; null for what nothing predicts */
  tokens: (Token & { logProbability: number | null; entropy: number | null })[];
  logProbability: number;
  /** exp(−logProbability / scored tokens); null where none is scored */
  perplexity: number | null;
}

export interface EmbedParams extends WithModel {
  texts: string[];
  /** the model's own way where it tells one, else `mean` */
  pooling?: 'mean' | 'cls' | 'sep' | 'max' | 'last';
  /** one of the model's own prompts, which stands before each text (`query`, `passage`); its default one when left out */
  promptName?: string;
}

export interface EmbedValue {
  model: string;
  /** one for each text */
  vectors: number[][];
  /** cosines of each with each */
  similarities: number[][];
  /** where a text was longer than the model's own `max_seq_length`, and was read up to there */
  truncated?: true;
}
