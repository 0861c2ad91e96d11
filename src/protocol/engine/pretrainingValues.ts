/* What training from nothing tells. A token is a character. */

/** What learns: a GPT, whose every token carries loss, and a BERT, of whose tokens those that are hidden do. */
export const LEARNERS = ['decoder', 'encoder'] as const;
export type LearnerName = (typeof LEARNERS)[number];

/**
 * How an encoder knows places: a bias for each head and distance, which begins at the neighbours (MPNet's form), a table that
 * is learnt (BERT's own), or that table begun as sines (Vaswani et al. 2017).
 */
export const ENCODER_POSITIONS = ['relative', 'learned', 'sinusoidal'] as const;
export type EncoderPositions = (typeof ENCODER_POSITIONS)[number];

/** A step of one learner. */
export interface LearnerStep {
  learner: LearnerName;
  /** mean of −log p over the tokens that carry loss, in nats */
  loss: number;
  /** tokens of the text that were read, and of them those that carry loss */
  tokens: number;
  lossTokens: number;
  /** √(Σ g²) over all weights, before clipping, and over those of each part, in the order of the value's `parts` */
  gradientNorm: number;
  partNorms: number[];
}

/** What a learner makes of text that it never learns from. */
export interface LearnerJudgement {
  learner: LearnerName;
  /** steps that it had learnt by then */
  step: number;
  /** nats a predicted token */
  loss: number;
  /** predicted tokens, and those of them whose most probable prediction is right */
  tokens: number;
  right: number;
}

/** What a learner writes; an encoder puts one token after the other into a mask at the end, which it never learnt. */
export interface ContinuedSample {
  kind: 'continued';
  learner: LearnerName;
  step: number;
  prompt: string;
  text: string;
  /** whole words of `text`, and those of them that stand in the text that was learnt from; of Chinese, pairs of characters */
  words: number;
  known: number;
}

/** Hidden tokens of text that is never learnt from, each with what is most probable there. */
export interface FilledSample {
  kind: 'filled';
  learner: 'encoder';
  step: number;
  text: string;
  /** places in UTF-16 units */
  hidden: { start: number; end: number; told: string }[];
  right: number;
}
export type PretrainingSample = ContinuedSample | FilledSample;

/** What a learner has gone through. */
export interface LearnerPast {
  learner: LearnerName;
  /** by step; tokens are summed up from the first on */
  losses: number[];
  tokens: number[];
  lossTokens: number[];
  gradientNorms: number[];
  partNorms: number[][];
  judgements: LearnerJudgement[];
  samples: PretrainingSample[];
}

/** A learner when the run ends. */
export interface LearnerValue extends LearnerPast {
  /** where its model lies, null where it was not to be kept, and its `model_type` in transformers */
  folder: string | null;
  type: string;
  /** numbers that it has */
  parameters: number;
  /** parts that gradients are summed up for: `embeddings`, `layer.0` …, `head` */
  parts: string[];
  /** the step whose weights are kept: those with the least loss on text held out */
  bestStep: number;
  /** the step at which loss or gradients were no number any more; what is kept was before it */
  failedStep?: number;
}

export interface PretrainValue {
  /** characters: of the text, learnt from, held out, different ones that have a token, and those of the text that have none */
  text: { characters: number; learnt: number; heldOut: number; vocabulary: number; unknown: number };
  /**
   * nats a character by the frequencies of the characters alone, of those held out that a decoder is looked at with: what a
   * model has to beat
   */
  frequencyLoss: number;
  learners: LearnerValue[];
  steps: number;
  /** it was ended by `endRun` */
  stopped?: true;
  /** the step from which a run that was broken off was gone on with */
  resumedAt?: number;
  /** a run that was kept there and does not serve, having been made of something else: its step, null where it cannot be read */
  lost?: number | null;
  /** why it could not be kept as it went, as the system says it */
  notKept?: string;
  seed: number;
  seconds: number;
}

/** With each step of all learners; what they make of text held out, and samples, when these are new. */
export interface PretrainingProgress {
  done: number;
  count: number;
  steps: LearnerStep[];
  judgements?: LearnerJudgement[];
  samples?: PretrainingSample[];
  /** with what is told first: of the text, and what came before it where a run is gone on with */
  begun?: Pick<PretrainValue, 'text' | 'frequencyLoss'> & { past?: LearnerPast[] };
}
