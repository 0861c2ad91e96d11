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
  const dns = require('node:dns');
  for (const part of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    for (const name of Object.getOwnPropertyNames(part)) {
      if (/^(?:lookup|resolve|reverse)/.test(name)) part[name] = closed('dns');
    }
  }
  for (const name of ['http', 'https']) {
    for (const ask of ['request', 'get']) require('node:' + name)[ask] = closed(name);
  }
  globalThis.fetch = closed('fetch');
  globalThis.WebSocket = class { constructor() { closed('WebSocket')(); } };
`;

it('does its work with every way out of the machine closed, and tries none', async () => {
  const diary = path.join(folder, 'diary');
  writeFileSync(diary, '');
  writeFileSync(path.join(folder, 'trap.cjs'), trap(diary));
  const calls = [
    { method: 'fillMask', params: { text: 'She drank a cup of [MASK].' } },
    { method: 'generate', params: { text: 'Once upon a time', decoding: { strategy: 'greedy' }, maxNewTokens: 5 } },
    { method: 'translate', params: { text: 'I have a dog.', to: 'German' } },
    { method: 'betterWords', params: { text: 'She drank a big cup of tea.', start: 12, end: 15 } },
    { method: 'attention', params: { text: 'I have a dog.' } },
    { method: 'identify', params: { text: 'Ich habe einen Hund und eine Katze.' } },
    { method: 'models', params: {} },
    { method: 'inspect', params: { model: 't5-mini' } },
    { method: 'assess', params: { config: { model_type: 'bert' }, form: 'safetensors', bytes: 1e6 } },
    // What looks like a model of the hub is looked for on the disk only.
    { method: 'fillMask', params: { model: 'google-bert/bert-base-uncased', text: 'A [MASK].' } },
  ];
  const child = spawn(
    process.execPath,
    ['--require', path.join(folder, 'trap.cjs'), path.join(root, 'dist/console.js'), 'batch', '-'],
    { env: { ...process.env, HF_HUB_CACHE: path.join(folder, 'no-cache') } },
  );
  child.stdin.end(calls.map((call) => JSON.stringify(call)).join('\n'));
  const answers = (await text(child.stdout)).trim().split('\n');
  const isFine = answers.map((line) => (JSON.parse(line) as { ok: boolean }).ok);
  expect(isFine).toEqual(calls.map((_, at) => at < calls.length - 1));
  expect(readFileSync(diary, 'utf8')).toBe('');
});

it.each([
  ['fetch("http://127.0.0.1:9")', 'fetch'],
  ['require("node:net").connect(9, "127.0.0.1")', 'net'],
  ['require("node:dns").promises.lookup("localhost")', 'dns'],
  ['new (require("node:dns").Resolver)().resolve4("localhost", () => {})', 'dns'],
  ['require("node:https").get("https://127.0.0.1:9")', 'https'],
  ['new WebSocket("ws://127.0.0.1:9")', 'WebSocket'],
])('would notice a try: %s', async (talk, what) => {
  const diary = path.join(folder, 'diary-of-a-talker');
  writeFileSync(diary, '');
  writeFileSync(path.join(folder, 'trap2.cjs'), trap(diary));
  const child = spawn(process.execPath, ['--require', path.join(folder, 'trap2.cjs'), '-e', talk]);
  await text(child.stderr);
  expect(readFileSync(diary, 'utf8')).toBe(`${what}\n`);
});
