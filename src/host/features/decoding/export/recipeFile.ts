import * as v from 'valibot';
import { draftGenerationConfigSchema } from '../../../../protocol/engine/generationConfig.js';
import { STRATEGIES } from '../../../../protocol/engine/generationFields.js';
import { GlassboxError, type RecipeFileProblem } from '../../../../protocol/engine/index.js';
import type { Recipe } from '../recipes.js';

const FORMAT = 'glassbox-recipes';
const VERSION = 1;

/** More would be no comparison. */
const MOST = 100;
/** UTF-16 units. */
const LONGEST_NAME = 200;

const fileSchema = v.object({
  recipes: v.pipe(
    v.array(
      v.strictObject({
        name: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(LONGEST_NAME, `is longer than ${LONGEST_NAME}`)))),
        decoding: draftGenerationConfigSchema,
      }),
      'must be a list of recipes',
    ),
    v.minLength(1, 'holds no recipe'),
    v.maxLength(MOST, `holds more than ${MOST} recipes`),
  ),
});

/** Recipes as a file that `readRecipes` reads again. */
export function recipeJson(recipes: readonly Recipe[]): string {
  const list = recipes.map(({ name, decoding }) => ({ ...(name !== null && { name }), decoding }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, recipes: list }, null, 2)}\n`;
}

/**
 * Reads recipes from a file's text. Their numbers may be out of range, as typed ones may.
 * @throws GlassboxError `bad-request`, naming what is wrong with the file
 */
export function readRecipes(text: string): Recipe[] {
  const file = parsed(text);
  if (typeof file !== 'object' || file === null || !('format' in file) || file.format !== FORMAT) {
    throw refused(`it has no "format": "${FORMAT}". Take a file that the Decoding view exported.`, {
      problem: 'otherFormat',
      format: FORMAT,
    });
  }
  const version = 'version' in file ? file.version : undefined;
  if (version !== VERSION) {
    const found = JSON.stringify(version) ?? '–';
    throw refused(
      `its version is ${found}, and this Glassbox reads version ${VERSION}. Update Glassbox, or export it again.`,
      { problem: 'otherVersion', version: found, known: VERSION },
    );
  }
  const checked = v.safeParse(fileSchema, file);
  if (!checked.success) {
    const [issue] = checked.issues;
    const path = v.getDotPath(issue) ?? 'recipes';
    throw refused(`${describe(issue)}. Correct it, or export it again.`, problemOf(issue, path));
  }
  return checked.output.recipes.map(({ name, decoding }) => ({ name: name ?? null, decoding }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refused(`it is no JSON (${error instanceof Error ? error.message : String(error)}). Take another file.`, {
      problem: 'notJson',
    });
  }
}

function problemOf(issue: v.BaseIssue<unknown>, path: string): RecipeFileProblem {
  const { type, expected, received, input } = issue;
  if (type === 'strict_object' && expected === 'never') return { problem: 'unknownField', path };
  if (received === 'undefined') return { problem: 'missingField', path };
  if (type === 'picklist' && typeof input === 'string' && input.length <= LONGEST_NAME) {
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

function refused(why: string, details: RecipeFileProblem): GlassboxError {
  return new GlassboxError('bad-request', `These are no recipes: ${why}`, {
    details: { kind: 'recipeFile', ...details },
  });
}
