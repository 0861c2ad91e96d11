import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineClient } from '../../../src/host/engine/client.js';
import { MAX_CRASHES } from '../../../src/host/engine/crashGuard.js';
import type { EngineOptions, EngineState } from '../../../src/protocol/engine/index.js';

const root = path.resolve(import.meta.dirname, '../../..');
const clients: EngineClient[] = [];

function client(changes: { script?: string; options?: Partial<EngineOptions> } = {}): EngineClient {
  const options: EngineOptions = {
    embeddedFolder: path.join(root, 'models'),
    installedFolders: [],
    threads: 1,
    idleMinutes: 10,
    ...changes.options,
  };
  const made = new EngineClient({
    script: changes.script ?? path.join(root, 'dist/engine.js'),
    options: () => options,
    log: () => {},
  });
  clients.push(made);
  return made;
}

/** Kills the engine's process as soon as it is at work. */
function killAtWork(engine: EngineClient): void {
  const listener = engine.onDidChangeState((state: EngineState | null) => {
    if (state?.phase !== 'running') return;
    listener.dispose();
    process.kill(state.pid, 'SIGKILL');
  });
}

const text = 'She drank a cup of [MASK] in the morning.';
const long = { text: 'Once upon a time', maxNewTokens: 400, decoding: { strategy: 'sample', seed: 1 } } as const;

afterEach(async () => {
  await Promise.all(clients.splice(0).map((engine) => engine.dispose()));
});

describe('the engine in its process', () => {
  it('starts on the first call and answers', async () => {
    const engine = client();
    expect(engine.state).toBeNull();
    const value = await engine.call('fillMask', { text });
    expect(value.masks[0]?.candidates).toHaveLength(5);
    expect(engine.state?.pid).not.toBe(process.pid);
    expect((await engine.call('state', {})).models.map((model) => model.id)).toEqual(['bert-mini']);
  });

  it('streams progress of its own call only', async () => {
    const engine = client();
    const kinds: string[][] = [[], []];
    await Promise.all(
      kinds.map((heard) =>
        engine.call('generate', { ...long, maxNewTokens: 5 }, { onProgress: ({ kind }) => heard.push(kind) }),
      ),
    );
    for (const heard of kinds) expect(heard.filter((kind) => kind === 'text').length).toBeGreaterThan(0);
    // Both wanted the model; the first loaded it.
    expect(kinds.map((heard) => heard.includes('load'))).toEqual([true, false]);
  });

  it('passes on coded errors', async () => {
    await expect(client().call('fillMask', { text: 'No mask.' })).rejects.toMatchObject({ code: 'no-mask' });
  });

  it('settles a cancelled run and serves the next one', async () => {
    const engine = client();
    const controller = new AbortController();
    const run = engine.call('generate', long, { onProgress: () => controller.abort() }, controller.signal);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await expect(engine.call('fillMask', { text })).resolves.toBeDefined();
  });

  it('lets an urgent call go before work in the background', async () => {
    const engine = client();
    await engine.call('fillMask', { text });
    const order: string[] = [];
    const slow = engine.call('generate', long, { priority: 'background' }).then(() => order.push('slow'));
    await engine.call('fillMask', { text }).then(() => order.push('urgent'));
    await slow;
    expect(order).toEqual(['urgent', 'slow']);
  });

  it('survives being killed at work twenty times in a row', { timeout: 300_000 }, async () => {
    const engine = client();
    for (let time = 0; time < 20; time++) {
      killAtWork(engine);
      const calls = [engine.call('generate', long), engine.call('fillMask', { text })];
      const [killed, waited] = await Promise.allSettled(calls);
      expect(killed).toMatchObject({ status: 'rejected', reason: { code: 'engine-died' } });
      // It had not begun: the next process serves it.
      expect(waited).toMatchObject({ status: 'fulfilled' });
      await engine.call('fillMask', { text });
      await engine.call('generate', { ...long, maxNewTokens: 1 });
      expect(engine.failure).toBeNull();
    }
  });

  it('is not started again for a model it keeps dying on, until it is restarted by hand', async () => {
    const engine = client();
    for (let time = 0; time < MAX_CRASHES; time++) {
      killAtWork(engine);
      await expect(engine.call('generate', long)).rejects.toMatchObject({ code: 'engine-died' });
      // Reading the tokenizer is no sign of life of the model.
      await engine.call('tokens', { text });
    }
    await expect(engine.call('generate', long)).rejects.toThrow(/3 times in a row.*Restart Engine/s);
    await expect(engine.call('fillMask', { text })).resolves.toBeDefined();
    await engine.restart();
    await expect(engine.call('generate', { ...long, maxNewTokens: 1 })).resolves.toBeDefined();
  });

  it('says so when the engine cannot be started', async () => {
    const engine = client({ script: path.join(root, 'dist/there-is-no-engine.js') });
    await expect(engine.call('tokens', { text })).rejects.toMatchObject({ code: 'engine-died' });
  });

  it('settles open calls when it is disposed', async () => {
    const engine = client();
    const run = engine.call('generate', long, { onProgress: () => void engine.dispose() });
    await expect(run).rejects.toMatchObject({ code: 'engine-died' });
    await expect(engine.call('tokens', { text })).rejects.toMatchObject({ code: 'engine-died' });
  });

  it('ends its process when it has been idle', async () => {
    const engine = client({ options: { idleMinutes: 0.002 } });
    await engine.call('fillMask', { text });
    await new Promise<void>((resolve) => {
      const listener = engine.onDidChangeState((state) => {
        if (state !== null) return;
        listener.dispose();
        resolve();
      });
    });
    expect(engine.failure).toBeNull();
    await expect(engine.call('fillMask', { text })).resolves.toBeDefined();
  });
});
