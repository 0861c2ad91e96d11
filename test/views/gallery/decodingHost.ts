// Stands in for the host on the development page of the Decoding view: a list of recipes that write what the fixture
// wrote, token by token. ?runs=8&tokens=40&every=40 (ms)&again (when it has ended)
// &show=idle|ended|stream|empty|failed|stale|models|t5|server|servers|tree|long
import { findFieldIssues } from '../../../src/decoding/config/validation.js';
import type { CompareValue, DivergenceValue, GenerationConfig } from '../../../src/protocol/engine/index.js';
import type {
  DecodingContract,
  DecodingRun,
  DecodingState,
  FromDecodingWebview,
  ModelPlace,
  RunDistribution,
  StepPlace,
} from '../../../src/protocol/webviews/index.js';
import { largeDistribution, largeTree } from './decodingLarge.js';
import { endedRuns, growthOf, idleRun, served, stateOf } from '../decoding/decodingFixture.js';
import { servedState } from '../decoding/servedFixture.js';
import { fixture, language, query, standIn } from './standIn.js';

const value = fixture('comparison') as CompareValue;
const every = Number(query.get('every') ?? 40);
const models = endedRuns(value);

/** What a recipe writes here: the fixture's run of the same strategy, said over and over up to the length. */
function written(run: DecodingRun, tokens: number): DecodingRun {
  const own =
    models.find(({ decoding }) => decoding.strategy === run.decoding.strategy) ?? models[run.id % models.length]!;
  const source = models[(run.id - 1) % models.length] ?? own;
  const sequences = source.sequences.map((sequence) => {
    const steps = Array.from({ length: tokens }, (_, index) => sequence.steps[index % sequence.steps.length]!);
    return { ...sequence, steps, ids: steps.map(({ id }) => id), text: steps.map(({ text }) => text).join('') };
  });
  return {
    ...run,
    sequences,
    metrics: source.metrics,
    tree: source.tree,
    seed: source.seed,
    promptIds: source.promptIds,
  };
}

let state: DecodingState = initial();
let nextId = state.runs.length + 1;
const timers = new Map<number, ReturnType<typeof setInterval>>();
const post = standIn<DecodingContract>({
  ready,
  receive,
  request: (name, place) => (name === 'distribution' ? distribution(place) : divergence(place)),
});

function initial(): DecodingState {
  const count = Number(query.get('runs') ?? models.length);
  const runs = Array.from({ length: count }, (_, index) => ({
    ...(models[index % models.length] ?? idleRun(1, { strategy: 'greedy' })),
    id: index + 1,
  }));
  const idle = runs.map((run) => idleRun(run.id, run.decoding));
  const whole = { ...stateOf(value, runs), maxNewTokens: Number(query.get('tokens') ?? 28) };
  switch (query.get('show') ?? 'ended') {
    case 'empty':
      return {
        ...whole,
        prompt: { mode: 'follow', text: '', label: '' },
        error: { code: 'bad-request', message: 'The prompt is empty.', details: { kind: 'emptyPrompt' } },
        runs: idle,
      };
    case 'models':
      return { ...whole, models: [], model: '', runs: idle };
    case 'failed':
      return {
        ...whole,
        error: { code: 'engine-died', message: 'The engine ended.', details: { kind: 'exit', how: 'SIGKILL' } },
        runs: runs.map((run) => ({ ...run, status: 'failed', error: { code: 'engine-died', message: 'gone' } })),
      };
    case 'stale':
      return {
        ...whole,
        prompt: { ...whole.prompt, mode: 'typed', label: '' },
        runs: runs.map((run) => ({ ...run, stale: true })),
      };
    case 'long': {
      const lines = Array.from({ length: 40 }, (_, line) => `Line ${line + 1} of a long text.`);
      return { ...whole, prompt: { ...whole.prompt, text: lines.join('\n') } };
    }
    case 'waiting':
      return { ...whole, runs: idle.map((run) => ({ ...run, status: 'waiting' })) };
    case 'server': {
      const server = served('https://gpu.example.org');
      return { ...whole, models: [...whole.models, server, served('http://127.0.0.1:8080')], model: server.id };
    }
    case 'servers':
      return servedState(value);
    case 't5':
      return { ...whole, model: 't5-mini', prefix: 'translate English to German: ' };
    case 'tree': {
      const decoding = { strategy: 'beam', numBeams: 8 } as const;
      return { ...whole, runs: [{ ...models[2]!, id: 1, decoding, tree: largeTree(8, 60) }] };
    }
    case 'none':
      return { ...whole, runs: [] };
    case 'idle':
    case 'stream':
      return { ...whole, runs: idle };
    default:
      return whole;
  }
}

const find = (id: number) => state.runs.find((run) => run.id === id);

function put(run: DecodingRun): void {
  const index = state.runs.findIndex(({ id }) => id === run.id);
  state = { ...state, runs: index < 0 ? [...state.runs, run] : state.runs.with(index, run) };
  post({ type: 'run', run, index: index < 0 ? state.runs.length - 1 : index });
}

function start(run: DecodingRun): void {
  stop(run.id, false);
  if (run.faults.length > 0) return;
  const generation = run.generation + 1;
  const fresh = { ...idleRun(run.id, run.decoding), generation, name: run.name };
  const end = written({ ...fresh, status: 'done' }, state.maxNewTokens);
  const growth = growthOf(end, generation, 1);
  put({ ...fresh, status: 'waiting' });
  let at = 0;
  timers.set(
    run.id,
    setInterval(() => {
      const next = growth[at++];
      if (next) queued.push(next);
      if (at < growth.length) return;
      stop(run.id, false);
      setTimeout(() => {
        put(end);
        if (query.has('again')) setTimeout(() => start(end), 100);
      }, 60);
    }, every),
  );
}

/** Growth of all runs goes out together, twenty times a second. */
const queued: Extract<DecodingContract['toPage'], { type: 'grown' }>['growth'] = [];
setInterval(() => {
  if (queued.length > 0) post({ type: 'grown', growth: queued.splice(0) });
}, 50);

function stop(id: number, tell = true): void {
  clearInterval(timers.get(id));
  if (!timers.delete(id)) return;
  const run = find(id);
  if (tell && run) put({ ...run, status: 'stopped' });
}

function withFaults(run: DecodingRun): DecodingRun {
  const faults = findFieldIssues(run.decoding, state).map((issue) => ({
    code: 'bad-request' as const,
    message: issue.message,
    details: { kind: 'field' as const, issue },
  }));
  return { ...run, faults };
}

const changes = new Map<number, ReturnType<typeof setTimeout>>();

function change(id: number, decoding: GenerationConfig): void {
  const run = find(id);
  if (!run) return;
  const next = withFaults({ ...run, decoding, stale: run.status !== 'idle' });
  put(next);
  clearTimeout(changes.get(id));
  changes.set(
    id,
    setTimeout(() => start(next), 300),
  );
}

function head(change: Partial<DecodingState>): void {
  state = { ...state, ...change };
  post({ type: 'head', head: state });
}

function ready(): void {
  post({ type: 'show', state, language, wide: innerWidth >= 900 });
  if (query.get('show') === 'stream') state.runs.forEach(start);
}

function distribution(place: StepPlace): RunDistribution {
  const before = find(place.run)?.sequences[place.sequence]?.ids.slice(0, place.step) ?? [];
  const value = largeDistribution(Number(query.get('vocabulary') ?? 50_257));
  return { ...place, value, before, newTokens: before.length };
}

function receive(message: FromDecodingWebview): void {
  Object.assign(window, { sent: [...((window as { sent?: FromDecodingWebview[] }).sent ?? []), message] });
  switch (message.type) {
    case 'run':
      return state.runs.filter(({ id }) => message.runs?.includes(id) ?? true).forEach(start);
    case 'stop':
      return state.runs.filter(({ id }) => message.runs?.includes(id) ?? true).forEach(({ id }) => stop(id));
    case 'prompt':
      head({ prompt: { mode: 'typed', text: message.text, label: '' } });
      return post({ type: 'stale', ids: state.runs.map(({ id }) => id) });
    case 'promptMode':
      return head({ prompt: { ...state.prompt, mode: message.mode } });
    case 'model':
      return head({ model: message.model });
    case 'prefix':
      return head({ prefix: message.prefix });
    case 'seed':
      return head({ seed: message.seed });
    case 'length':
      return head({ maxNewTokens: message.maxNewTokens });
    case 'add':
      return put(withFaults(idleRun(nextId++, message.decoding)));
    case 'duplicate':
      return put({ ...find(message.run)!, id: nextId++ });
    case 'rename':
      return put({ ...find(message.run)!, name: message.name });
    case 'runModel': {
      const run = { ...find(message.run)! };
      if (message.model === null) delete run.ownModel;
      else run.ownModel = message.model;
      return put(run);
    }
    case 'change':
      return change(message.run, message.decoding);
    case 'remove':
      state = { ...state, runs: state.runs.filter(({ id }) => id !== message.run) };
      return post({ type: 'removed', id: message.run });
    case 'move': {
      const run = find(message.run)!;
      const others = state.runs.filter(({ id }) => id !== message.run);
      state = { ...state, runs: others.toSpliced(message.index, 0, run) };
      return post({ type: 'order', ids: state.runs.map(({ id }) => id) });
    }
    case 'insert':
      return post({ type: 'told', what: 'inserted' });
    case 'copyText':
    case 'copyRecipe':
    case 'copy':
      return post({ type: 'told', what: 'copied' });
    case 'dismiss':
      return head({ error: null });
    case 'branch':
    case 'determinism':
    case 'preset':
    case 'export':
    case 'import':
    case 'attention':
    case 'openSession':
    case 'saveConfig':
    case 'saveSession':
    case 'openWide':
    case 'laboratory':
    case 'settings':
      console.log(JSON.stringify(message));
  }
}

/** Figures of no model, for the look of the table: what a token surprises stands for how far the models are apart. */
function divergence({ run, sequence }: ModelPlace): DivergenceValue {
  const steps = state.runs.find(({ id }) => id === run)?.sequences[sequence]?.steps ?? [];
  return {
    model: state.model,
    other: 'gpt2-mini-amateur',
    steps: steps.map(({ id, text, probability }) => {
      const bits = -Math.log2(probability);
      return { id, text, probability, otherProbability: probability / 2, forward: bits / 3, backward: bits / 2 };
    }),
  };
}
