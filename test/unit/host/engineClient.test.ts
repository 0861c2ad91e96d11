import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { EngineClient } from '../../../src/host/engine/client.js';
import { MOST_DEATHS } from '../../../src/host/engine/deathRegister.js';
import { GlassboxError, type EngineOptions, type ModelInfo } from '../../../src/protocol/index.js';

/**
 * A process that speaks like the engine's and has no model: `models` names the folders it was configured with, `tokens`
 * takes as many milliseconds as its text says, or ends the process where it says "die".
 */
const SCRIPT = `
let folders = [];
process.on('disconnect', () => process.exit(0));
process.on('message', ({ method, id, params }) => {
  if (method === 'glassbox/configure') folders = params.installedFolders;
  if (method !== 'glassbox/call') return;
  if (params.params.text === 'die' || folders.includes('die')) process.exit(1);
  const result = params.method === 'models' ? folders.map((id) => ({ id })) : { tokens: [] };
  setTimeout(() => process.send({ jsonrpc: '2.0', id, result }), Number(params.params.text ?? 0));
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
    const { engine, options, folders } = client();
    for (let time = 0; time < MOST_DEATHS; time++) {
      options.installedFolders = ['die'];
      await expect(folders()).rejects.toMatchObject({ code: 'engine-died' });
      options.installedFolders = [];
      await expect(folders()).resolves.toEqual([]);
      engine.renew();
    }
  });
});
