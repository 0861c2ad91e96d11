export * from './errors.js';
export { decodingSchema, STRATEGIES, type Decoding, type DecodingInput, type Strategy } from './decoding.js';
export * from './schemas.js';
export * from './transport.js';
export * from './values.js';
export * from './views/explain.js';
export type { ExplainText } from './views/explainTexts.js';
