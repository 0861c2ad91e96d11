import type { TranslatedSegment } from './translationValues.js';
import type { GenerationConfig } from './generationConfig.js';
import type { ErrorValue } from './errors.js';
import type { GenerationWarning } from './generationWarnings.js';
import type { MethodName } from './methods.js';
import type { AdaptingProgress } from './adaptingValues.js';
import type { PretrainingProgress } from './pretrainingValues.js';
import type { TrainingProgress } from './trainingValues.js';

/** `start` and `end` are UTF-16 offsets into the text as given; null for tokens that stand for no text. */
export interface Token {
  id: number;
  text: string;
  start: number | null;
  end: number | null;
}

/** A stretch of text, in UTF-16 units, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

export interface MaskCandidate {
  /** null when the candidate is made of several pieces */
  id: number | null;
  text: string;
  probability: number;
}

/** What a list of words has left out. */
export interface LeftOut {
  /** the mass of all tokens that are no words there, from 0 to 1 */
  probability: number;
  /** the most probable punctuation among them */
  candidates: MaskCandidate[];
}

export interface FillMaskValue {
  model: string;
  tokens: Token[];
  masks: (Span & { index: number; candidates: MaskCandidate[]; leftOut?: LeftOut })[];
  joint?: { texts: string[]; logProbability: number }[];
}

/** How a word is related to another in the thesaurus, the nearest first. */
export const WORD_RELATIONS = ['synonym', 'similar', 'narrower', 'broader', 'sibling'] as const;
export type WordRelation = (typeof WORD_RELATIONS)[number];

/** A word that could stand in another's place, in its form and its capitals. */
export interface BetterWord {
  text: string;
  /** the article that then stands before it, where it is another one than now */
  article?: string;
  /** near in meaning, or only fitting the sentence */
  group: 'meaning' | 'fits';
  /** the model's where the word is masked, as `fillMask` gives it; of several pieces their product */
  probability: number;
  /** cosine of the last hidden states of both words, each in the sentence, the mean over their pieces */
  similarity: number;
  /**
   * cosines by the sentence encoder, of the sentence with this word and as it stands, and of the two words by themselves;
   * null where there is no encoder, and for words that others are far ahead of
   */
  nearness: { sentence: number; word: number } | null;
  /** null where the thesaurus does not connect the two */
  relation: WordRelation | null;
}

export interface BetterWordsValue {
  model: string;
  /** the sentence encoder that compared words; null where none is here */
  encoder: string | null;
  /** the present word, with its own probability there; null when the model cannot spell it */
  word: Span & { text: string; probability: number | null };
  /** whether the thesaurus has the word: without it none is known to be near in meaning */
  inThesaurus: boolean;
  /** those near in meaning first, each group by falling rank */
  candidates: BetterWord[];
}

export interface TokensValue {
  model: string;
  tokens: Token[];
  /** positions the model has, in tokens; null when unbounded */
  maxLength: number | null;
}

export type FinishReason = 'eos' | 'length' | 'stop';

/** The first processor that removed a token from the distribution. */
export type CutReason =
  | 'topK'
  | 'topP'
  | 'minP'
  | 'typicalP'
  | 'epsilonCutoff'
  | 'etaCutoff'
  | 'noRepeatNgramSize'
  | 'minNewTokens'
  | 'badWords'
  | 'forced'
  | 'plausibility';

export interface Alternative {
  id: number;
  text: string;
  /** the model's own */
  probability: number;
  /** what penalties, temperature and filters left, renormalised; 0 when cut */
  filteredProbability: number;
  cut?: CutReason;
}

export interface GenerationStep {
  id: number;
  text: string;
  probability: number;
  /** what penalties, temperature and filters made of it: what it was drawn from, where chance had a part */
  filteredProbability?: number;
  alternatives: Alternative[];
  /** how many tokens of the vocabulary bans and filters left; left out where none was cut */
  left?: number;
}

export interface Sequence {
  /** the new tokens, a final end of sequence included */
  ids: number[];
  text: string;
  /** sum of the model's own natural-log probabilities of `ids` */
  logProbability: number;
  /** what the strategy ranked by */
  score: number;
  finish: FinishReason;
  steps?: GenerationStep[];
}

export interface BeamNode {
  /** index of the parent in `nodes`, −1 at the root */
  parent: number;
  step: number;
  id: number;
  text: string;
  logProbability: number;
  score: number;
  state: 'live' | 'finished' | 'pruned' | 'returned';
  /** place among the candidates of its step */
  rank: number;
}

export interface BeamTree {
  nodes: BeamNode[];
}

export interface GenerationMetrics {
  newTokens: number;
  seconds: number;
  tokensPerSecond: number;
  meanLogProbability: number;
  perplexity: number;
  distinct1: number;
  distinct2: number;
  repeated4grams: number;
  promptOverlap: number;
  selfBleu: number | null;
  /** temperature 0 made the run greedy */
  greedy?: true;
}

export interface Generation {
  sequences: Sequence[];
  metrics: GenerationMetrics;
  /** in English, for the console */
  warnings: string[];
  /** the same as data; absent where there is none */
  warningDetails?: GenerationWarning[];
  /** where chance had a part: the seed that was given, or the one that was made up */
  seed?: number;
  tree?: BeamTree;
  /** it was ended by `endRun`, and this is what it had */
  stopped?: true;
}

export interface GenerateValue extends Generation {
  model: string;
  prompt: Token[];
}

export interface CompareValue {
  model: string;
  prompt: Token[];
  runs: ComparedRun[];
}

export interface ComparedRun extends Generation {
  decoding: GenerationConfig;
  /** why it has nothing; only where the runs are a job, in which one that fails leaves the others alone */
  error?: ErrorValue;
}

/** What came to one run of a job since the last report. */
export interface GenerationDelta {
  run: number;
  /** new text and tokens of each sequence that grew; a text may come later than its token, when a character is whole */
  sequences: { sequence: number; text: string; steps: GenerationStep[] }[];
  /** beams: new nodes, parents before children, indices going on from those before */
  nodes: BeamNode[];
}

export interface DistributionValue {
  model: string;
  /** the whole vocabulary, by falling logit */
  ids: Int32Array;
  logits: Float32Array;
  /** of the first topK */
  texts: string[];
}

/** Two models led along the same tokens. */
export interface DivergenceValue {
  model: string;
  other: string;
  /** before each token, as far as both models have positions */
  steps: {
    id: number;
    text: string;
    /** of the token, with the one and the other */
    probability: number;
    otherProbability: number;
    /** KL(model ‖ other) over the vocabulary, bits */
    forward: number;
    /** KL(other ‖ model), bits */
    backward: number;
  }[];
}

export interface ScoredToken extends Token {
  /** natural logarithm of the model's probability of it; null for what nothing predicts */
  logProbability: number | null;
  /** of the model's distribution there, nats; null where there is none */
  entropy: number | null;
}

export interface ScoreValue {
  model: string;
  /**
   * causal: each token after those before it. pseudo: each with a mask in its place. conditional: each of the target after
   * the text and those before it, the end of sequence included
   */
  method: 'causal' | 'pseudo' | 'conditional';
  tokens: ScoredToken[];
  /** sum over the tokens */
  logProbability: number;
  /** exp(−logProbability / scored tokens); null where none is scored */
  perplexity: number | null;
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

/** What a text looks like. */
export interface IdentifyValue {
  /** a primary language subtag of BCP 47; null where the text is too short or no language is clearly ahead of the others */
  language: string | null;
  /** the likeliest, best first; a score is from 0 to 1 and no probability */
  candidates: { language: string; score: number }[];
}

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
  source: 'embedded' | 'installed';
  /** of an installed one: the store, a folder of the user's, or the cache of Python's hub */
  place?: 'store' | 'folder' | 'cache';
  /** as the hub has it (`ORGANISATION/NAME`), where the folder's name tells it; names the model, too */
  hubId?: string;
  folder: string;
  /** of the weights on disk */
  bytes: number;
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

/** What the engine is doing; sent on every change. */
export interface EngineState {
  phase: 'idle' | 'loading' | 'running';
  /** the model of the run or the load */
  model: string | null;
  method: MethodName | null;
  /** bytes of that model's graphs on disk */
  modelBytes: number | null;
  /** share of the model's bytes that is loaded, 0 to 1 */
  loaded: number | null;
  tokensPerSecond: number | null;
  /** requests that wait */
  queued: number;
  models: LoadedModel[];
  /** resident memory of the process, bytes */
  memory: number;
  /** bytes that models may have in memory together: beyond it the least recently used is unloaded */
  memoryLimit: number;
  pid: number;
}

/** What is reported while a method runs. */
export type Progress =
  | { kind: 'load'; model: string; fraction: number }
  | { kind: 'text'; run: number; sequence: number; ids: number[]; text: string }
  /** of a job, as it begins: the prompt's tokens; an encoder-decoder's source */
  | { kind: 'prompt'; ids: number[] }
  /** of a job: everything that came since the last one, at most about twenty times a second */
  | { kind: 'growth'; growth: GenerationDelta[] }
  /** of a job: a run has ended, while others go on */
  | { kind: 'run'; run: number; value: ComparedRun }
  | { kind: 'segment'; index: number; count: number; segment: TranslatedSegment }
  /** of occlusion and ablation: tokens or heads that are done, of so many; at most about ten times a second */
  | { kind: 'measured'; done: number; count: number }
  /** of an index: files that were looked at, then passages that have vectors, of so many; at most about ten times a second */
  | { kind: 'index'; stage: 'looking' | 'embedding'; done: number; total: number; name?: string }
  /** of training, with each step */
  | { kind: 'training'; progress: TrainingProgress }
  /** of training from nothing, with each step of all learners */
  | { kind: 'pretraining'; progress: PretrainingProgress }
  /** of a decoder that goes on learning, with each step */
  | { kind: 'adapting'; progress: AdaptingProgress };
