import type { TranslatedSegment } from './translationValues.js';
import type { MethodName } from './methods.js';
import type { ManyProgress } from './manyValues.js';
import type { AdaptingProgress } from './adaptingValues.js';
import type { PretrainingProgress } from './pretrainingValues.js';
import type { TrainingProgress } from './trainingValues.js';
import type { ComparedRun, GenerationDelta } from './generationValues.js';
import type { GenerationWarning } from './generationWarnings.js';
import type { LoadedModel } from './modelValues.js';

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
  /** a server decodes by itself from here on: texts come without numbers of tokens, in pieces of a token mostly */
  | { kind: 'decodedByServer'; run: number; warnings: GenerationWarning[] }
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
  /** of many texts: those that are read, done and written, of so many; at most about ten times a second */
  | { kind: 'many'; progress: ManyProgress }
  /** of training, with each step */
  | { kind: 'training'; progress: TrainingProgress }
  /** of training from nothing, with each step of all learners */
  | { kind: 'pretraining'; progress: PretrainingProgress }
  /** of a decoder that goes on learning, with each step */
  | { kind: 'adapting'; progress: AdaptingProgress };
