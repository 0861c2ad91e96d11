import type { GenerationConfig } from '../../../src/protocol/engine/index.js';
import type { DecodingPageText } from '../../../src/protocol/webviews/index.js';

export type FieldName = Exclude<keyof GenerationConfig, 'strategy'>;

interface Named {
  label: DecodingPageText;
  /** one line on what it does */
  does: DecodingPageText;
}

/** A number in a closed range; `neutral` is what it is when it is left out. */
export interface NumberField extends Named {
  kind: 'number' | 'whole';
  min: number;
  max: number;
  /** of the arrow keys */
  step: number;
  /** null: there is none to be named */
  neutral: number | null;
}

export type Field = NumberField | (Named & { kind: 'flag' | 'stopping' | 'model' });

const number = (
  label: DecodingPageText,
  does: DecodingPageText,
  [min, max]: [number, number],
  neutral: number | null,
  step: number,
): NumberField => ({ kind: 'number', label, does, min, max, neutral, step });

const whole = (
  label: DecodingPageText,
  does: DecodingPageText,
  range: [number, number],
  neutral: number | null,
): NumberField => ({ ...number(label, does, range, neutral, 1), kind: 'whole' });

/** The fields of a recipe. Ranges and neutral values are the protocol's and the planner's; a test compares them. */
export const FIELDS: Record<FieldName, Field> = {
  temperature: number('fieldTemperature', 'doesTemperature', [0, 100], 1, 0.1),
  topK: whole('fieldTopK', 'doesTopK', [0, 1_000_000], 0),
  topP: number('fieldTopP', 'doesTopP', [0, 1], 1, 0.05),
  minP: number('fieldMinP', 'doesMinP', [0, 1], 0, 0.01),
  typicalP: number('fieldTypicalP', 'doesTypicalP', [0, 1], 1, 0.05),
  epsilonCutoff: number('fieldEpsilon', 'doesEpsilon', [0, 1], 0, 0.0001),
  etaCutoff: number('fieldEta', 'doesEta', [0, 1], 0, 0.0001),
  seed: whole('seed', 'doesSeed', [0, Number.MAX_SAFE_INTEGER], null),
  numBeams: whole('fieldBeams', 'doesBeams', [1, 64], 4),
  lengthPenalty: number('fieldLengthPenalty', 'doesLengthPenalty', [-10, 10], 1, 0.1),
  earlyStopping: { kind: 'stopping', label: 'fieldEarlyStopping', does: 'doesEarlyStopping' },
  numBeamGroups: whole('fieldGroups', 'doesGroups', [1, 64], 1),
  diversityPenalty: number('fieldDiversity', 'doesDiversity', [0, 100], 0, 0.1),
  doSample: { kind: 'flag', label: 'fieldDoSample', does: 'doesDoSample' },
  repetitionPenalty: number('fieldRepetition', 'doesRepetition', [0.01, 100], 1, 0.1),
  noRepeatNgramSize: whole('fieldNgrams', 'doesNgrams', [0, 1000], 0),
  minNewTokens: whole('fieldMinNew', 'doesMinNew', [0, 100_000], 0),
  numReturnSequences: whole('fieldReturned', 'doesReturned', [1, 64], 1),
  penaltyAlpha: number('fieldPenaltyAlpha', 'doesPenaltyAlpha', [0, 1], null, 0.1),
  amateur: { kind: 'model', label: 'fieldAmateur', does: 'doesAmateur' },
  alpha: number('fieldAlpha', 'doesAlpha', [0, 10], 1, 0.1),
  plausibility: number('fieldPlausibility', 'doesPlausibility', [0, 1], 0.1, 0.05),
};

/** The fields of a strategy: those that make it what it is, and those that one changes now and then. */
export interface FieldGroups {
  first: FieldName[];
  more: FieldName[];
}

const SHARED: FieldName[] = ['minNewTokens'];
const LESS_KNOWN_FILTERS: FieldName[] = ['minP', 'typicalP', 'epsilonCutoff', 'etaCutoff'];

/** The fields that change what a recipe does, in the order in which they are shown; `numReturnSequences` only where it can be more than 1. */
export function fieldGroups({
  strategy,
  doSample = false,
}: Pick<GenerationConfig, 'strategy' | 'doSample'>): FieldGroups {
  switch (strategy) {
    case 'greedy':
      return { first: ['repetitionPenalty', 'noRepeatNgramSize'], more: [...SHARED] };
    case 'sample':
      return {
        first: ['temperature', 'topK', 'topP', 'repetitionPenalty', 'numReturnSequences'],
        more: [...LESS_KNOWN_FILTERS, 'noRepeatNgramSize', ...SHARED, 'seed'],
      };
    case 'beam':
      return {
        first: [
          'numBeams',
          'lengthPenalty',
          'noRepeatNgramSize',
          'numReturnSequences',
          'doSample',
          ...(doSample ? (['temperature', 'topK', 'topP'] as const) : []),
        ],
        more: [
          'earlyStopping',
          'numBeamGroups',
          'diversityPenalty',
          'repetitionPenalty',
          ...(doSample ? [...LESS_KNOWN_FILTERS, 'seed' as const] : []),
          ...SHARED,
        ],
      };
    case 'contrastiveSearch':
      return {
        first: ['penaltyAlpha', 'topK'],
        more: ['repetitionPenalty', 'noRepeatNgramSize', ...SHARED],
      };
    case 'contrastiveDecoding':
      return {
        first: ['amateur', 'alpha', 'plausibility', 'doSample', ...(doSample ? (['temperature'] as const) : [])],
        more: [
          'repetitionPenalty',
          'noRepeatNgramSize',
          ...SHARED,
          ...(doSample ? (['numReturnSequences', 'seed'] as const) : []),
        ],
      };
  }
}

/** A recipe with the fields alone that its strategy uses. */
export function withoutUnusedFields(decoding: GenerationConfig): GenerationConfig {
  const { first, more } = fieldGroups(decoding);
  const used = new Set<string>(['strategy', ...first, ...more]);
  return Object.fromEntries(
    Object.entries(decoding).filter(([field, value]) => used.has(field) && value !== undefined),
  ) as GenerationConfig;
}

/** What a new recipe of a strategy begins with. */
export function initialDecoding(strategy: GenerationConfig['strategy'], amateur: string | null): GenerationConfig {
  switch (strategy) {
    case 'greedy':
      return { strategy };
    case 'sample':
      return { strategy, topP: 0.9, temperature: 0.8 };
    case 'beam':
      return { strategy, numBeams: 4 };
    case 'contrastiveSearch':
      return { strategy, penaltyAlpha: 0.6, topK: 4 };
    case 'contrastiveDecoding':
      return { strategy, ...(amateur !== null && { amateur }) };
  }
}

/** Whether a number keeps the range of its field. */
export function isInRange({ kind, min, max }: NumberField, value: number): boolean {
  return value >= min && value <= max && (kind === 'number' || Number.isInteger(value));
}
