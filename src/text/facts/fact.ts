import type { TextSpan } from '../span.js';

export type FactKind =
  'number' | 'percentage' | 'money' | 'measure' | 'date' | 'time' | 'code' | 'version' | 'range' | 'ordinal';

/** Something in a text that a translation must keep. */
export interface Fact extends TextSpan {
  kind: FactKind;
  /** as it stands in the text */
  text: string;
  /** the same for the same fact in every language: `number 3` for "3", "three" and "drei" */
  key: string;
  /** what else it may mean: `number 3` of an ordinal */
  others: readonly string[];
  /** null where it is not one number */
  value: number | null;
  isWord: boolean;
  /** false where the word is often none ("one", French "neuf") */
  isCertain: boolean;
}

/** Between the keys of a range's two numbers. */
export const IN_RANGE = ' + ';
