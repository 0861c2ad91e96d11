/* What it tells to teach a decoder how somebody writes. */
import type { RunOutcome } from './trainingValues.js';

/** How many stretches of so many tokens a text has, and how many of these stand in the text that was learnt from. */
export interface CopiedShare {
  stretches: number;
  copied: number;
}

/** A text that was held out, as a model predicts it. */
export interface HeldOutBits {
  /** −log2 of its probability, by UTF-8 byte, and by token */
  bitsPerByte: number;
  bitsPerToken: number;
}

/** What a model goes on with behind a piece of the text held out, before it learnt and after. */
export interface AdaptedSample {
  prompt: string;
  before: string;
  after: string;
}

export interface AdaptValue extends RunOutcome {
  /** that it was made from */
  model: string;
  /** where the model lies that has learnt */
  folder: string;
  layers: 'all' | 'upper';
  parameters: { trained: number; all: number };
  /** tokens of the text, learnt from, and held out with their bytes */
  text: { tokens: number; learnt: number; heldOut: number; heldOutBytes: number };
  /** too little is held out that the model it is made from had not learnt: the figures are of the rest as well */
  judgesKnown?: true;
  before: HeldOutBits;
  after: HeldOutBits;
  /** bits by byte of the text held out, after so many steps */
  judgements: { step: number; bitsPerByte: number }[];
  /** by step: nats a token, and the gradients' norm */
  losses: number[];
  gradientNorms: number[];
  /** the step whose weights are kept; 0: the model as it was, which nothing bettered */
  bestStep: number;
  samples: AdaptedSample[];
  /** against learning by heart: stretches of `size` tokens of the samples that stand in the text, and of the text held out */
  copied: { size: number; before: CopiedShare; after: CopiedShare; heldOut: CopiedShare; longest: string };
}

/** How far it is, with each step. */
export interface AdaptingProgress {
  done: number;
  count: number;
  /** of the step */
  loss?: number;
  gradientNorm?: number;
  /** of the text held out, when it was looked at last */
  bitsPerByte: number;
}
