import * as v from 'valibot';
import { generationConfigSchema } from '../../protocol/engine/generationConfig.js';
import { GENERATION_FIELDS, isNumberField } from '../../protocol/engine/generationFields.js';
import type { FieldIssue, GenerationConfig } from '../../protocol/engine/index.js';
import { findContradiction } from './resolve.js';

/**
 * Finds what keeps a recipe from running, field by field, as far as it can be told without a model: ranges first, and when
 * these are kept, what contradicts another field.
 * @returns empty when it can run
 */
export function findFieldIssues(decoding: GenerationConfig, { maxNewTokens }: { maxNewTokens: number }): FieldIssue[] {
  const checked = v.safeParse(generationConfigSchema, decoding);
  if (!checked.success) return checked.issues.map(toFieldIssue);
  // Which models there are, and how many tokens they know, is seen when it runs.
  const contradiction = findContradiction(checked.output, { vocabularySize: Infinity, maxNewTokens });
  return contradiction ? [contradiction] : [];
}

function toFieldIssue(issue: v.InferIssue<typeof generationConfigSchema>): FieldIssue {
  const name = v.getDotPath(issue) as keyof GenerationConfig;
  const { message } = issue;
  const field = name === 'strategy' ? undefined : GENERATION_FIELDS[name];
  if (!field || !isNumberField(field)) return { field: name, kind: 'type', message };
  return { field: name, kind: 'range', message, min: field.min, max: field.max };
}
