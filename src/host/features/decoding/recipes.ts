import * as v from 'valibot';
import { isStochastic } from '../../../decoding/config/fields.js';
import type { GenerationConfig } from '../../../protocol/engine/index.js';
import type { DecodingRun, RunBranch } from '../../../protocol/webviews/index.js';

/** The recipe as it runs: with the common seed where it draws and has none of its own. */
export function withSeed(decoding: GenerationConfig, seed: number): GenerationConfig {
  return isStochastic(decoding) && decoding.seed === undefined ? { ...decoding, seed } : decoding;
}

const whole = v.pipe(
  v.number('must be a whole number from 0'),
  v.integer('must be a whole number from 0'),
  v.minValue(0, 'must be a whole number from 0'),
);

/** Token ids; what no model has is refused when it runs. */
export const idsSchema = v.array(whole, 'must be a list of token ids');

/** A branch in a file: its run by the place in the file's list, from 0; null where that is not in it. */
export const recipeBranchSchema = v.strictObject({
  run: v.nullable(whole),
  sequence: whole,
  step: whole,
  ids: v.pipe(idsSchema, v.minLength(1, 'holds no token')),
  text: v.string(),
  chosen: v.string(),
  promptIds: v.nullable(idsSchema),
  source: v.string(),
  model: v.string(),
});

export type RecipeBranch = v.InferOutput<typeof recipeBranchSchema>;

/** What a list of runs is made of. */
export interface Recipe {
  name: string | null;
  decoding: GenerationConfig;
  /** left out or null: it begins at the prompt */
  branch?: RecipeBranch | null;
}

/** The recipes of a list of runs, as a file holds them. */
export function recipesOf(runs: readonly Pick<DecodingRun, 'id' | 'name' | 'decoding' | 'branch'>[]): Recipe[] {
  const places = new Map(runs.map(({ id }, index) => [id, index]));
  return runs.map(({ name, decoding, branch }) => ({
    name,
    decoding,
    ...(branch && { branch: { ...branch, run: places.get(branch.run) ?? null } }),
  }));
}

/** No run has this number. */
const NO_RUN = -1;

/** A recipe's branch in a list whose runs are numbered from `first`. */
export function branchOfRecipe({ branch }: Recipe, first: number): RunBranch | null {
  return branch ? { ...branch, run: branch.run === null ? NO_RUN : first + branch.run } : null;
}
