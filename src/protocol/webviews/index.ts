export * from './channel.js';
export * from './explain.js';
export * from './attention.js';
export type { AttentionText } from './attentionTexts.js';
export type { AttentionDataText } from './attentionDataTexts.js';
export * from './decoding.js';
export type { DecodingPageText, DecodingText, TitleText } from './decodingTexts.js';
