export { findBlocks } from './blocks.js';
export { splitNearLength } from './clausePieces.js';
export { splitAtClauses } from './clauses.js';
export { type Fact, type FactDifference, type FactKind, factsOf, missingFacts, toNotation } from './facts.js';
export { fitSentences } from './fitSentences.js';
export { findMasks } from './masks.js';
export { hasFinalStop, sentenceAround, splitSentences } from './sentences.js';
export type { TextSpan } from './span.js';
export { letterCaseOf, type LetterCase, matchCase, startsSentence, wordSpanAt } from './words.js';
