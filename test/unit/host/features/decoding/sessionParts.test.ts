import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import type { DecodingState } from '../../../../../src/protocol/webviews/index.js';
import { DecodingSession } from '../../../../../src/host/features/decoding/decodingSession.js';
import { FakeEngine, freshState, T5 } from './fakeEngine.js';

const FOUR: GenerationConfig[] = [
  { strategy: 'greedy' },
  { strategy: 'sample', topP: 0.9 },
  { strategy: 'sample', topK: 5, seed: 3 },
  { strategy: 'beam', numBeams: 4 },
];

let engine: FakeEngine;
let session: DecodingSession;

function open(decodings: GenerationConfig[] = FOUR, change: Partial<DecodingState> = {}): void {
  engine = new FakeEngine();
  session = new DecodingSession(engine, freshState(decodings, change), () => {});
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

beforeEach(() => open());
afterEach(() => session.dispose());

describe('branching', () => {
  it('goes on from another token in a run of its own, and from there again', async () => {
    const running = session.run();
    await settled();
    engine.job.finish([7, 8]);
    await running;
    void session.branch(1, 0, 1, 102);
    await settled();
    expect(engine.job.params).toMatchObject({ promptIds: [7, 8, 1, 102] });
    expect(engine.job.params).not.toHaveProperty('text');
    const branch = session.state.runs[2]!;
    expect(branch).toMatchObject({
      decoding: { strategy: 'sample', topP: 0.9 },
      branch: { run: 1, step: 1, ids: [1, 102], text: ' one other', chosen: ' other', promptIds: [7, 8] },
    });
    engine.job.finish([7, 8, 1, 102]);
    await settled();
    void session.branch(branch.id, 0, 0, 101);
    await settled();
    expect(engine.job.params.promptIds).toEqual([7, 8, 1, 102, 101]);
    expect(session.state.runs[3]?.branch?.text).toBe(' one other other');
  });

  it('keeps its prompt when the common one changes, and needs its model', async () => {
    const running = session.run([0]);
    await settled();
    engine.job.finish();
    await running;
    void session.branch(0, 0, 0, 101);
    await settled();
    engine.job.finish();
    await settled();
    session.dispatch({ type: 'setPrompt', prompt: { mode: 'typed', text: 'Another', label: '' } });
    expect(session.state.runs[1]).toMatchObject({ status: 'done', stale: false });
    session.dispatch({ type: 'model', model: 'gpt2' });
    await session.run([session.state.runs[1]!.id]);
    expect(session.state.runs[1]?.error?.message).toMatch(/tokens of gpt2-mini/);
  });

  it('fixes the decoder’s tokens of an encoder-decoder', async () => {
    open([{ strategy: 'greedy' }], { model: T5.id, prefix: 'translate English to German: ' });
    const running = session.run();
    await settled();
    expect(engine.job.params.text).toBe('translate English to German: Once upon a time');
    engine.job.finish();
    await running;
    void session.branch(0, 0, 1, 102);
    await settled();
    expect(engine.job.params).toMatchObject({
      text: 'translate English to German: Once upon a time',
      promptIds: [1, 102],
    });
    engine.job.finish();
    await settled();
    const value = await session.distribution(session.state.runs[1]!.id, 0, 1);
    expect(engine.called('distribution')[0]).toMatchObject({ promptIds: [1, 102, 1] });
    expect(value).toMatchObject({ before: [1, 102, 1], newTokens: 1 });
  });
});

describe('the rest', () => {
  it('gives the logits before a token with what was read', async () => {
    const running = session.run([0]);
    await settled();
    engine.job.finish([7, 8]);
    await running;
    const value = await session.distribution(0, 0, 1);
    expect(engine.called('distribution')).toMatchObject([{ model: 'gpt2-mini', promptIds: [7, 8, 1] }]);
    expect(value).toMatchObject({ run: 0, step: 1, before: [7, 8, 1], newTokens: 1 });
    expect(await session.distribution(3, 0, 0)).toBeNull();
  });

  it('leads another model along what a run wrote, from where the run began', async () => {
    const running = session.run([0]);
    await settled();
    engine.job.finish([7, 8]);
    await running;
    await session.divergence({ run: 0, sequence: 0, model: 'gpt2-mini-amateur' }).catch(() => undefined);
    expect(engine.called('divergence')).toEqual([
      { model: 'gpt2-mini', otherModel: 'gpt2-mini-amateur', promptIds: [7, 8], ids: [1, 2] },
    ]);
    expect(await session.divergence({ run: 3, sequence: 0, model: 'gpt2-mini-amateur' })).toBeNull();
    expect(await session.divergence({ run: 0, sequence: 4, model: 'gpt2-mini-amateur' })).toBeNull();
  });

  it('checks determinism run by run', async () => {
    engine.generations = [
      [1, 2],
      [1, 3],
      [1, 4],
    ];
    await session.determinism(1);
    const { check } = session.state.runs[1]!;
    expect(check?.running).toBe(0);
    expect(check?.parts.map(({ kind, runs }) => [kind, runs.length])).toEqual([
      ['recipe', 3],
      ['zero', 3],
      ['tiny', 3],
      ['seed', 3],
    ]);
    expect(check?.parts[0]?.runs.map(({ ids }) => ids)).toEqual([
      [1, 2],
      [1, 3],
      [1, 4],
    ]);
    expect(engine.called('generate')).toHaveLength(12);
    await session.determinism(0);
    expect(session.state.runs[0]?.check?.parts.map(({ kind }) => kind)).toEqual(['recipe']);
  });

  it('takes the prefix of a task with the model', async () => {
    session.dispatch({ type: 'model', model: T5.id });
    expect(session.state.prefix).toBe('translate English to German: ');
    session.dispatch({ type: 'prefix', prefix: 'translate German to English: ' });
    session.dispatch({ type: 'model', model: T5.id });
    expect(session.state.prefix).toBe('translate German to English: ');
    session.dispatch({ type: 'model', model: 'gpt2-mini' });
    expect(session.state.prefix).toBe('');
    await session.refreshModels();
    expect(session.state.models.map(({ id }) => id)).toContain('gpt2');
  });

  it.each(['strategies', 'repetition', 'lengthPenalty', 'nucleusAndBeams'] as const)(
    'has the preset %s, which runs with every model',
    (preset) => {
      for (const model of ['gpt2-mini', T5.id]) {
        session.dispatch({ type: 'model', model });
        session.preset(preset);
        expect(session.state.runs.length).toBeGreaterThan(2);
        for (const run of session.state.runs) expect(run.faults).toEqual([]);
      }
    },
  );

  it('says which models would do where the amateur is missing', () => {
    session.dispatch({ type: 'model', model: 'gpt2' });
    session.preset('strategies');
    expect(session.state.runs.at(-1)?.faults).toMatchObject([{ details: { issue: { field: 'amateur' } }, models: [] }]);
    session.dispatch({ type: 'model', model: 'gpt2-mini' });
    expect(session.state.runs.at(-1)?.faults).toMatchObject([
      { details: { issue: { field: 'amateur' } }, models: ['gpt2-mini-amateur'] },
    ]);
  });
});
