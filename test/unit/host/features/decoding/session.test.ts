import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError, type GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import { type DecodingState, type ToDecodingWebview } from '../../../../../src/protocol/webviews/index.js';
import { DecodingSession } from '../../../../../src/host/features/decoding/decodingSession.js';
import { readSession, sessionJson } from '../../../../../src/host/features/decoding/export/sessionFile.js';
import { reduce } from '../../../../../src/host/features/decoding/reducer.js';
import { deserializeState, serializeSettings } from '../../../../../src/host/features/decoding/serialization.js';
import { FakeEngine, freshState, GPT2, MODELS, step } from './fakeEngine.js';

const FOUR: GenerationConfig[] = [
  { strategy: 'greedy' },
  { strategy: 'sample', topP: 0.9 },
  { strategy: 'sample', topK: 5, seed: 3 },
  { strategy: 'beam', numBeams: 4 },
];

let engine: FakeEngine;
let sent: ToDecodingWebview[];
let session: DecodingSession;

function open(decodings: GenerationConfig[] = FOUR, change: Partial<DecodingState> = {}): void {
  engine = new FakeEngine();
  sent = [];
  session = new DecodingSession(engine, freshState(decodings, change), (messages) => sent.push(...messages));
}

const statuses = () => session.state.runs.map(({ status }) => status);
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

beforeEach(() => open());
afterEach(() => {
  session.dispose();
  vi.useRealTimers();
});

describe('running', () => {
  it('asks for all in one call, the common seed where chance has a part', async () => {
    const running = session.run();
    await settled();
    expect(statuses()).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    expect(engine.job.params).toMatchObject({ model: 'gpt2-mini', text: 'Once upon a time', maxNewTokens: 40 });
    expect(engine.job.params.decodings).toEqual([
      { strategy: 'greedy' },
      { strategy: 'sample', topP: 0.9, seed: 7 },
      { strategy: 'sample', topK: 5, seed: 3 },
      { strategy: 'beam', numBeams: 4 },
    ]);
    engine.job.finish();
    await running;
    expect(statuses()).toEqual(['done', 'done', 'done', 'done']);
    expect(session.state.runs[0]).toMatchObject({ promptIds: [7, 8], metrics: { newTokens: 2 } });
    expect(session.busy).toBe(false);
  });

  it('grows by increments, and sends each run whole only when it begins and ends', async () => {
    void session.run();
    await settled();
    engine.job.tell({ kind: 'prompt', ids: [7] });
    sent.length = 0;
    const sequences = [{ sequence: 0, text: ' one', steps: [step(1, ' one')] }];
    engine.job.tell({
      kind: 'growth',
      growth: [
        { run: 0, sequences, nodes: [] },
        { run: 2, sequences, nodes: [] },
      ],
    });
    expect(sent.map(({ type }) => type)).toEqual(['grown']);
    engine.job.tell({ kind: 'growth', growth: [{ run: 0, sequences, nodes: [] }] });
    expect(session.state.runs[0]?.sequences[0]).toMatchObject({ text: ' one one', ids: [1, 1], finish: null });
    engine.job.end(0);
    expect(session.state.runs[0]).toMatchObject({ status: 'done', sequences: [{ text: ' one two' }] });
    expect(statuses()).toEqual(['done', 'running', 'running', 'running']);
  });

  it('leaves out what cannot run, and says why at its field', async () => {
    open([{ strategy: 'greedy' }, { strategy: 'sample', topP: 3 }, { strategy: 'contrastiveDecoding' }]);
    void session.run();
    await settled();
    expect(engine.job.params.decodings).toEqual([{ strategy: 'greedy' }]);
    expect(statuses()).toEqual(['waiting', 'failed', 'failed']);
    expect(session.state.runs[1]?.error).toMatchObject({ details: { issue: { field: 'topP', max: 1 } } });
    expect(session.state.runs[2]?.error).toMatchObject({
      details: { issue: { field: 'amateur' } },
      models: ['gpt2-mini-amateur'],
    });
  });

  it('leaves out a recipe whose amateur the workspace may not name, until it may', async () => {
    const amateur = { strategy: 'contrastiveDecoding', amateur: 'models/evil' } as const;
    const refused = new GlassboxError('not-trusted', 'Trust the workspace.');
    let trusted = false;
    engine = new FakeEngine();
    const refusal = (params: object) => ('amateur' in params && !trusted ? refused : null);
    session = new DecodingSession(engine, freshState([{ strategy: 'greedy' }, amateur]), () => undefined, refusal);
    void session.run();
    await settled();
    expect(engine.job.params.decodings).toEqual([{ strategy: 'greedy' }]);
    expect(session.state.runs[1]).toMatchObject({
      status: 'failed',
      error: { code: 'not-trusted', message: 'Trust the workspace.' },
    });
    trusted = true;
    void session.run([1]);
    await settled();
    expect(engine.job.params.decodings).toEqual([amateur]);
  });

  it('keeps a failure of the engine’s to the run that had it', async () => {
    void session.run([0, 1]);
    await settled();
    engine.job.tell({ kind: 'prompt', ids: [7] });
    const issue = { field: 'topK', kind: 'candidates', message: 'must be smaller.' } as const;
    const error = {
      code: 'bad-request',
      message: 'decoding.topK must be smaller.',
      details: { kind: 'field', issue },
    } as const;
    engine.job.end(1, { error, sequences: [] });
    engine.job.end(0);
    expect(statuses()).toEqual(['done', 'failed', 'idle', 'idle']);
    expect(session.state.runs[1]?.error).toEqual(error);
  });

  it('says of each run that the engine died, and starts them again', async () => {
    const running = session.run();
    await settled();
    engine.job.tell({ kind: 'prompt', ids: [7] });
    engine.job.end(0);
    engine.job.fail(new GlassboxError('engine-died', 'It was killed.'));
    await running;
    expect(statuses()).toEqual(['done', 'failed', 'failed', 'failed']);
    expect(session.state.error?.code).toBe('engine-died');
    void session.run([1, 2, 3]);
    await settled();
    expect(session.state.error).toBeNull();
    expect(statuses()).toEqual(['done', 'waiting', 'waiting', 'waiting']);
    expect(engine.job.params.decodings).toHaveLength(3);
  });

  it('refuses an empty prompt, also one that has only its prefix', async () => {
    open(FOUR, { prompt: { mode: 'typed', text: ' \n', label: '' }, prefix: 'summarize: ' });
    await session.run();
    expect(engine.jobs).toHaveLength(0);
    expect(session.state.error).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/empty/) as string,
    });
  });

  it('cuts what an editor gave to the model’s positions, not what was typed', async () => {
    const text = Array.from({ length: 600 }, (_, index) => `word${index}`).join(' ');
    open([{ strategy: 'greedy' }], { prompt: { mode: 'follow', text, label: 'a.txt, line 1' } });
    void session.run();
    await settled();
    expect(engine.job.params.text).toMatch(/word599$/);
    expect(engine.job.params.text?.trim().split(' ')).toHaveLength(512 - 40);
    open([{ strategy: 'greedy' }], { prompt: { mode: 'typed', text, label: '' } });
    void session.run();
    await settled();
    expect(engine.job.params.text).toBe(text);
  });

  it('ignores news of an older start', async () => {
    void session.run([0]);
    await settled();
    const first = engine.job;
    first.tell({ kind: 'prompt', ids: [7] });
    void session.run([0]);
    await settled();
    expect(engine.called('endRun')).toEqual([{ job: first.params.job }]);
    first.end(0);
    expect(statuses()[0]).toBe('waiting');
    engine.job.finish();
    await settled();
    expect(statuses()[0]).toBe('done');
  });
});

describe('stopping', () => {
  it('ends one run while the others go on', async () => {
    void session.run();
    await settled();
    engine.job.tell({ kind: 'prompt', ids: [7] });
    session.stop([1]);
    expect(engine.called('endRun')).toEqual([{ job: engine.job.params.job, run: 1 }]);
    engine.job.end(1, { stopped: true });
    expect(statuses()).toEqual(['running', 'stopped', 'running', 'running']);
  });

  it('ends a run of a job that has not begun as soon as it begins', async () => {
    void session.run();
    await settled();
    session.stop([2]);
    expect(engine.called('endRun')).toEqual([]);
    engine.job.tell({ kind: 'prompt', ids: [7] });
    expect(engine.called('endRun')).toEqual([{ job: engine.job.params.job, run: 2 }]);
  });

  it('ends all at once, and leaves an engine that does not answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const running = session.run();
    await settled();
    engine.job.tell({ kind: 'prompt', ids: [7] });
    session.stop();
    expect(engine.called('endRun')).toEqual([{ job: engine.job.params.job }]);
    engine.job.end(0, { stopped: true });
    vi.advanceTimersByTime(1000);
    await running;
    expect(statuses()).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
    expect(session.state.error).toBeNull();
  });

  it('takes back what is not yet cut to the model’s positions', async () => {
    const text = 'word '.repeat(600);
    open(FOUR, { prompt: { mode: 'follow', text, label: 'a.txt, line 1' } });
    const running = session.run();
    session.stop();
    await running;
    expect(engine.jobs).toHaveLength(0);
    expect(statuses()).toEqual(['idle', 'idle', 'idle', 'idle']);
    expect(session.state.error).toBeNull();
  });

  it('takes back what waits for the engine', async () => {
    const running = session.run();
    await settled();
    session.stop();
    await running;
    expect(statuses()).toEqual(['idle', 'idle', 'idle', 'idle']);
  });
});

describe('changing', () => {
  it('starts only the changed run again, a moment after the last change', async () => {
    const running = session.run();
    await settled();
    engine.job.finish();
    await running;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    session.dispatch({ type: 'change', run: 1, decoding: { strategy: 'sample', topP: 0.8 } });
    expect(session.state.runs[1]).toMatchObject({ stale: true, decoding: { topP: 0.8 } });
    vi.advanceTimersByTime(200);
    session.dispatch({ type: 'change', run: 1, decoding: { strategy: 'sample', topP: 0.7 } });
    vi.advanceTimersByTime(200);
    expect(engine.jobs).toHaveLength(1);
    vi.advanceTimersByTime(200);
    await settled();
    expect(engine.jobs).toHaveLength(2);
    expect(engine.job.params.decodings).toEqual([{ strategy: 'sample', topP: 0.7, seed: 7 }]);
    expect(statuses()).toEqual(['done', 'waiting', 'done', 'done']);
  });

  it('keeps what was written where the change cannot run', async () => {
    const running = session.run();
    await settled();
    engine.job.finish();
    await running;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    session.dispatch({ type: 'change', run: 1, decoding: { strategy: 'sample', topP: -1 } });
    expect(session.state.runs[1]?.faults).toMatchObject([{ details: { issue: { field: 'topP', min: 0, max: 1 } } }]);
    vi.advanceTimersByTime(1000);
    await settled();
    expect(engine.jobs).toHaveLength(1);
    expect(session.state.runs[1]).toMatchObject({ status: 'done', stale: true });
  });

  it('does not start what never ran', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    session.dispatch({ type: 'change', run: 0, decoding: { strategy: 'greedy', repetitionPenalty: 1.2 } });
    vi.advanceTimersByTime(1000);
    await settled();
    expect(engine.jobs).toHaveLength(0);
  });

  it('says which results are out of date', async () => {
    const running = session.run();
    await settled();
    engine.job.finish();
    await running;
    sent.length = 0;
    session.dispatch({ type: 'seed', seed: 8 });
    expect(session.state.runs.map(({ stale }) => stale)).toEqual([false, true, false, false]);
    expect(sent.find(({ type }) => type === 'stale')).toEqual({ type: 'stale', ids: [1] });
    expect(sent.some(({ type }) => type === 'run')).toBe(false);
    session.dispatch({ type: 'seed', seed: 7 });
    expect(session.state.runs.some(({ stale }) => stale)).toBe(false);
    session.dispatch({ type: 'setPrompt', prompt: { mode: 'typed', text: 'Not once upon a time', label: '' } });
    expect(session.state.runs.every(({ stale }) => stale)).toBe(true);
    session.dispatch({ type: 'setPrompt', prompt: { mode: 'typed', text: 'x Once upon a time', label: '' } });
    expect(session.state.runs.every(({ stale }) => stale)).toBe(true);
  });

  it('ends a run that is removed, and hears nothing more of it', async () => {
    void session.run();
    await settled();
    const { job } = engine;
    job.tell({ kind: 'prompt', ids: [7] });
    session.dispatch({ type: 'remove', run: 3 });
    expect(engine.called('endRun')).toEqual([{ job: job.params.job, run: 3 }]);
    job.end(3);
    expect(session.state.runs.map(({ id }) => id)).toEqual([0, 1, 2]);
  });
});

describe('a model of its own', () => {
  it('runs beside the others, in a call of its own, and goes with copies, branches and files', async () => {
    session.dispatch({ type: 'runModel', run: 1, model: 'gpt2-mini-amateur' });
    const running = session.run();
    await settled();
    expect(engine.jobs.map(({ params }) => [params.model, params.decodings.length])).toEqual([
      ['gpt2-mini', 3],
      ['gpt2-mini-amateur', 1],
    ]);
    for (const job of engine.jobs) job.finish();
    await running;
    expect(session.state.runs.map(({ model }) => model)).toEqual([
      ...['gpt2-mini', 'gpt2-mini-amateur', 'gpt2-mini', 'gpt2-mini'],
    ]);
    expect(session.state.runs.some(({ stale }) => stale)).toBe(false);
    session.dispatch({ type: 'duplicate', run: 1 });
    expect(session.state.runs[2]).toMatchObject({ status: 'idle', ownModel: 'gpt2-mini-amateur' });
    const opened = reduce(session.whole, { type: 'opened', session: readSession(sessionJson(session.whole)) });
    const kept = deserializeState(serializeSettings(session.state), null, session.state);
    for (const { shown } of [opened, kept]) {
      expect(shown.runs.map(({ ownModel }) => ownModel)).toEqual([
        ...[undefined, 'gpt2-mini-amateur', 'gpt2-mini-amateur', undefined, undefined],
      ]);
    }
    session.dispatch({ type: 'runModel', run: 1, model: null });
    expect(session.state.runs[1]).not.toHaveProperty('ownModel');
    expect(session.state.runs[1]!.stale).toBe(true);
  });
});

describe('a model that is removed', () => {
  const SERVED = { ...GPT2, id: 'gpt2@127.0.0.1:8080', source: 'server' as const, folder: '' };
  let removed: string[];
  let left: string[];

  async function openOn(model: string, models = [...MODELS, SERVED], usual = 'gpt2'): Promise<void> {
    [removed, left] = [[], []];
    engine = new FakeEngine();
    engine.models = models;
    sent = [];
    const choice = {
      isRemoved: (id: string) => removed.includes(id),
      usual: () => usual,
      left: (id: string, now: string) => void left.push(`${id} → ${now}`),
    };
    session = new DecodingSession(engine, freshState(FOUR, { model }), (ones) => sent.push(...ones), undefined, choice);
    await session.refreshModels();
  }

  it('leaves the list and the choice at once, before the engine is asked again', async () => {
    await openOn(SERVED.id);
    expect(session.state.model).toBe(SERVED.id);
    engine.calls.length = 0;
    removed = [SERVED.id];
    session.leaveRemoved();
    expect(session.state.models).toEqual(MODELS);
    expect(session.state.model).toBe('gpt2');
    expect(left).toEqual([`${SERVED.id} → gpt2`]);
    expect(engine.calls).toEqual([]);
    await session.refreshModels();
    expect(left).toHaveLength(1);
  });

  it('is not chosen after a reload either', async () => {
    await openOn(SERVED.id, MODELS);
    removed = [SERVED.id];
    await session.refreshModels();
    expect(session.state.model).toBe('gpt2');
  });

  it('makes place for one of this machine where that of the settings is gone, too', async () => {
    await openOn(SERVED.id, [SERVED, ...MODELS], SERVED.id);
    removed = [SERVED.id];
    session.leaveRemoved();
    expect(session.state.model).toBe('gpt2-mini');
  });

  it('leaves what is a folder, and what was never there, to the engine', async () => {
    await openOn('/models/mine', MODELS);
    expect(session.state.model).toBe('/models/mine');
    expect(left).toEqual([]);
  });

  it('is left by its results, which say that they are out of date', async () => {
    await openOn(SERVED.id);
    const running = session.run();
    await settled();
    engine.job.finish();
    await running;
    removed = [SERVED.id];
    session.leaveRemoved();
    expect(session.state.runs.every(({ stale, model }) => stale && model === SERVED.id)).toBe(true);
    void session.run();
    await settled();
    expect(engine.job.params.model).toBe('gpt2');
  });

  it('is left by the runs that have it of their own, which do not start by themselves', async () => {
    await openOn('gpt2-mini');
    session.dispatch({ type: 'runModel', run: 1, model: SERVED.id });
    removed = [SERVED.id];
    session.leaveRemoved();
    expect(session.state.runs.map(({ ownModel }) => ownModel)).toEqual([undefined, undefined, undefined, undefined]);
    expect(session.state.model).toBe('gpt2-mini');
    expect(left).toEqual([`${SERVED.id} → gpt2-mini`]);
    expect(engine.jobs).toEqual([]);
  });
});
