/** How tokens can be chosen; what each does is said in `src/decoding/strategies`. */
export const STRATEGIES = ['greedy', 'beam', 'sample', 'contrastiveSearch', 'contrastiveDecoding'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** How Hugging Face's `generate` wants a field; null: it has none of this name that a recipe sets. */
type PythonType = 'float' | 'asIs' | null;

/** A number in a closed range. */
export interface NumberField<Kind extends 'number' | 'integer' = 'number' | 'integer'> {
  kind: Kind;
  min: number;
  max: number;
  /** what it is when it is left out; null: there is none to be named */
  neutral: number | null;
  /** of the arrow keys */
  step: number;
  python: PythonType;
}

/** `earlyStopping`: true, false or “never”; `model`: an id or a folder. */
interface OtherField<Kind extends 'boolean' | 'earlyStopping' | 'model'> {
  kind: Kind;
  neutral: Kind extends 'model' ? null : false;
  python: PythonType;
}

type Range = [min: number, max: number];

const number = (
  [min, max]: Range,
  neutral: number | null,
  step: number,
  python: PythonType = 'float',
): NumberField<'number'> => ({ kind: 'number', min, max, neutral, step, python });

const integer = ([min, max]: Range, neutral: number | null, python: PythonType = 'asIs'): NumberField<'integer'> => ({
  kind: 'integer',
  min,
  max,
  neutral,
  step: 1,
  python,
});

/**
 * The fields of a recipe beside its strategy: Hugging Face's GenerationConfig in camelCase and with its meaning. Schemas,
 * types, forms and the Python export derive from this table.
 */
export const GENERATION_FIELDS = {
  numBeams: integer([1, 64], 4),
  lengthPenalty: number([-10, 10], 1, 0.1),
  earlyStopping: { kind: 'earlyStopping', neutral: false, python: 'asIs' } as OtherField<'earlyStopping'>,
  numBeamGroups: integer([1, 64], 1),
  diversityPenalty: number([0, 100], 0, 0.1),
  doSample: { kind: 'boolean', neutral: false, python: null } as OtherField<'boolean'>,
  temperature: number([0, 100], 1, 0.1),
  topK: integer([0, 1_000_000], 0),
  topP: number([0, 1], 1, 0.05),
  minP: number([0, 1], 0, 0.01),
  typicalP: number([0, 1], 1, 0.05),
  epsilonCutoff: number([0, 1], 0, 0.0001),
  etaCutoff: number([0, 1], 0, 0.0001),
  penaltyAlpha: number([0, 1], null, 0.1),
  seed: integer([0, Number.MAX_SAFE_INTEGER], null, null),
  repetitionPenalty: number([0.01, 100], 1, 0.1),
  noRepeatNgramSize: integer([0, 1000], 0),
  minNewTokens: integer([0, 100_000], 0),
  numReturnSequences: integer([1, 64], 1),
  amateur: { kind: 'model', neutral: null, python: null } as OtherField<'model'>,
  alpha: number([0, 10], 1, 0.1, null),
  plausibility: number([0, 1], 0.1, 0.05, null),
};

export type FieldName = keyof typeof GENERATION_FIELDS;

export type GenerationField = NumberField | OtherField<'boolean' | 'earlyStopping' | 'model'>;

interface Values {
  number: number;
  integer: number;
  boolean: boolean;
  earlyStopping: boolean | 'never';
  model: string;
}

export type FieldValue<F extends FieldName> = Values[(typeof GENERATION_FIELDS)[F]['kind']];

export const fieldNames = Object.keys(GENERATION_FIELDS) as FieldName[];

export function isNumberField(field: GenerationField): field is NumberField {
  return field.kind === 'number' || field.kind === 'integer';
}

/** Says whether a number keeps the range of its field. */
export function isInRange({ kind, min, max }: NumberField, value: number): boolean {
  return value >= min && value <= max && (kind === 'number' || Number.isInteger(value));
}
