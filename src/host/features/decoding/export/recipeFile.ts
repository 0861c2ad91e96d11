import * as v from 'valibot';
import { draftGenerationConfigSchema } from '../../../../protocol/engine/generationConfig.js';
import { recipeBranchSchema, type Recipe } from '../recipes.js';
import { readDecodingFile } from './decodingFile.js';

const FORMAT = 'glassbox-recipes';
const VERSION = 1;

/** More would be no comparison. */
export const MOST_RECIPES = 100;
/** UTF-16 units. */
const LONGEST_NAME = 200;

export const recipeNameSchema = v.optional(
  v.nullable(v.pipe(v.string(), v.maxLength(LONGEST_NAME, `is longer than ${LONGEST_NAME}`))),
);

const fileSchema = v.object({
  recipes: v.pipe(
    v.array(
      v.strictObject({
        name: recipeNameSchema,
        decoding: draftGenerationConfigSchema,
        branch: v.optional(recipeBranchSchema),
      }),
      'must be a list of recipes',
    ),
    v.minLength(1, 'holds no recipe'),
    v.maxLength(MOST_RECIPES, `holds more than ${MOST_RECIPES} recipes`),
  ),
});

/** Recipes as a file that `readRecipes` reads again. */
export function recipeJson(recipes: readonly Recipe[]): string {
  const list = recipes.map(({ name, decoding, branch }) => ({
    ...(name !== null && { name }),
    decoding,
    ...(branch && { branch }),
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, recipes: list }, null, 2)}\n`;
}

/**
 * Reads recipes from a file's text. Their numbers may be out of range, as typed ones may.
 * @throws GlassboxError `bad-request`, naming what is wrong with the file
 */
export function readRecipes(text: string): Recipe[] {
  const kind = { format: FORMAT, version: VERSION, schema: fileSchema, refusal: 'These are no recipes' };
  return readDecodingFile(text, kind).recipes.map(({ name, decoding, branch }) => ({
    name: name ?? null,
    decoding,
    ...(branch && { branch }),
  }));
}
