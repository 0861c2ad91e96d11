import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-offline-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Loaded into the engine before anything else: every way out of the machine is closed and every try written down. */
const trap = (diary: string) => `
  const { appendFileSync } = require('node:fs');
  const closed = (what) => () => { appendFileSync(${JSON.stringify(diary)}, what + '\\n'); throw new Error('no network'); };
  require('node:net').Socket.prototype.connect = closed('net');
  require('node:dgram').createSocket = closed('dgram');
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) require('node:dns')[name] = closed('dns');
  globalThis.fetch = closed('fetch');
`;

it('does its work with every way out of the machine closed, and tries none', async () => {
  const diary = path.join(folder, 'diary');
  writeFileSync(diary, '');
  writeFileSync(path.join(folder, 'trap.cjs'), trap(diary));
  const calls = [
    { method: 'fillMask', params: { text: 'She drank a cup of [MASK].' } },
    { method: 'generate', params: { text: 'Once upon a time', decoding: { strategy: 'greedy' }, maxNewTokens: 5 } },
    { method: 'translate', params: { text: 'I have a dog.', to: 'German' } },
    { method: 'models', params: {} },
  ];
  const child = spawn(process.execPath, [
    '--require',
    path.join(folder, 'trap.cjs'),
    path.join(root, 'dist/console.js'),
    'batch',
    '-',
  ]);
  child.stdin.end(calls.map((call) => JSON.stringify(call)).join('\n'));
  const answers = (await text(child.stdout)).trim().split('\n');
  expect(answers.map((line) => (JSON.parse(line) as { ok: boolean }).ok)).toEqual([true, true, true, true]);
  expect(readFileSync(diary, 'utf8')).toBe('');
});

it('would notice a try', async () => {
  const diary = path.join(folder, 'diary-of-a-talker');
  writeFileSync(path.join(folder, 'trap2.cjs'), trap(diary));
  const child = spawn(process.execPath, [
    '--require',
    path.join(folder, 'trap2.cjs'),
    '-e',
    'fetch("http://127.0.0.1:9")',
  ]);
  await text(child.stderr);
  expect(readFileSync(diary, 'utf8')).toBe('fetch\n');
});
