export { articleBefore, articleLike } from './articles.js';
export { splitNearLength } from './clausePieces.js';
export { splitAtClauses } from './clauses.js';
export { timeOfKey, timesOfHalves } from './clock.js';
export {
  type Fact,
  type FactDifference,
  type FactKind,
  factsOf,
  firstNumber,
  missingFacts,
  toNotation,
  withNotation,
} from './facts.js';
export { fitSentences } from './fitSentences.js';
export { isAllCapitals, toCapitals, toSentenceCase } from './letterCase.js';
export { primaryLanguage, usualSubtag } from './languages.js';
export { findMasks } from './masks.js';
export { doubleQuotePairs, singleQuotePairs } from './quotePairs.js';
export { findRepetition, type Repetition } from './repetition.js';
export { hasFinalStop, sentenceAround, splitSentences } from './sentences.js';
export { replaceSpans, type TextSpan, trimSpan } from './span.js';
export { localTypography, type PlainText, plainTypography, quotesOf, type TypographicMarks } from './typography.js';
export { letterCaseOf, type LetterCase, matchCase, startsSentence, wordSpanAt } from './words.js';
