import type {
  DecodingRun,
  DecodingState,
  RunGrowth,
  RunSequence,
  ToDecodingWebview,
} from '../../../src/protocol/webviews/index.js';

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
      return { ...state, runs: state.runs.map((run) => growRun(run, message.growth)) };
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

function growRun(run: DecodingRun, growth: readonly RunGrowth[]): DecodingRun {
  const own = growth.filter(({ id, generation }) => id === run.id && generation === run.generation);
  return own.reduce(applyGrowth, run);
}

function applyGrowth(run: DecodingRun, { sequences, nodes }: RunGrowth): DecodingRun {
  const all = [...run.sequences];
  for (const { sequence, text, steps } of sequences) {
    while (all.length <= sequence) all.push(EMPTY_SEQUENCE);
    const before = all[sequence] ?? EMPTY_SEQUENCE;
    all[sequence] = {
      ...before,
      text: before.text + text,
      ids: [...before.ids, ...steps.map(({ id }) => id)],
      steps: [...before.steps, ...steps],
    };
  }
  return {
    ...run,
    status: run.status === 'waiting' ? 'running' : run.status,
    sequences: all,
    tree: nodes.length > 0 ? [...(run.tree ?? []), ...nodes] : run.tree,
  };
}

const EMPTY_SEQUENCE: RunSequence = { ids: [], text: '', steps: [], finish: null, logProbability: null, score: null };
