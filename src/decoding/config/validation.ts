import * as v from 'valibot';
import { generationConfigSchema, type GenerationConfig } from '../../protocol/engine/generationConfig.js';
import { GlassboxError } from '../../protocol/engine/errors.js';
import { resolveGenerationConfig } from './resolve.js';

/** What is wrong with one field of a recipe. */
export interface FieldIssue {
  field: keyof GenerationConfig;
  /** what is allowed, without the field's name: “must be at most 1” */
  message: string;
  /** the field's range, where that is what was broken */
  min?: number;
  max?: number;
}

/**
 * Finds what keeps a recipe from running, field by field, as far as it can be told without a model: ranges first, and when
 * these are kept, what contradicts another field.
 * @returns empty when it can run
 */
export function findFieldIssues(decoding: GenerationConfig, { maxNewTokens }: { maxNewTokens: number }): FieldIssue[] {
  const checked = v.safeParse(generationConfigSchema, decoding);
  if (!checked.success) return checked.issues.map(toFieldIssue);
  try {
    // Which models there are, and how many tokens they know, is seen when it runs.
    resolveGenerationConfig(checked.output, { vocabularySize: Infinity, maxNewTokens });
    return [];
  } catch (error) {
    const match = error instanceof GlassboxError ? /^decoding\.(\w+) (.+)$/s.exec(error.message) : null;
    if (!match) throw error;
    return [{ field: match[1] as keyof GenerationConfig, message: match[2]! }];
  }
}

function toFieldIssue(issue: v.InferIssue<typeof generationConfigSchema>): FieldIssue {
  const field = v.getDotPath(issue) as keyof GenerationConfig;
  return { field, message: issue.message, ...fieldRange(field) };
}

/** Reads the range that the schema gives a field of numbers. */
export function fieldRange(field: keyof GenerationConfig): { min?: number; max?: number } {
  const schema = generationConfigSchema.entries[field];
  const wrapped: unknown = 'wrapped' in schema ? schema.wrapped : schema;
  const pipe = (wrapped as { pipe?: readonly { type: string; requirement?: unknown }[] }).pipe ?? [];
  const limit = (type: string) => pipe.find((one) => one.type === type)?.requirement;
  const [min, max] = [limit('min_value'), limit('max_value')];
  return { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) };
}
