import type { DivergenceValue, Engine } from '../../../protocol/engine/index.js';
import type { ModelPlace, RunDistribution, StepPlace } from '../../../protocol/webviews/index.js';
import { findModel } from '../../../decoding/config/amateurModels.js';
import { promptBefore, tokensBefore } from './branches.js';
import type { SessionState } from './sessionState.js';

/** Of so many tokens of a distribution the laboratory gets the texts. */
const NAMED_TOKENS = 1000;

/** A run with what it was made with, and what the model had read before a step of it; null where there is none. */
function placeOf({ shown, made }: SessionState, { run: id, sequence, step }: StepPlace) {
  const run = shown.runs.find((one) => one.id === id);
  const inputs = made.get(id);
  if (!run || !inputs) return null;
  const model = findModel(shown.models, inputs.model);
  const prompt = promptBefore(run, inputs, model, sequence, step);
  return prompt && { run, model, prompt };
}

/** The model's logits before a token of a run; null where there is no such token. @throws GlassboxError those of `distribution` */
export async function askDistribution(
  engine: Engine,
  state: SessionState,
  place: StepPlace,
): Promise<RunDistribution | null> {
  const found = placeOf(state, place);
  if (!found) return null;
  const { run, model, prompt } = found;
  // A server that tells all tokens is asked for all.
  const { isWhole = false, most = 0 } = model?.server?.abilities.alternatives ?? {};
  const topK = isWhole ? Math.max(most, NAMED_TOKENS) : NAMED_TOKENS;
  const value = await engine.call('distribution', { ...prompt, topK });
  return { ...place, value, ...tokensBefore(run, model, place.sequence, place.step) };
}

/**
 * How far another model is from the one that wrote a run, token by token; null where nothing was written.
 * @throws GlassboxError those of `divergence`
 */
export async function askDivergence(
  engine: Engine,
  state: SessionState,
  { run: id, sequence, model: otherModel }: ModelPlace,
): Promise<DivergenceValue | null> {
  const found = placeOf(state, { run: id, sequence, step: 0 });
  const ids = found?.run.sequences[sequence]?.ids ?? [];
  if (!found || ids.length === 0) return null;
  return engine.call('divergence', { ...found.prompt, otherModel, ids });
}
