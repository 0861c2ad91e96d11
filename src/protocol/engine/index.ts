export * from './errors.js';
export {
  generationConfigSchema,
  STRATEGIES,
  type GenerationConfig,
  type GenerationConfigInput,
  type Strategy,
} from './generationConfig.js';
export * from './methods.js';
export * from './transport.js';
export * from './attentionValues.js';
export * from './values.js';
export * from './methodValues.js';
