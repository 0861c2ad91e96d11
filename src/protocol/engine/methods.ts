import * as v from 'valibot';
import { GlassboxError } from './errors.js';
import { lookingParams } from './params/looking.js';
import { manyParams } from './params/many.js';
import { modelsParams } from './params/models.js';
import { searchParams } from './params/search.js';
import { textParams } from './params/text.js';
import { trainingParams } from './params/training.js';
import { writingParams } from './params/writing.js';

/** The parameters of every engine method; their types derive from here. */
export const paramSchemas = {
  ...textParams,
  ...writingParams,
  ...lookingParams,
  ...searchParams,
  ...trainingParams,
  ...manyParams,
  ...modelsParams,
};

export type MethodName = keyof typeof paramSchemas;

export const METHOD_NAMES = Object.keys(paramSchemas) as MethodName[];

/** Parameters as a caller may give them: defaults left out. */
export type Params<M extends MethodName> = v.InferInput<(typeof paramSchemas)[M]>;

/** Parameters as a method gets them: checked, defaults filled in. */
export type CheckedParams<M extends MethodName> = v.InferOutput<(typeof paramSchemas)[M]>;

export function isMethodName(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(paramSchemas, name);
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (issue.type === 'strict_object' && issue.expected === 'never') return `unknown field ${path ?? ''}`;
  if (issue.received === 'undefined') return `${path ?? 'the parameters'} is missing`;
  // valibot's own message would repeat what was given.
  if (issue.type === 'strict_object') return `${path ?? 'the parameters'} must be an object`;
  return `${path ?? 'the parameters'} ${issue.message}`;
}

/**
 * Checks what came from outside and fills in defaults.
 * @throws GlassboxError `bad-request`, naming the field and what is allowed
 */
export function checkParams<M extends MethodName>(method: M, params: unknown): CheckedParams<M> {
  const result = v.safeParse(paramSchemas[method], params ?? {});
  if (result.success) return result.output;
  const name = (result.issues[0] && v.getDotPath(result.issues[0])) ?? method;
  throw new GlassboxError('bad-request', `${method}: ${result.issues.map(describeIssue).join('; ')}.`, {
    details: { kind: 'parameter', name },
  });
}
