import type { DecodedSequence } from '../../decoding/output.js';
import type { Doubt } from '../../protocol/engine/index.js';
import type { SourceTokens } from './modelRun.js';
import type { Restored, Wording } from './wording.js';

/** What the model wrote for a piece, with every stand-in in it. */
export interface Candidate {
  restored: Restored;
  sequence: DecodedSequence;
  /** all that the search found */
  beams: readonly DecodedSequence[];
  /** as the model wrote it */
  decoded: string;
  wording: Wording;
  source: SourceTokens & { text: string };
  /** the place in the reading of a place in what the model read */
  placeAt: (at: number) => number | undefined;
  doubts: Doubt[];
  /** figures stand as figures, too */
  isExact: boolean;
}

/** Whether one has fewer doubts than another, or as many and its figures. */
export const isBetter = (one: Candidate, other: Candidate): boolean =>
  one.doubts.length < other.doubts.length ||
  (one.doubts.length === other.doubts.length && one.isExact && !other.isExact);

/** The digits of a text's figures, sorted; "1" may as well be a word. */
export const figuresOf = (text: string): string =>
  (text.match(/\d+(?:[.,:'\u00A0\u202F]\d+)*/g) ?? [])
    .map((figure) => figure.replace(/\D/g, ''))
    .filter((figure) => figure !== '1')
    .sort()
    .join(' ');
