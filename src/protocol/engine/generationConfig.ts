import * as v from 'valibot';
import {
  fieldNames,
  GENERATION_FIELDS,
  STRATEGIES,
  type FieldName,
  type FieldValue,
  type GenerationField,
} from './generationFields.js';

/** A number in a closed range; the message names the range, valibot's path names the field. */
export const numberInRange = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a number from ${min} to ${max}`),
    v.finite(`must be a number from ${min} to ${max}`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

export const integerInRange = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a whole number from ${min} to ${max}`),
    v.integer(({ received }) => `must be a whole number from ${min} to ${max}; it is ${received}`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

function checkedField(field: GenerationField) {
  switch (field.kind) {
    case 'number':
      return numberInRange(field.min, field.max);
    case 'integer':
      return integerInRange(field.min, field.max);
    case 'boolean':
      return v.boolean('must be true or false');
    case 'earlyStopping':
      return v.union([v.boolean(), v.literal('never')], 'must be false, true or "never"');
    case 'model':
      return v.string('must be the id or the folder of a model');
  }
}

function draftField({ kind }: GenerationField) {
  switch (kind) {
    case 'number':
    case 'integer':
      return v.number();
    case 'boolean':
      return v.boolean();
    case 'earlyStopping':
      return v.union([v.boolean(), v.literal('never')]);
    case 'model':
      return v.string();
  }
}

type FieldSchemas = { [F in FieldName]: v.OptionalSchema<v.GenericSchema<FieldValue<F>>, undefined> };

function fieldSchemas(schemaOf: (field: GenerationField) => v.GenericSchema): FieldSchemas {
  return Object.fromEntries(
    fieldNames.map((name) => [name, v.optional(schemaOf(GENERATION_FIELDS[name]))]),
  ) as FieldSchemas;
}

const strategy = v.picklist(STRATEGIES, ({ received }) => `must be one of ${STRATEGIES.join(', ')}; it is ${received}`);

/**
 * Says how to choose tokens. Which field a strategy uses is said in `src/decoding`; a known field that it does not use
 * becomes a warning of the result.
 */
export const generationConfigSchema = v.strictObject({ strategy, ...fieldSchemas(checkedField) });

/** A recipe as it is typed: the right fields of the right types, of any size. */
export const draftGenerationConfigSchema = v.strictObject({ strategy, ...fieldSchemas(draftField) });

export type GenerationConfig = v.InferOutput<typeof generationConfigSchema>;

/** A config with fields left out; what a setting or a recipe holds. */
export type GenerationConfigInput = v.InferInput<typeof generationConfigSchema>;

/** What is wrong with a field: the range of its own, or what it contradicts. */
export type FieldIssueKind =
  | 'type'
  | 'range'
  | 'whole'
  | 'missing'
  | 'aboveZero'
  | 'overNewTokens'
  | 'overVocabulary'
  | 'vocabulary'
  | 'overBeams'
  | 'oneSequence'
  | 'candidates'
  | 'divisor'
  | 'groupsAlike'
  | 'groupsDraw';

/** What is wrong with one field of a recipe. */
export interface FieldIssue {
  field: keyof GenerationConfig;
  kind: FieldIssueKind;
  /** what is allowed, in English and without the field's name: “must be at most 1” */
  message: string;
  /** what is allowed, where it is figures */
  min?: number;
  max?: number;
  /** what was given, where that is a name: a strategy, a model */
  given?: string;
}
