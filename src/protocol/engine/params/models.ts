import * as v from 'valibot';
import { STORED_PRECISIONS } from '../modelValues.js';
import { index, model, text } from './fields.js';

/** what config.json holds */
const configuration = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

/** Parameters of what looks at models and at the engine. */
export const modelsParams = {
  models: v.strictObject({}),
  inspect: v.strictObject({ model: v.optional(text, 'bert-mini') }),
  /** a model, or what config.json of one holds that need not be here */
  anatomy: v.strictObject({ model, config: v.optional(configuration) }),
  /** a model that is not here yet: what config.json holds, and its weights */
  assess: v.strictObject({
    config: configuration,
    form: v.picklist(['safetensors', 'onnx'], 'must be safetensors or onnx'),
    bytes: v.pipe(v.number('must be a number'), v.minValue(0, 'must be at least 0')),
    precision: v.optional(v.picklist(STORED_PRECISIONS, `must be ${STORED_PRECISIONS.join(', ')}`), 'mixed'),
  }),
  state: v.strictObject({}),
  unload: v.strictObject({
    model,
    /** what was made of the model's weights goes, too: the model is to be removed */
    copies: v.optional(v.boolean('must be true or false'), false),
  }),
  /** ends one run of a job, or all; they give what they have */
  endRun: v.strictObject({ job: text, run: v.optional(index) }),
};
