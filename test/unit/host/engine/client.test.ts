import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { EngineClient } from '../../../../src/host/engine/client.js';
import { MAX_CRASHES } from '../../../../src/host/engine/crashGuard.js';
import { GlassboxError, type EngineOptions, type ModelInfo } from '../../../../src/protocol/engine/index.js';

/**
 * A process that speaks like the engine's and has no model: `models` names the folders it was configured with, `tokens`
 * takes as many milliseconds as its text says; "die" ends the process, "deaf" ends it before it has looked at the call,
 * and "block 6000" makes it deaf for so many milliseconds.
 */
const SCRIPT = `
let folders = [];
process.on('disconnect', () => process.exit(0));
process.on('message', ({ method, id, params }) => {
  if (method === 'glassbox/configure') folders = params.installedFolders;
  if (method === 'glassbox/ping') process.send({ jsonrpc: '2.0', id, result: null });
  if (method !== 'glassbox/call') return;
  const text = params.params.text ?? '0';
  if (text === 'deaf') process.kill(process.pid, 'SIGKILL');
  process.send({ jsonrpc: '2.0', method: 'glassbox/begun', params: { id: params.id } });
  const [what, blocked] = text.split(' ');
  if (what === 'block') {
    const state = { phase: 'running', method: 'tokens', model: params.params.model, models: [], pid: process.pid };
    process.send({ jsonrpc: '2.0', method: 'glassbox/state', params: state });
    const end = Date.now() + Number(blocked);
    while (Date.now() < end);
  }
  if (text === 'die' || folders.includes('die')) process.exit(1);
  const result = params.method === 'models' ? folders.map((id) => ({ id })) : { tokens: [] };
  setTimeout(() => process.send({ jsonrpc: '2.0', id, result }), Number(blocked ? 0 : text));
});
`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-client-'));
const script = path.join(folder, 'engine.cjs');
writeFileSync(script, SCRIPT);

const clients: EngineClient[] = [];

function client(options: Partial<EngineOptions> = {}) {
  const now: EngineOptions = { embeddedFolder: '', installedFolders: [], threads: 1, idleMinutes: 10, ...options };
  const lines: string[] = [];
  const engine = new EngineClient({ script, options: () => now, log: (line) => lines.push(line) });
  clients.push(engine);
  const slow = (milliseconds: number) => engine.call('tokens', { text: String(milliseconds) });
  const folders = async () => (await engine.call('models', {})).map(({ id }: ModelInfo) => id);
  return { engine, options: now, lines, slow, folders };
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((engine) => engine.dispose()));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the client of the engine', () => {
  it('does not take a call that outlasts the idle time for idleness', async () => {
    const { engine, slow } = client({ idleMinutes: 0.1 / 60 });
    await slow(0);
    await expect(slow(400)).resolves.toEqual({ tokens: [] });
    expect(engine.failure).toBeNull();
  });

  it('reads its options anew when they have changed, although the process has told nothing of itself', async () => {
    const { engine, options, folders } = client({ installedFolders: ['old'] });
    expect(await folders()).toEqual(['old']);
    expect(engine.state).toBeNull();
    options.installedFolders = ['new'];
    engine.renew();
    expect(await folders()).toEqual(['new']);
  });

  it('lets open calls end before it starts a process with new options', async () => {
    const { engine, options, slow, folders } = client();
    const first = slow(200);
    const second = slow(300);
    await slow(0);
    options.installedFolders = ['new'];
    engine.renew();
    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
    expect(await folders()).toEqual(['new']);
  });

  it('has nothing to end when no process runs', async () => {
    const { engine, lines, folders } = client();
    engine.renew();
    expect(await folders()).toEqual([]);
    await folders();
    expect(lines.filter((line) => line.includes('started'))).toHaveLength(1);
  });

  it('makes no call that is refused, and starts no process for it', async () => {
    const { lines, ...made } = client();
    const refused = new GlassboxError('not-trusted', 'Trust the workspace.');
    const launch = { script, options: () => made.options, log: (line: string) => lines.push(line) };
    const refusal = (params: object) => ('model' in params && params.model === '/evil' ? refused : null);
    const engine = new EngineClient({ ...launch, refusal });
    clients.push(engine);
    await expect(engine.call('tokens', { model: '/evil', text: '0' })).rejects.toBe(refused);
    expect(lines).toEqual([]);
    await expect(engine.call('tokens', { model: 'bert-mini', text: '0' })).resolves.toEqual({ tokens: [] });
  });

  it('counts the deaths of a call without a model only since one worked', async () => {
    const { engine, slow } = client();
    for (let time = 0; time < MAX_CRASHES; time++) {
      await expect(engine.call('tokens', { text: 'die' })).rejects.toMatchObject({ code: 'engine-died' });
      await expect(slow(0)).resolves.toEqual({ tokens: [] });
    }
  });

  it('never refuses what needs no model, however often the process died', async () => {
    const { engine, options, folders } = client({ installedFolders: ['die'] });
    for (let time = 0; time <= MAX_CRASHES; time++) {
      await expect(folders()).rejects.toThrow(/process ended/);
    }
    for (let time = 0; time < MAX_CRASHES; time++) {
      await expect(engine.call('tokens', { model: 'bad', text: 'die' })).rejects.toThrow(/process ended/);
    }
    await expect(engine.call('tokens', { model: 'bad', text: '0' })).rejects.toThrow(/3 times in a row on bad/);
    options.installedFolders = [];
    expect(await folders()).toEqual([]);
  });

  it('makes a call again that met a process at its end', async () => {
    const { engine, lines, slow } = client();
    await slow(0);
    const killed = engine.call('tokens', { model: 'bad', text: 'die' });
    const met = Array.from({ length: 5 }, () => slow(0));
    await expect(killed).rejects.toMatchObject({ code: 'engine-died' });
    await expect(Promise.all(met)).resolves.toHaveLength(5);
    expect(lines.filter((line) => line.includes('started'))).toHaveLength(2);
    expect(engine.failure).toBeNull();
  });

  it('makes it again once only: the process that is started for it decides', async () => {
    const { engine, lines, slow } = client();
    await slow(0);
    await expect(engine.call('tokens', { text: 'deaf' })).rejects.toMatchObject({ code: 'engine-died' });
    expect(lines.filter((line) => line.includes('started'))).toHaveLength(2);
  });

  it('blames nobody for a process that ends before it begins', async () => {
    const { engine } = client();
    for (let time = 0; time <= MAX_CRASHES; time++) {
      await expect(engine.call('tokens', { model: 'good', text: 'deaf' })).rejects.toThrow(/process ended/);
    }
  });
});

describe('an engine that does not answer', () => {
  /** Waits until the client says so, or that it answers again. */
  const silence = (engine: EngineClient, is: boolean) =>
    new Promise<void>((resolve) => {
      const listener = engine.onDidChangeState(() => {
        if ((engine.silence !== null) !== is) return;
        listener.dispose();
        resolve();
      });
    });

  it('is told while a call waits, with what it did, and that it answers again', { timeout: 30_000 }, async () => {
    const { engine, slow } = client();
    await slow(0);
    const blocked = engine.call('tokens', { model: 'bad', text: 'block 7000' });
    await silence(engine, true);
    expect(engine.silence).toMatchObject({ waiting: 1 });
    expect(engine.silence?.seconds).toBeGreaterThanOrEqual(4);
    expect(engine.state).toMatchObject({ phase: 'running', model: 'bad', method: 'tokens' });
    await silence(engine, false);
    await expect(blocked).resolves.toEqual({ tokens: [] });
  });

  it('is not told of one that works and answers in between', { timeout: 30_000 }, async () => {
    const { engine, slow } = client();
    let silent = false;
    engine.onDidChangeState(() => (silent ||= engine.silence !== null));
    await slow(7000);
    expect(silent).toBe(false);
  });

  it('is still told when nobody waits any more', { timeout: 30_000 }, async () => {
    const { engine } = client();
    const abort = new AbortController();
    const blocked = engine.call('tokens', { model: 'bad', text: 'block 60000' }, {}, abort.signal);
    setTimeout(() => abort.abort(), 1000);
    await expect(blocked).rejects.toMatchObject({ code: 'cancelled' });
    await silence(engine, true);
    expect(engine.silence).toMatchObject({ waiting: 0 });
    const background = engine.call('tokens', { text: '0' }, { priority: 'background' });
    const outcomes = Promise.allSettled([background, engine.call('tokens', { text: '0' })]);
    await expect.poll(() => engine.silence?.waiting).toBe(1);
    await engine.restart();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ reason: { message: expect.stringContaining('was restarted') as string } });
    }
    expect(engine.silence).toBeNull();
    expect(engine.state).toBeNull();
  });

  it(
    'counts as dead when it is restarted, so that a model that hangs is not taken up for ever',
    { timeout: 60_000 },
    async () => {
      const { engine, slow } = client();
      for (let time = 0; time < MAX_CRASHES; time++) {
        const blocked = engine.call('tokens', { model: 'bad', text: 'block 60000' });
        const outcome = expect(blocked).rejects.toThrow(/was restarted/);
        await silence(engine, true);
        await engine.restart();
        await outcome;
      }
      await expect(engine.call('tokens', { model: 'bad', text: '0' })).rejects.toThrow(/3 times in a row on bad/);
      await expect(slow(0)).resolves.toEqual({ tokens: [] });
      await engine.restart();
      await expect(engine.call('tokens', { model: 'bad', text: '0' })).resolves.toEqual({ tokens: [] });
    },
  );
});
