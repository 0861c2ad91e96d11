import type { Params } from '../../../../protocol/engine/index.js';
import type {
  DecodingRun,
  DecodingState,
  FromDecodingWebview,
  RunBranch,
} from '../../../../protocol/webviews/index.js';
import { consoleCommand, type Shell } from '../../../../protocol/engine/shell.js';
import { branchTitle } from '../../../../text/displayText.js';
import type { Comparison, ComparisonBranch } from './comparison.js';
import { errorText, warningText } from '../../../../wording/index.js';
import { recipePython } from './python.js';
import { recipeJson } from './recipeFile.js';
import { findModel } from '../../../../decoding/config/amateurModels.js';
import { recipesOf, withSeed } from '../recipes.js';
import { sourceOf, type RunInputs } from '../sessionState.js';

type Form = Extract<FromDecodingWebview, { type: 'copyRecipe' }>['as'];

/** A run's recipe in a form that runs elsewhere, on the prompt that it reads. */
export function exportRecipe(run: DecodingRun, state: DecodingState, form: Form, shell: Shell): string {
  const { maxNewTokens, seed } = state;
  const model = run.ownModel ?? state.model;
  const decoding = withSeed(run.decoding, seed);
  switch (form) {
    case 'json':
      return recipeJson(recipesOf([{ ...run, decoding }]));
    case 'command':
      return consoleCommand(
        [{ method: 'generate', params: { model, ...promptShown(run, state), decoding, maxNewTokens } }],
        shell,
      );
    case 'python': {
      const info = findModel(state.models, model);
      return recipePython({
        decoding,
        // There it is a model of the hub, or a folder.
        model: info?.server?.abilities.model.id ?? model,
        embedded: info?.source === 'embedded',
        encoderDecoder: info?.architecture === 'encoder-decoder',
        // A branch's tokens are not known to the other program; its text is.
        prompt: run.branch ? run.branch.source + (run.branch.promptIds ? run.branch.text : '') : sourceOf(state),
        maxNewTokens,
        seed: decoding.seed ?? null,
      });
    }
  }
}

/** What a run reads, as parameters of `generate`. */
export function promptShown(
  { branch }: Pick<DecodingRun, 'branch'>,
  state: DecodingState,
): Pick<Params<'generate'>, 'text' | 'promptIds'> {
  if (!branch) return { text: sourceOf(state) };
  if (branch.promptIds === null) return { text: branch.source, promptIds: branch.ids };
  return { promptIds: [...branch.promptIds, ...branch.ids] };
}

/** How what is no text of a model is written. */
interface ComparisonTexts {
  /** of a run without a name */
  title: (run: DecodingRun) => string;
  /** a number by itself, as the user's language writes it */
  number: (value: number) => string;
}

/**
 * The comparison as a file tells it: the runs that have something to tell.
 * @param made what each was made with: the prompt may be another one by now
 */
export function buildComparison(
  state: DecodingState,
  made: ReadonlyMap<number, RunInputs>,
  date: string,
  { title, number }: ComparisonTexts,
): Comparison {
  const told = state.runs.filter(({ status }) => status !== 'idle');
  const first = told.map(({ id }) => made.get(id)).find((one) => one !== undefined);
  const common = {
    model: first?.model ?? state.model,
    prompt: first?.source ?? sourceOf(state),
    maxNewTokens: first?.maxNewTokens ?? state.maxNewTokens,
  };
  // A recipe that has been changed since has not written this.
  const asMade = (run: DecodingRun) => ({ ...run, decoding: made.get(run.id)?.decoding ?? run.decoding });
  const nameOf = (run: DecodingRun): string => run.name ?? branchTitle(title(run), run.branch);
  return {
    ...common,
    date,
    runs: told.map(asMade).map((run) => ({
      name: nameOf(run),
      decoding: run.decoding,
      branch: run.branch && describeBranch(run.branch, state.runs.map(asMade), nameOf),
      ...apart(made.get(run.id), common),
      sequences: run.sequences.map((one) => ({ ...one, text: (run.branch?.text ?? '') + one.text })),
      metrics: run.metrics,
      warnings: run.warnings.map((warning) => warningText(warning, number)),
      seed: run.seed,
      fault: run.error && errorText(run.error, number),
    })),
  };
}

/** Where a branch goes on from. @param runs those that its own may be among */
function describeBranch(
  { run, sequence, step, chosen }: RunBranch,
  runs: readonly DecodingRun[],
  nameOf: (run: DecodingRun) => string,
): ComparisonBranch {
  const from = runs.find(({ id }) => id === run);
  return { of: from ? nameOf(from) : null, sequence, step, chosen };
}

/** What one run was made with, where it is not what all were made with. */
function apart(own: RunInputs | undefined, common: Pick<Comparison, 'model' | 'prompt' | 'maxNewTokens'>) {
  if (!own) return {};
  const { model, source, maxNewTokens } = own;
  const made = {
    ...(model !== common.model && { model }),
    ...(source !== common.prompt && { prompt: source }),
    ...(maxNewTokens !== common.maxNewTokens && { maxNewTokens }),
  };
  return Object.keys(made).length > 0 ? { made } : {};
}
