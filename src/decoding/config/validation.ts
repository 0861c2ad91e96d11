import * as v from 'valibot';
import { generationConfigSchema } from '../../protocol/engine/generationConfig.js';
import { GENERATION_FIELDS, isNumberField } from '../../protocol/engine/generationFields.js';
import type { FieldIssue, FieldName, GenerationConfig } from '../../protocol/engine/index.js';
import { findContradiction } from './resolve.js';

/** UTF-16 units; what is longer is no name. */
const LONGEST_NAME = 60;

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
  if (name === 'strategy') return { field: name, kind: 'type', message, ...nameOf(issue.input) };
  const field = GENERATION_FIELDS[name] as (typeof GENERATION_FIELDS)[FieldName] | undefined;
  if (!field || !isNumberField(field)) return { field: name, kind: 'type', message };
  const { min, max } = field;
  return { field: name, kind: issue.type === 'integer' ? 'whole' : 'range', message, min, max };
}

/** What was given, where it is short enough to be a name. */
function nameOf(input: unknown): Pick<FieldIssue, 'given'> {
  return typeof input === 'string' && input.length <= LONGEST_NAME ? { given: input } : {};
}
