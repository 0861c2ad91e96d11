import type { Sequence } from './generationValues.js';
import type { Span } from './values.js';

/** What a text to be translated may be written in. */
export const FILE_FORMATS = ['markdown', 'plain', 'html', 'latex', 'subtitles', 'po', 'properties', 'json'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];
/** In a program, which is named by the editor's identifier of its language, comments are prose. */
export type DocumentFormat = FileFormat | `program:${string}`;

/** What is to be doubted in a translation. */
export const DOUBTS = ['repetition', 'length', 'probability', 'unattended', 'facts', 'language', 'structure'] as const;
export type Doubt = (typeof DOUBTS)[number];

/** A sign with words between its ends, and the words of the translation that it was laid over. */
export interface LaidSign {
  /** as it opens: `**`, `<b>`, `[` */
  sign: string;
  /** the words of the source, with … for what the model did not read */
  source: string;
  target: string;
  /**
   * of what these words of the translation looked at in their sentence while they were written, the part that the words
   * of the source got; 0 to 1. Cross-attention, mean of the heads of the layer before the last,
   * of two layers the second
   */
  share: number;
}

export interface TranslatedSegment extends Span {
  target: string;
  /** of the tokens that the model chose: without those of a prefix */
  logProbability: number;
  /**
   * with `alternatives`: what the search found, best first; `ids` and `steps` begin behind the prefix, `text` is the whole.
   * Absent where the model had no part in it
   */
  sequences?: Sequence[];
  doubts?: Doubt[];
  /** the signs in it that had to find their words, in the source's order; absent where there are none */
  signs?: LaidSign[];
  /** the source stands there, untranslated */
  kept?: true;
}

export interface TranslateValue {
  model: string;
  text: string;
  segments: TranslatedSegment[];
  /** the language that it went through */
  through?: string;
}
