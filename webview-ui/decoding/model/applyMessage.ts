import type { DecodingRun, DecodingState, RunGrowth, ToDecodingWebview } from '../../../src/protocol/webviews/index.js';
import { growRun } from '../../../src/protocol/webviews/runGrowth.js';

/** Messages that change the state; the others are passing. */
export type StateChange = Extract<
  ToDecodingWebview,
  { type: 'head' | 'run' | 'removed' | 'order' | 'grown' | 'stale' }
>;

/** What the page has before the host has told anything. */
export const EMPTY_STATE: DecodingState = {
  prompt: { mode: 'follow', text: '', label: '' },
  model: '',
  seed: 0,
  maxNewTokens: 40,
  prefix: '',
  models: [],
  error: null,
  runs: [],
};

/**
 * The state after a message. Runs that the message does not concern stay the same objects; one that grew is a new
 * object over longer lists, which are its own.
 */
export function applyMessage(state: DecodingState, message: StateChange): DecodingState {
  switch (message.type) {
    case 'head':
      return { ...state, ...message.head };
    case 'run':
      return { ...state, runs: insertRun(state.runs, message.run, message.index) };
    case 'removed':
      return { ...state, runs: state.runs.filter(({ id }) => id !== message.id) };
    case 'order':
      return { ...state, runs: orderRuns(state.runs, message.ids) };
    case 'grown':
      return { ...state, runs: state.runs.map((run) => growByAll(run, message.growth)) };
    case 'stale':
      return {
        ...state,
        runs: state.runs.map((run) => {
          const stale = message.ids.includes(run.id);
          return run.stale === stale ? run : { ...run, stale };
        }),
      };
  }
}

function insertRun(runs: readonly DecodingRun[], run: DecodingRun, index: number): DecodingRun[] {
  const at = runs.findIndex(({ id }) => id === run.id);
  if (at === index) return runs.with(at, run);
  const others = runs.filter(({ id }) => id !== run.id);
  return others.toSpliced(index, 0, run);
}

function orderRuns(runs: readonly DecodingRun[], ids: readonly number[]): DecodingRun[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  return runs.toSorted((a, b) => (place.get(a.id) ?? runs.length) - (place.get(b.id) ?? runs.length));
}

function growByAll(run: DecodingRun, growth: readonly RunGrowth[]): DecodingRun {
  const own = growth.filter(({ id, generation }) => id === run.id && generation === run.generation);
  return own.reduce(growRun, run);
}
