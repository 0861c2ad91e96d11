export * from './errors.js';
export { decodingSchema, STRATEGIES, type Decoding, type DecodingInput, type Strategy } from './decoding.js';
export * from './schemas.js';
export * from './transport.js';
export * from './attentionValues.js';
export * from './values.js';
export * from './views/explain.js';
export type { ExplainText } from './views/explainTexts.js';
export type { CutText, RunText } from './views/sharedTexts.js';
export * from './views/attention.js';
export type { AttentionText } from './views/attentionTexts.js';
export type { AttentionDataText } from './views/attentionDataTexts.js';
export * from './views/decoding.js';
export type { DecodingPageText, DecodingText, TitleText } from './views/decodingTexts.js';
export type {
  DecodingLabText,
  DeterminismText,
  DistributionText,
  LaboratoryText,
  TreeText,
} from './views/decodingLabTexts.js';
