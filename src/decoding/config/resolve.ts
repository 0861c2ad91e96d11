import { fieldNames, GENERATION_FIELDS, isNumberField } from '../../protocol/engine/generationFields.js';
import {
  GlassboxError,
  type FieldIssue,
  type FieldName,
  type FieldValue,
  type GenerationConfig,
  type GenerationWarning,
  type Strategy,
} from '../../protocol/engine/index.js';
import { createSeed } from '../sampling/random.js';
import { strategySpecs } from '../strategies/index.js';
import { fieldGroups, fieldsUsed } from './fields.js';

type Field = keyof GenerationConfig;
type ConfigFields = { [F in Exclude<FieldName, 'amateur'>]: FieldValue<F> } & {
  strategy: Strategy;
  amateur: string | null;
};
/** What the caller gave, without fields set to undefined. */
export type GivenConfig = Partial<ConfigFields> & { strategy: Strategy };

/** A generation config with every field filled in and checked, ready to run. */
export interface ResolvedGenerationConfig extends ConfigFields {
  /** temperature 0 turned what was asked for into taking the most probable token */
  forcedGreedy: boolean;
  /** in words: what was accepted but has no effect */
  warnings: GenerationWarning[];
}

export interface ConfigLimits {
  vocabularySize: number;
  maxNewTokens: number;
  /** where the config stands in the request, for messages */
  path?: string;
}

/**
 * Checks what single ranges cannot say and fills in the defaults of the methods page. Rules are those of transformers'
 * `GenerationConfig.validate`; where it warns of something that contradicts itself, this is an error.
 * @throws GlassboxError `bad-request`, naming the field and what is allowed
 */
export function resolveGenerationConfig(decoding: GenerationConfig, limits: ConfigLimits): ResolvedGenerationConfig {
  const { config, given } = fillIn(decoding);
  const issue = contradictionOf(config, given, limits);
  if (issue) {
    const message = `${limits.path ?? 'decoding'}.${issue.field} ${issue.message}`;
    throw new GlassboxError('bad-request', message, { details: { kind: 'field', issue } });
  }
  const used = fieldsUsed(given);
  const spec = strategySpecs[given.strategy];
  for (const field of Object.keys(given) as Field[]) {
    // `doSample` where the strategy's name already says the same.
    const restated = field === 'doSample' && given.doSample === spec.draws(config);
    if (!used.includes(field) && !restated) config.warnings.push(noEffect(field, given));
  }
  config.warnings.push(...(spec.warnings?.(config, given) ?? []));
  return config.temperature === 0 && used.includes('temperature') ? asGreedy(config, given) : config;
}

/** Finds the first field that contradicts another one or a limit; null when there is none. */
export function findContradiction(decoding: GenerationConfig, limits: ConfigLimits): FieldIssue | null {
  const { config, given } = fillIn(decoding);
  return contradictionOf(config, given, limits);
}

/** What a field is when it is left out. A number without a neutral value is one that a strategy asks for. */
function neutralOf(name: FieldName): boolean | number | null {
  const field = GENERATION_FIELDS[name];
  return field.neutral ?? (isNumberField(field) ? 0 : null);
}

function fillIn(decoding: GenerationConfig): { config: ResolvedGenerationConfig; given: GivenConfig } {
  const given = Object.fromEntries(Object.entries(decoding).filter(([, value]) => value !== undefined)) as GivenConfig;
  const neutral = Object.fromEntries<unknown>(fieldNames.map((name) => [name, neutralOf(name)])) as ConfigFields;
  const used = fieldsUsed(given);
  return {
    given,
    config: {
      ...neutral,
      seed: createSeed(),
      ...given,
      doSample: given.doSample === true && used.includes('doSample'),
      amateur: (used.includes('amateur') && given.amateur) || null,
      forcedGreedy: false,
      warnings: [],
    },
  };
}

function noEffect(field: Field, { strategy }: GivenConfig): GenerationWarning {
  return { kind: 'noEffect', field, strategy, unlessDrawn: fieldsUsed({ strategy, doSample: true }).includes(field) };
}

/** Temperature 0 is the limit of ever lower ones: all probability on the highest score. No filter can change that. */
function asGreedy(config: ResolvedGenerationConfig, given: GivenConfig): ResolvedGenerationConfig {
  const strategy = strategySpecs[config.strategy].atTemperatureZero ?? 'greedy';
  const still: readonly Field[] = ['temperature', ...fieldsUsed({ strategy })];
  const idle = (Object.keys(given) as Field[]).filter(
    (field) => fieldsUsed(given).includes(field) && !still.includes(field),
  );
  const warnings = [...config.warnings];
  if (idle.length > 0) warnings.push({ kind: 'idleWhenGreedy', fields: idle });
  if (config.numReturnSequences > 1) {
    warnings.push({ kind: 'sameSequences', count: config.numReturnSequences });
  }
  return { ...config, strategy, doSample: false, temperature: 1, forcedGreedy: true, warnings };
}

function contradictionOf(
  config: ResolvedGenerationConfig,
  given: GivenConfig,
  limits: ConfigLimits,
): FieldIssue | null {
  const { strategy, minNewTokens, numReturnSequences } = config;
  const { maxNewTokens } = limits;
  if (minNewTokens > maxNewTokens) {
    const message = `must be at most maxNewTokens (${maxNewTokens}); it is ${minNewTokens}.`;
    return { field: 'minNewTokens', kind: 'overNewTokens', max: maxNewTokens, message };
  }
  if (given.typicalP === 0) {
    return { field: 'typicalP', kind: 'aboveZero', message: 'must be above 0 and at most 1; it is 0.' };
  }
  const { first, more } = fieldGroups(config);
  if (numReturnSequences > 1 && ![...first, ...more].includes('numReturnSequences')) {
    const message = `must be 1 with ${strategy}, which has one result; it is ${numReturnSequences}.`;
    return { field: 'numReturnSequences', kind: 'oneSequence', max: 1, message };
  }
  return strategySpecs[strategy].findContradiction?.(config, given, limits) ?? null;
}
