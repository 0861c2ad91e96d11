import type { ComparedRun } from '../../../protocol/engine/index.js';
import type { DecodingHead, DecodingRun, DecodingState } from '../../../protocol/webviews/index.js';
import { firstText, growRun } from '../../../protocol/webviews/runGrowth.js';
import type { DecodingEvent, RunAttempt } from './decodingEvents.js';
import { openedState } from './export/sessionFile.js';
import { findModel } from '../../../decoding/config/amateurModels.js';
import { usualPrefix } from './decoderModels.js';
import { branchOfRecipe } from './recipes.js';
import { freshRun, NO_RESULT, withFaults, withStale, type SessionState } from './sessionState.js';

/** A session's state after an event. Pure; runs and head that do not change stay the same objects. */
export function reduce(state: SessionState, event: DecodingEvent): SessionState {
  const next = changed(state, event);
  // What streams changes neither faults nor what is out of date.
  const streamed = event.type === 'grown' || event.type === 'prompted';
  return streamed || next === state ? next : withStale(withFaults(next));
}

function changed(state: SessionState, event: DecodingEvent): SessionState {
  switch (event.type) {
    case 'setPrompt':
      return withHead(state, { prompt: event.prompt, error: null });
    case 'setModels':
      return withHead(state, { models: event.models });
    case 'modelLeft':
      return modelLeft(state, event);
    case 'setError':
      return withHead(state, { error: event.error });
    case 'model':
      return withModel(state, event.model);
    case 'seed':
      return Number.isSafeInteger(event.seed) && event.seed >= 0 ? withHead(state, { seed: event.seed }) : state;
    case 'length':
      return Number.isSafeInteger(event.maxNewTokens) && event.maxNewTokens >= 1
        ? withHead(state, { maxNewTokens: event.maxNewTokens })
        : state;
    case 'prefix':
      return withHead(state, { prefix: event.prefix });
    case 'add':
      return inserted(state, event.after, (id) => freshRun(id, { name: null, decoding: event.decoding }, state.shown));
    case 'duplicate':
      return copied(state, event.run);
    case 'branched':
      return inserted(state, event.from, (id) => ({
        ...freshRun(id, event.recipe, state.shown),
        ...modelOf(state, event.from),
        branch: event.branch,
      }));
    case 'change':
      return withRun(state, event.run, (run) => ({ ...run, decoding: event.decoding }));
    case 'runModel':
      return withRun(state, event.run, (run) => withOwnModel(run, event.model));
    case 'rename':
      return withRun(state, event.run, (run) => ({ ...run, name: event.name?.trim() || null }));
    case 'remove':
      return removed(state, event.run);
    case 'move':
      return moved(state, event.run, event.index);
    case 'setRecipes': {
      const { nextId } = state;
      const runs = event.recipes.map((recipe, index): DecodingRun => ({
        ...freshRun(nextId + index, recipe, state.shown),
        branch: branchOfRecipe(recipe, nextId),
      }));
      const shown = { ...state.shown, runs, error: null };
      return { shown, made: new Map(), nextId: nextId + runs.length };
    }
    case 'opened':
      return openedState(state, event.session);
    case 'started':
      return started(state, event.runs);
    case 'prompted':
      return withStarts(state, event.runs, (run) => ({ ...run, status: 'running', promptIds: event.promptIds }));
    case 'grown':
      return event.growth.reduce((now, one) => withStarts(now, [one], (run) => growRun(run, one)), state);
    case 'ended': {
      const { error } = event.value;
      if (error) return withStarts(state, [event.run], (run) => failed(run, error));
      return withStarts(state, [event.run], (run) => ended(run, event.value));
    }
    case 'failed':
      return withStarts(state, event.runs, (run) => failed(run, event.fault));
    case 'stopped':
      return withStarts(state, event.runs, (run) => ({
        ...run,
        status: run.promptIds.length > 0 || run.sequences.length > 0 ? 'stopped' : 'idle',
      }));
    case 'checked':
      return withRun(state, event.run, (run) => ({ ...run, check: event.check }));
  }
}

/** A run with what it gave in the end. */
function ended(run: DecodingRun, value: ComparedRun): DecodingRun {
  const { sequences, metrics, warningDetails: warnings = [], seed, tree, stopped } = value;
  return {
    ...run,
    status: stopped ? 'stopped' : 'done',
    sequences: sequences.map(({ steps = [], text, ...rest }) => ({
      ...rest,
      text: firstText(run, steps, text),
      steps,
    })),
    tree: tree?.nodes ?? null,
    metrics,
    warnings,
    seed: seed ?? null,
  };
}

function failed(run: DecodingRun, error: DecodingRun['error']): DecodingRun {
  return { ...run, status: 'failed', error };
}

function withHead(state: SessionState, change: Partial<DecodingHead>): SessionState {
  return { ...state, shown: { ...state.shown, ...change } };
}

function withRuns(state: SessionState, runs: DecodingRun[]): SessionState {
  return { ...state, shown: { ...state.shown, runs } };
}

function withRun(state: SessionState, id: number, change: (run: DecodingRun) => DecodingRun): SessionState {
  if (!state.shown.runs.some((run) => run.id === id)) return state;
  return withRuns(
    state,
    state.shown.runs.map((run) => (run.id === id ? change(run) : run)),
  );
}

/** Changes runs as far as they were not started again since. */
function withStarts(
  state: SessionState,
  starts: readonly RunAttempt[],
  change: (run: DecodingRun) => DecodingRun,
): SessionState {
  return starts.reduce(
    (now, { id, generation }) => withRun(now, id, (run) => (run.generation === generation ? change(run) : run)),
    state,
  );
}

function withModel(state: SessionState, model: string): SessionState {
  const { models, prefix } = state.shown;
  const chosen = findModel(models, model);
  const known =
    chosen?.prefixes?.includes(prefix) ||
    chosen?.languages?.some((pair) => prefix.includes(`${pair.from} to ${pair.to}`));
  return withHead(state, { model, error: null, ...(!known && { prefix: usualPrefix(chosen) }) });
}

function inserted(state: SessionState, after: number | undefined, make: (id: number) => DecodingRun): SessionState {
  const { runs } = state.shown;
  const found = runs.findIndex(({ id }) => id === after);
  const place = found < 0 ? runs.length : found + 1;
  const next = [...runs.slice(0, place), make(state.nextId), ...runs.slice(place)];
  return { ...withRuns(state, next), nextId: state.nextId + 1 };
}

/** A copy has the same recipe and prompt, and nothing written yet. */
function copied(state: SessionState, id: number): SessionState {
  const run = state.shown.runs.find((one) => one.id === id);
  if (!run) return state;
  const { name, decoding, branch } = run;
  return inserted(state, id, (fresh) => ({
    ...freshRun(fresh, { name, decoding }, state.shown),
    ...modelOf(state, id),
    branch,
  }));
}

function modelLeft(state: SessionState, { model, now }: { model: string; now: string }): SessionState {
  const runs = state.shown.runs.map((run) => (run.ownModel === model ? withOwnModel(run, null) : run));
  const left = withRuns(state, runs);
  return left.shown.model === model ? withModel(left, now) : left;
}

function withOwnModel(run: DecodingRun, model: string | null): DecodingRun {
  const changed = { ...run };
  if (model === null) delete changed.ownModel;
  else changed.ownModel = model;
  return changed;
}

/** The model of its own that a run has. */
function modelOf({ shown }: SessionState, id: number): Pick<DecodingRun, 'ownModel'> {
  const ownModel = shown.runs.find((run) => run.id === id)?.ownModel;
  return ownModel === undefined ? {} : { ownModel };
}

function removed(state: SessionState, id: number): SessionState {
  const made = new Map(state.made);
  made.delete(id);
  return {
    ...withRuns(
      state,
      state.shown.runs.filter((run) => run.id !== id),
    ),
    made,
  };
}

function moved(state: SessionState, id: number, index: number): SessionState {
  const run = state.shown.runs.find((one) => one.id === id);
  if (!run) return state;
  const others = state.shown.runs.filter((one) => one !== run);
  return withRuns(state, [...others.slice(0, index), run, ...others.slice(index)]);
}

function started(state: SessionState, starts: Extract<DecodingEvent, { type: 'started' }>['runs']): SessionState {
  const made = new Map(state.made);
  let shown: DecodingState = { ...state.shown, error: null };
  for (const start of starts) {
    made.set(start.id, start.made);
    const runs = shown.runs.map((run): DecodingRun =>
      run.id === start.id
        ? {
            ...run,
            ...NO_RESULT,
            generation: run.generation + 1,
            status: 'waiting',
            model: start.made.model,
            error: null,
            check: null,
          }
        : run,
    );
    shown = { ...shown, runs };
  }
  return { ...state, shown, made };
}
