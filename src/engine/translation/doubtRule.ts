import type { Measures } from './measures.js';

/** A logistic regression: the log of the odds that a translation is wrong is the bias and the sum of figures times weights. */
interface Rule {
  bias: number;
  weights: Partial<Record<keyof Measures, number>>;
  /** odds, as their log, above which a translation is doubted */
  doubted: number;
}

/**
 * Learnt by `npm run bench -- doubts learn` on the development half of bench/doubts/sentences.tsv, where at most a fifth of
 * the right translations is doubted. The first is of what the decoding tells by itself, the second also of what the other
 * direction says, which takes a pass of the model more.
 */
const BY_DECODING: Rule = { bias: -3.963, weights: { forward: -6.625 }, doubted: -0.71 };
const BY_BOTH: Rule = { bias: -4.186, weights: { forward: -5.848, leastWord: -0.172 }, doubted: -0.82 };

/** Odds by the decoding alone beyond which it is as good as sure: half of all sentences need no other pass. */
const SURE = { right: -1.7, wrong: 0.5 };

/** A content word that is less probable given the translation, and that no step looks at more than so, was left out. */
const UNATTENDED = { leastWord: -6, coverage: 0.5 };

type OfDecoding = Pick<Measures, 'forward' | 'agreement' | 'length'>;

const odds = ({ bias, weights }: Rule, measures: Partial<Measures>): number =>
  Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (measures[name as keyof Measures] ?? 0), bias);

/** What the decoding says; `open` where it could be either, as far as another pass can tell. */
export function judgeByDecoding(measures: OfDecoding): { isDoubted: boolean; isOpen: boolean } {
  const found = odds(BY_DECODING, measures);
  return { isDoubted: found > BY_DECODING.doubted, isOpen: found >= SURE.right && found <= SURE.wrong };
}

/** What both directions say. */
export const isDoubtedByBoth = (measures: OfDecoding & Pick<Measures, 'leastWord'>): boolean =>
  odds(BY_BOTH, measures) > BY_BOTH.doubted;

/** Whether a content word is so improbable that it may have been left out. */
export const isImprobable = (leastWord: number): boolean => leastWord < UNATTENDED.leastWord;

/** Whether no step looked at a word that is improbable. */
export const isUnattended = (coverage: number): boolean => coverage < UNATTENDED.coverage;
