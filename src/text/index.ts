export { blocks } from './blocks.js';
export { splitAtClauses } from './clauses.js';
export { findMasks } from './masks.js';
export { sentenceAround, sentences } from './sentences.js';
export type { Span } from './span.js';
export { caseOf, type LetterCase, matchCase, startsSentence, wordAt } from './words.js';
