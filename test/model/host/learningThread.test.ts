/* Training beside questions: in the engine's process a thread of its own, which the client does not see. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ThreadedEngine } from '../../../src/engine/learning/threadedEngine.js';
import type { CallOptions, EngineOptions, Progress } from '../../../src/protocol/engine/index.js';
import { EngineClient } from '../../../src/host/engine/client.js';
import { golden } from '../../golden/compare.js';
import { embeddedFolder, localEngine, tiny } from '../engineOf.js';

const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-thread-'));
afterAll(() => rmSync(work, { recursive: true }));
let count = 0;
const folder = () => path.join(work, `model-${count++}`);

const options: EngineOptions = { embeddedFolder, installedFolders: [], threads: 1, idleMinutes: 0 };
const clients: EngineClient[] = [];
function client(): EngineClient {
  const script = path.resolve(import.meta.dirname, '../../../dist/engine.js');
  const made = new EngineClient({ script, options: () => options, log: () => {} });
  clients.push(made);
  return made;
}
/** The machine may be busy. */
const PATIENCE = { timeout: 30_000 };

afterEach(() => Promise.all(clients.splice(0).map((engine) => engine.dispose())));

const LINES: readonly (readonly [string, string])[] = [
  ['A good day.', 'good'],
  ['A bad night.', 'bad'],
  ['The best of all.', 'good'],
  ['The worst of all.', 'bad'],
];
const examples = LINES.map(([text, label]) => ({ text, label }));
const model = golden('families/models/mini-bert-sst2');
const more = { heldOut: 0, shuffles: 0, curvePoints: 0, layers: 'all' } as const;
const question = { model: tiny.bert, text: 'A [MASK].' };

/** Counts the steps that are reported. */
function counting(
  onStep: (step: number) => void = () => {},
): { steps: number } & Required<Pick<CallOptions, 'onProgress'>> {
  const counted = {
    steps: 0,
    onProgress: (report: Progress) => {
      if (report.kind === 'training' && report.progress.stage === 'learning') onStep((counted.steps += 1));
    },
  };
  return counted;
}

describe('training in the engine’s process', () => {
  it('has the same losses to the last bit as without a thread, again and again', PATIENCE, async () => {
    const params = { model, examples, ...more, steps: 12, seed: 5 };
    const alone = await localEngine().call('train', { ...params, folder: folder() });
    const engine = client();
    for (let time = 0; time < 2; time++) {
      const found = await engine.call('train', { ...params, folder: folder() });
      expect(found.losses).toEqual(alone.losses);
      expect(found.gradientNorms).toEqual(alone.gradientNorms);
    }
    await expect.poll(() => engine.state?.phase, PATIENCE).toBe('idle');
  });

  it('leaves questions to be answered within its steps', { timeout: 120_000 }, async () => {
    const engine = client();
    // One row of 400 tokens is not divided, and takes hundreds of times as long as an answer.
    const long = examples.map(({ text, label }) => ({ text: `${text} `.repeat(100), label }));
    const counted = counting();
    let isOver = false;
    const params = { examples: long, ...more, folder: folder(), steps: 2, batchSize: 1 };
    const learnt = engine.call('train', params, counted).finally(() => (isOver = true));
    let answers = 0;
    while (!isOver) {
      await engine.call('state', {});
      if (counted.steps > 0) answers += 1;
    }
    expect((await learnt).losses).toHaveLength(2);
    expect(answers).toBeGreaterThan(40);
  });

  it('waits while a question is answered, says so, and goes on', { timeout: 120_000 }, async () => {
    const engine = client();
    const job = 'waiting';
    const counted = counting();
    const endless = { model, examples, ...more, folder: folder(), steps: 100_000, job };
    const learnt = engine.call('train', endless, counted);
    await expect.poll(() => counted.steps, PATIENCE).toBeGreaterThan(0);
    await expect.poll(() => engine.state, PATIENCE).toMatchObject({ phase: 'running', method: 'train' });
    const told: string[] = [];
    engine.onDidChangeState((state) => told.push(`${state?.method}, waiting: ${state?.queued}`));
    let before = 0;
    const written = engine.call(
      'generate',
      { text: 'Once upon a time', maxNewTokens: 300, decoding: { strategy: 'sample', seed: 1 } },
      // What was reported before the first token reached the thread may still be under way.
      { onProgress: ({ kind }) => void (kind === 'text' && (before ||= counted.steps)) },
    );
    await written;
    expect(told).toContain('generate, waiting: 1');
    // A step of the tiny model takes a few milliseconds, and the text some hundred times as long.
    expect(counted.steps - before).toBeLessThan(5);
    const after = counted.steps;
    await expect.poll(() => counted.steps, PATIENCE).toBeGreaterThan(after + 5);
    expect(await engine.call('endRun', { job })).toEqual({ ended: true });
    expect((await learnt).stopped).toBe(true);
    expect(await engine.call('endRun', { job })).toEqual({ ended: false });
  });

  it('is cancelled, and its error is the method’s', async () => {
    const engine = client();
    const abort = new AbortController();
    const endless = { model, examples, ...more, folder: folder(), steps: 100_000 };
    const run = engine.call(
      'train',
      endless,
      counting(() => abort.abort()),
      abort.signal,
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    const one = engine.call('train', { ...endless, folder: folder(), examples: examples.slice(0, 1) });
    await expect(one).rejects.toMatchObject({ code: 'bad-request', details: { kind: 'training', problem: 'labels' } });
    await expect(engine.call('fillMask', question)).resolves.toBeDefined();
  });

  it('ends with its process, and the next one starts with the next call', async () => {
    const engine = client();
    const endless = { model, examples, ...more, folder: folder(), steps: 100_000 };
    const kill = () => process.kill(engine.state!.pid, 'SIGKILL');
    await expect(engine.call('train', endless, counting(kill))).rejects.toMatchObject({ code: 'engine-died' });
    const found = await engine.call('train', { ...endless, folder: folder(), steps: 1 });
    expect(found.losses).toHaveLength(1);
  });
});

describe('a thread that fails', () => {
  const script = (name: string, code: string) => {
    const file = path.join(work, `${name}.cjs`);
    writeFileSync(file, code);
    return file;
  };

  it.each([
    ['throws', `throw new Error('no good');`, { code: 'internal', message: 'no good' }],
    [
      'has no memory left',
      `throw Object.assign(new Error('JS heap out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });`,
      { code: 'out-of-memory' },
    ],
    ['ends', 'process.exit(3);', { code: 'internal', message: expect.stringContaining('exit status 3') as string }],
  ])('is told by the method, each time anew, and questions go on: %s', async (name, code, error) => {
    const engine = new ThreadedEngine(script(name.replaceAll(' ', '-'), code), options);
    const params = { model, examples, ...more, folder: folder() };
    for (let time = 0; time < 2; time++) {
      await expect(engine.call('train', params)).rejects.toMatchObject(error);
      await expect(engine.call('fillMask', question)).resolves.toBeDefined();
    }
    expect(engine.state().phase).toBe('idle');
    await engine.dispose();
  });
});
