import type { ModelInfo, Params } from '../../../protocol/engine/index.js';
import type { DecodingRun, RunBranch, RunDistribution } from '../../../protocol/webviews/index.js';
import type { RunInputs } from './sessionState.js';

/** A place in what a run wrote, and the token that is to stand there. */
interface BranchPoint {
  sequence: number;
  step: number;
  token: number;
}

const transforms = (model: ModelInfo | undefined) => model?.architecture === 'encoder-decoder';

/** What was written before a step: a branch's fixed tokens not among them. */
function written({ sequences }: Pick<DecodingRun, 'sequences'>, sequence: number, step: number): number[] {
  return sequences[sequence]?.ids.slice(0, step) ?? [];
}

/** A branch that goes on with another token; null where the run has no such alternative. */
export function createBranch(
  run: DecodingRun,
  made: RunInputs,
  model: ModelInfo | undefined,
  { sequence, step, token }: BranchPoint,
): RunBranch | null {
  const steps = run.sequences[sequence]?.steps;
  const chosen = steps?.[step]?.alternatives.find(({ id }) => id === token);
  if (!steps || !chosen) return null;
  const before = steps.slice(0, step).map(({ text }) => text);
  const text = [run.branch?.text ?? '', ...before, chosen.text].join('');
  return {
    run: run.id,
    sequence,
    step,
    ids: [...(run.branch?.ids ?? []), ...written(run, sequence, step), token],
    // The first token of an encoder-decoder begins with a space that its text does not have.
    text: transforms(model) ? text.trimStart() : text,
    chosen: chosen.text,
    promptIds: transforms(model) ? null : (run.branch?.promptIds ?? run.promptIds),
    source: made.source,
    model: made.model,
  };
}

/** What the model has read before a step, as parameters of a method; null where the run has not begun. */
export function promptBefore(
  run: DecodingRun,
  made: RunInputs,
  model: ModelInfo | undefined,
  sequence: number,
  step: number,
): Pick<Params<'distribution'>, 'model' | 'text' | 'promptIds'> | null {
  const { branch } = run;
  const ids = written(run, sequence, step);
  if (transforms(model)) {
    const decoded = [...(branch?.ids ?? []), ...ids];
    return { model: made.model, text: made.source, ...(decoded.length > 0 && { promptIds: decoded }) };
  }
  const prompt = branch?.promptIds ? [...branch.promptIds, ...branch.ids] : run.promptIds;
  return prompt.length > 0 ? { model: made.model, promptIds: [...prompt, ...ids] } : null;
}

/** The tokens before a step that penalties and bans look at, and how many of them are new. */
export function tokensBefore(
  run: DecodingRun,
  model: ModelInfo | undefined,
  sequence: number,
  step: number,
): Pick<RunDistribution, 'before' | 'newTokens'> {
  const ids = written(run, sequence, step);
  const read = transforms(model) ? (run.branch?.ids ?? []) : run.promptIds;
  return { before: [...read, ...ids], newTokens: ids.length };
}
