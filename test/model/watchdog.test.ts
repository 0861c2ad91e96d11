/* What never ends: graphs are refused, a silence is told, and the process goes with its parent however it is blocked. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineClient } from '../../src/host/engine/client.js';
import { endlessModel } from './endlessLoop.js';
import { localEngine, tiny } from './engineOf.js';

const root = path.resolve(import.meta.dirname, '../..');
const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-watchdog-'));
const file = (name: string) => path.join(work, name);
const entry = path.join(root, 'dist/engine.js');

/** The engine, whose own thread blocks as a text that it is sent says. */
const BLOCKING = `
const ways = {
  loop() { for (;;); },
  regex() { /^(a+)+$/.test('a'.repeat(80) + 'b'); },
  wait() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); },
  pipe() { require('node:fs').openSync(${JSON.stringify(file('fifo'))}, 'r'); },
  graph() {
    const ort = require(${JSON.stringify(path.join(root, 'node_modules/onnxruntime-node'))});
    ort.InferenceSession.create(${JSON.stringify(file('endless.onnx'))}).then((session) => {
      console.error('blocks');
      return session.run({});
    });
  },
};
process.on('message', ({ params }) => {
  const way = ways[params?.params?.text];
  if (way && way !== ways.graph) console.error('blocks');
  way?.();
});
require(${JSON.stringify(entry)});
`;

/** Stands for the extension host: makes one call, or one and no other, and stays. */
const PARENT = `
import { EngineClient } from './src/host/engine/client.ts';
const [script, models, method, text] = process.argv.slice(2);
const engine = new EngineClient({
  script,
  options: () => ({ embeddedFolder: models, installedFolders: [], threads: 1, idleMinutes: 0 }),
  log: (line) => console.log(line),
});
engine.onDidChangeState((state) => state?.phase === 'running' && console.log('at work'));
const params = method === 'generate' ? { text, maxNewTokens: 500, decoding: { strategy: 'sample', seed: 1 } } : { text };
engine.call(method, params).then(() => console.log('answered'), (error) => console.log(error.message));
setInterval(() => {}, 1000);
`;

const parents: ChildProcess[] = [];

/** Whether a process lives; one that nobody has buried does not. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

beforeAll(async () => {
  writeFileSync(file('blocking.cjs'), BLOCKING);
  writeFileSync(file('endless.onnx'), endlessModel('for-ever'));
  spawnSync('mkfifo', [file('fifo')]);
  await build({
    stdin: { contents: PARENT, resolveDir: root, loader: 'ts' },
    outfile: file('parent.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
});

afterEach(() => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
});
afterAll(() => rmSync(work, { recursive: true }));

describe.skipIf(process.platform === 'win32')('the engine of a parent that is killed', () => {
  it.each([
    ['idle', entry, ['tokens', 'A text.'], 'answered'],
    ['at work', entry, ['generate', 'Once'], 'at work'],
    ['in an endless loop of code', file('blocking.cjs'), ['tokens', 'loop'], 'blocks'],
    ['in an endless regular expression', file('blocking.cjs'), ['tokens', 'regex'], 'blocks'],
    ['in an endless graph', file('blocking.cjs'), ['tokens', 'graph'], 'blocks'],
    ['at a pipe that nobody writes to', file('blocking.cjs'), ['tokens', 'pipe'], 'blocks'],
    ['asleep', file('blocking.cjs'), ['tokens', 'wait'], 'blocks'],
  ])('goes with it: %s', { timeout: 120_000 }, async (_, script, call, sign) => {
    const parent = spawn(process.execPath, [file('parent.cjs'), script, path.join(root, 'models'), ...call]);
    parents.push(parent);
    let pid = 0;
    for await (const line of createInterface(parent.stdout)) {
      pid ||= Number(/process (\d+) started/.exec(line)?.[1] ?? 0);
      if (line.includes(sign)) break;
    }
    expect(lives(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => lives(pid), { timeout: 30_000 }).toBe(false);
  });
});

describe('a graph without an end', () => {
  it.each(['fillMask', 'attention'] as const)('is refused before it runs: %s', async (method) => {
    const folder = file(`loop-${method}`);
    cpSync(tiny.bert, folder, { recursive: true });
    writeFileSync(path.join(folder, 'onnx/model.onnx'), endlessModel('for-ever'));
    const engine = localEngine();
    const run = engine.call(method, { model: folder, text: 'A [MASK].' });
    await expect(run).rejects.toMatchObject({ code: 'model-broken' });
    await expect(run).rejects.toThrow(/for-ever is a Loop/);
    await engine.dispose();
  });
});

describe.skipIf(process.platform === 'win32')('an engine that is stopped', () => {
  it('is told within seconds, and serves what waited when it goes on', { timeout: 120_000 }, async () => {
    const engine = new EngineClient({
      script: entry,
      options: () => ({ embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 1, idleMinutes: 0 }),
      log: () => {},
    });
    const text = 'She drank a cup of [MASK].';
    await engine.call('fillMask', { text });
    await expect.poll(() => engine.state?.phase).toBe('idle');
    const pid = engine.state?.pid ?? 0;
    for (const restart of [false, true]) {
      process.kill(restart ? (engine.state?.pid ?? 0) : pid, 'SIGSTOP');
      const call = engine.call('fillMask', { text }).then(
        () => 'answered',
        (error: Error) => error.message,
      );
      await expect.poll(() => engine.silence, { timeout: 30_000 }).toMatchObject({ waiting: 1 });
      expect(engine.state).toMatchObject({ phase: 'idle', pid });
      if (restart) await engine.restart();
      else process.kill(pid, 'SIGCONT');
      expect(await call).toMatch(restart ? /was restarted/ : /answered/);
      await expect.poll(() => engine.silence).toBeNull();
      if (restart) expect(lives(pid)).toBe(false);
      else await expect.poll(() => engine.state?.phase).toBe('idle');
    }
    await expect(engine.call('fillMask', { text })).resolves.toBeDefined();
    await engine.dispose();
  });
});
