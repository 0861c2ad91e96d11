import * as v from 'valibot';
import { decodingSchema, type Decoding } from '../protocol/decoding.js';
import { GlassboxError } from '../protocol/errors.js';
import { planDecoding } from './plan.js';

/** What is wrong with one field of a recipe. */
export interface FieldFault {
  field: keyof Decoding;
  /** what is allowed, without the field's name: “must be at most 1” */
  message: string;
  /** the field's range, where that is what was broken */
  min?: number;
  max?: number;
}

/**
 * What keeps a recipe from running, field by field, as far as it can be told without a model: ranges first, and when
 * these are kept, what contradicts another field.
 * @returns empty when it can run
 */
export function fieldFaults(decoding: Decoding, { maxNewTokens }: { maxNewTokens: number }): FieldFault[] {
  const checked = v.safeParse(decodingSchema, decoding);
  if (!checked.success) return checked.issues.map(faultOf);
  try {
    // Which models there are, and how many tokens they know, is seen when it runs.
    planDecoding(checked.output, { vocabularySize: Infinity, maxNewTokens });
    return [];
  } catch (error) {
    const match = error instanceof GlassboxError ? /^decoding\.(\w+) (.+)$/s.exec(error.message) : null;
    if (!match) throw error;
    return [{ field: match[1] as keyof Decoding, message: match[2]! }];
  }
}

function faultOf(issue: v.InferIssue<typeof decodingSchema>): FieldFault {
  const field = v.getDotPath(issue) as keyof Decoding;
  return { field, message: issue.message, ...rangeOf(field) };
}

/** The range that the schema gives a field of numbers. */
export function rangeOf(field: keyof Decoding): { min?: number; max?: number } {
  const schema = decodingSchema.entries[field];
  const wrapped: unknown = 'wrapped' in schema ? schema.wrapped : schema;
  const pipe = (wrapped as { pipe?: readonly { type: string; requirement?: unknown }[] }).pipe ?? [];
  const limit = (type: string) => pipe.find((one) => one.type === type)?.requirement;
  const [min, max] = [limit('min_value'), limit('max_value')];
  return { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) };
}
