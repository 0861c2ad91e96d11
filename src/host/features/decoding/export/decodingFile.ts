import * as v from 'valibot';
import { STRATEGIES } from '../../../../protocol/engine/generationFields.js';
import { GlassboxError, type DecodingFileProblem } from '../../../../protocol/engine/index.js';

/** UTF-16 units; what is longer is no strategy's name. */
const LONGEST_NAME = 200;

/** A kind of JSON file that the Decoding view writes and reads again. */
export interface DecodingFile<Schema extends v.GenericSchema> {
  /** what stands in its field `format` */
  format: string;
  version: number;
  schema: Schema;
  /** in English: “These are no recipes” */
  refusal: string;
}

/**
 * Reads a file's text.
 * @throws GlassboxError `bad-request`, naming what is wrong with the file
 */
export function readDecodingFile<Schema extends v.GenericSchema>(
  text: string,
  { format, version, schema, refusal }: DecodingFile<Schema>,
): v.InferOutput<Schema> {
  const refuse = (why: string, problem: DecodingFileProblem) => refused(`${refusal}: ${why}`, problem);
  const file = parsedJson(text, refusal);
  if (typeof file !== 'object' || file === null || !('format' in file) || file.format !== format) {
    const why = `it has no "format": "${format}". Take a file that the Decoding view exported.`;
    throw refuse(why, { problem: 'otherFormat', format });
  }
  const found = 'version' in file ? file.version : undefined;
  if (found !== version) {
    const shown = JSON.stringify(found) ?? '–';
    const why = `its version is ${shown}, and this Glassbox reads version ${version}. Update Glassbox, or export it again.`;
    throw refuse(why, { problem: 'otherVersion', version: shown, known: version });
  }
  const checked = v.safeParse(schema, file, { abortEarly: true });
  if (!checked.success) {
    const [issue] = checked.issues;
    const path = v.getDotPath(issue) ?? 'runs';
    throw refuse(`${describe(issue)}. Correct it, or export it again.`, problemOf(issue, path));
  }
  return checked.output;
}

/** @throws GlassboxError `bad-request` where a text is no JSON */
export function parsedJson(text: string, refusal: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(`${refusal}: it is no JSON (${why}). Take another file.`, { problem: 'notJson' });
  }
}

export function refused(message: string, problem: DecodingFileProblem): GlassboxError {
  return new GlassboxError('bad-request', message, { details: { kind: 'decodingFile', ...problem } });
}

function problemOf(issue: v.BaseIssue<unknown>, path: string): DecodingFileProblem {
  const { type, expected, received, input } = issue;
  if (type === 'strict_object' && expected === 'never') return { problem: 'unknownField', path };
  if (received === 'undefined') return { problem: 'missingField', path };
  if (type === 'picklist' && path.endsWith('.strategy') && typeof input === 'string' && input.length <= LONGEST_NAME) {
    return { problem: 'strategy', path, given: input, known: [...STRATEGIES] };
  }
  return { problem: 'content', path };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the file';
  const { problem } = problemOf(issue, path);
  if (problem === 'unknownField') return `${path} is an unknown field`;
  if (problem === 'missingField') return `${path} is missing`;
  return `${path} ${/^[a-z]/.test(issue.message) ? issue.message : `must be ${issue.expected}, and is ${issue.received}`}`;
}
