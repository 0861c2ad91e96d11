import { isStochastic } from '../../../decoding/config/fields.js';
import type { GenerationConfig } from '../../../protocol/engine/index.js';
import type { DecodingHead, DecodingRun, DecodingState } from '../../../protocol/webviews/index.js';
import { findIssues } from './runIssues.js';
import type { Recipe } from './recipes.js';

/** What a result was made with. */
export interface RunInputs {
  model: string;
  /** prefix and prompt */
  source: string;
  /** null where chance has no part, or the recipe has a seed of its own */
  seed: number | null;
  maxNewTokens: number;
  decoding: GenerationConfig;
}

/** All that a session knows; what pages see is `shown`. */
export interface SessionState {
  shown: DecodingState;
  made: ReadonlyMap<number, RunInputs>;
  nextId: number;
}

/** A run that never ran. */
export function freshRun(
  id: number,
  { name, decoding }: Pick<Recipe, 'name' | 'decoding'>,
  head: DecodingHead,
): DecodingRun {
  return {
    id,
    generation: 0,
    name,
    decoding,
    status: 'idle',
    stale: false,
    faults: findIssues(decoding, head),
    error: null,
    ...NO_RESULT,
    branch: null,
    check: null,
  };
}

/** A run that has nothing to show yet. */
export const NO_RESULT = {
  sequences: [],
  tree: null,
  metrics: null,
  warnings: [],
  seed: null,
  promptIds: [],
  model: null,
} satisfies Partial<DecodingRun>;

/** What the model reads: the prompt with what tells it its task. */
export function sourceOf({ prefix, prompt }: Pick<DecodingHead, 'prefix' | 'prompt'>): string {
  return prefix + prompt.text;
}

/** What a run would be made with now. A branch keeps its own prompt. */
export function currentInputs(
  run: Pick<DecodingRun, 'decoding' | 'branch' | 'ownModel'>,
  head: DecodingHead,
): RunInputs {
  const { decoding, branch, ownModel: model = head.model } = run;
  const { maxNewTokens } = head;
  const common = isStochastic(decoding) && decoding.seed === undefined;
  const source = branch ? branch.source : sourceOf(head);
  return { model, source, seed: common ? head.seed : null, maxNewTokens, decoding };
}

function isStale(run: DecodingRun, made: RunInputs | undefined, head: DecodingHead): boolean {
  if (!made || run.status === 'idle') return false;
  const now = currentInputs(run, head);
  return (
    now.model !== made.model ||
    now.source !== made.source ||
    now.seed !== made.seed ||
    now.maxNewTokens !== made.maxNewTokens ||
    JSON.stringify(now.decoding) !== JSON.stringify(made.decoding)
  );
}

/** The runs with `stale` as it is now; those that stay the same are the same objects. */
export function withStale(state: SessionState): SessionState {
  const { shown, made } = state;
  const runs = shown.runs.map((run) => {
    const stale = isStale(run, made.get(run.id), shown);
    return stale === run.stale ? run : { ...run, stale };
  });
  return runs.every((run, index) => run === shown.runs[index]) ? state : { ...state, shown: { ...shown, runs } };
}

/** The runs with the faults that they have under this head. */
export function withFaults(state: SessionState): SessionState {
  const { shown } = state;
  const runs = shown.runs.map((run) => {
    const faults = findIssues(run.decoding, { ...shown, model: run.ownModel ?? shown.model });
    return JSON.stringify(faults) === JSON.stringify(run.faults) ? run : { ...run, faults };
  });
  return runs.every((run, index) => run === shown.runs[index]) ? state : { ...state, shown: { ...shown, runs } };
}
