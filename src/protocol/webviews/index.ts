export * from './channel.js';
export * from './explain.js';
export type { CutText, RunText } from './sharedTexts.js';
export * from './attention.js';
export type { AttentionText } from './attentionTexts.js';
export type { AttentionDataText } from './attentionDataTexts.js';
export * from './decoding.js';
export type { DecodingPageText, DecodingText, TitleText } from './decodingTexts.js';
export type {
  DecodingLabText,
  DeterminismText,
  DistributionText,
  LaboratoryText,
  TreeText,
} from './decodingLabTexts.js';
