export * from './errors.js';
export * from './errorDetails.js';
export * from './lineErrors.js';
export * from './generationWarnings.js';
export {
  generationConfigSchema,
  type FieldIssue,
  type FieldIssueKind,
  type GenerationConfig,
  type GenerationConfigInput,
} from './generationConfig.js';
export type { FieldName, FieldValue, GenerationField, NumberField, Strategy } from './generationFields.js';
export * from './methods.js';
export type { Example } from './params/fields.js';
export { AGGREGATIONS, POOLINGS, type Aggregation, type Pooling } from './params/text.js';
export type { MarkedLine } from './params/training.js';
export * from './transport.js';
export * from './adaptingValues.js';
export * from './attentionValues.js';
export * from './values.js';
export * from './generationValues.js';
export * from './modelValues.js';
export * from './gradientValues.js';
export * from './headValues.js';
export * from './layerValues.js';
export * from './inspectionValues.js';
export * from './precisionValues.js';
export * from './searchValues.js';
export * from './servedTasks.js';
export * from './serverHost.js';
export * from './serverValues.js';
export * from './manyValues.js';
export * from './pretrainingValues.js';
export * from './nameTrainingValues.js';
export * from './trainingValues.js';
export * from './translationValues.js';
export * from './methodTable.js';
