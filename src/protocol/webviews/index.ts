export * from './channel.js';
export * from './explain.js';
export * from './attention.js';
export * from './decoding.js';
export type { DecodingPageText, DecodingText, TitleText } from './decodingTexts.js';
