import type { GenerationConfig } from './generationConfig.js';
import type { ErrorValue } from './errors.js';
import type { GenerationWarning } from './generationWarnings.js';
import type { Token } from './values.js';

/** `cut`: the server that wrote it broke off, or would not go on */
export type FinishReason = 'eos' | 'length' | 'stop' | 'cut';

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
  filteredProbability: number | null;
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
  /** a server drew it: what it tells of the other tokens was not enough to draw by */
  drawnByServer?: true;
}

export interface Sequence {
  /** the new tokens, a final end of sequence included; empty where a server decoded, which tells no numbers */
  ids: number[];
  text: string;
  /** sum of the model's own natural-log probabilities of `ids`; null where a server decoded */
  logProbability: number | null;
  /** what the strategy ranked by; null where a server decoded */
  score: number | null;
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

/** Null is what is not known of a text that a server decoded. */
export interface GenerationMetrics {
  newTokens: number | null;
  seconds: number;
  tokensPerSecond: number | null;
  meanLogProbability: number | null;
  perplexity: number | null;
  distinct1: number | null;
  distinct2: number | null;
  repeated4grams: number | null;
  promptOverlap: number | null;
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
  /** a server wrote all of it by its own sampler: there are texts, and no tokens with their figures */
  decodedByServer?: true;
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
  /** the whole vocabulary, by falling logit; of a model on a server its likeliest tokens, and their log-probabilities */
  ids: Int32Array;
  logits: Float32Array;
  /** of a model on a server: the probability that all other tokens have together */
  rest?: number;
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
