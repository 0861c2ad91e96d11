import type { GenerationConfig, Strategy } from '../../protocol/engine/index.js';
import { strategySpecs } from '../strategies/index.js';
import { commonFields, type ConfigShape, type FieldGroups } from '../strategies/strategy.js';

export type { FieldGroups };

type Field = keyof GenerationConfig;

/**
 * Groups the fields that change what a recipe does, in the order of a form; `numReturnSequences` only where it can be more
 * than 1.
 */
export function fieldGroups(shape: ConfigShape): FieldGroups {
  const { fields, draws } = strategySpecs[shape.strategy];
  const { first, more } = fields(shape);
  const rest = commonFields.filter((field) => !first.includes(field) && !more.includes(field));
  return { first, more: [...more, ...rest, ...(draws(shape) ? (['seed'] as const) : [])] };
}

/** Lists the fields that change what a recipe does; one sequence may be asked of every strategy. */
export function fieldsUsed(shape: ConfigShape): readonly Field[] {
  const { first, more } = fieldGroups(shape);
  return [...new Set<Field>(['strategy', 'numReturnSequences', ...first, ...more])];
}

/** Says whether chance has a part in a recipe or a resolved config, so that another seed gives another text. */
export function isStochastic(config: Pick<GenerationConfig, 'strategy' | 'doSample' | 'temperature'>): boolean {
  if (!strategySpecs[config.strategy].draws(config)) return false;
  return config.temperature !== 0 || !fieldsUsed(config).includes('temperature');
}

/** Leaves out of a recipe the fields that its strategy does not use. */
export function withoutUnusedFields(decoding: GenerationConfig): GenerationConfig {
  const { first, more } = fieldGroups(decoding);
  const used = new Set<string>(['strategy', ...first, ...more]);
  return Object.fromEntries(
    Object.entries(decoding).filter(([field, value]) => used.has(field) && value !== undefined),
  ) as GenerationConfig;
}

/** Makes the recipe that a strategy is first tried with. @param amateur the model that would do; null when there is none */
export function initialConfig(strategy: Strategy, amateur: string | null): GenerationConfig {
  const config = { strategy, ...strategySpecs[strategy].initial };
  return amateur !== null && fieldsUsed(config).includes('amateur') ? { ...config, amateur } : config;
}
