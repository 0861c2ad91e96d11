/* The console with a hub: a model is installed, used by its name, verified, repaired, removed; and nothing is asked offline. */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, startHub, type TestHub } from '../../hub/index.js';

const ROOT = path.join(import.meta.dirname, '../../..');
const MODEL = path.join(ROOT, 'test/golden/families/models/mini-bert');
const ID = 'glassbox/mini-bert';

let hub: TestHub;
let home: string;
let folder: string;

beforeAll(async () => {
  const small = { 'config.json': bytesOf('{"model_type": "bert"}'), 'tokenizer.json': bytesOf('{}') };
  hub = await startHub({
    models: {
      [ID]: MODEL,
      'glassbox/other': { ...small, 'model.safetensors': bytesOf('x') },
      'glassbox/mamba': {
        ...small,
        'config.json': bytesOf('{"model_type": "mamba"}'),
        'model.safetensors': bytesOf('x'),
      },
      'glassbox/forms': { ...small, 'onnx/model.onnx': bytesOf('graph'), 'onnx/model_q4.onnx': bytesOf('graph') },
    },
  });
  home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-console-'));
  folder = path.join(home, 'models', 'glassbox--mini-bert');
});

afterAll(async () => {
  await hub.close();
  rmSync(home, { recursive: true });
});

interface Answer {
  ok: boolean;
  value: never;
  error: { code: string; message: string };
}

/** One command of the console. */
async function run(
  command: string,
  params: object,
  env: NodeJS.ProcessEnv = {},
): Promise<Answer & { status: number | null }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/console.js'), command, JSON.stringify(params)], {
    env: {
      ...process.env,
      GLASSBOX_HOME: home,
      HF_HOME: path.join(home, 'hf'),
      HF_ENDPOINT: hub.endpoint,
      HF_HUB_CACHE: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const printed = await text(child.stdout);
  return { ...(JSON.parse(printed) as Answer), status: await ended };
}

const connections = () => readFileSync(path.join(home, 'connections.jsonl'), 'utf8').trim().split('\n');

describe('the console', () => {
  it('lists what a model is there in, and installs nothing', async () => {
    const { value } = await run('install', { model: ID, list: true });
    expect(value).toMatchObject({ model: ID, variants: [{ name: 'safetensors', precision: 'fp32', bytes: 304_017 }] });
    expect(existsSync(folder)).toBe(false);
  });

  it('installs a model, which then answers by its name on the hub', async () => {
    expect((await run('install', { model: ID })).value).toMatchObject({
      id: ID,
      model: 'glassbox--mini-bert',
      variant: 'safetensors',
    });
    const ids = ((await run('models', {})).value as { id: string }[]).map(({ id }) => id);
    expect(ids).toContain('glassbox--mini-bert');
    const filled = (await run('fillMask', { model: ID, text: 'A [MASK].', topK: 1 })).value as { model: string };
    expect(filled.model).toBe('glassbox--mini-bert');
  });

  it('verifies it, says what is bad, and gets just that anew', async () => {
    expect((await run('verify', {})).value).toMatchObject({ isWhole: true });
    appendFileSync(path.join(folder, 'vocab.txt'), 'more\n');
    const found = await run('verify', { model: ID });
    expect(found.status).toBe(1);
    expect(found.value).toMatchObject({
      isWhole: false,
      models: [{ bad: [{ path: 'vocab.txt', problem: 'size' }], repaired: [] }],
    });
    hub.requests.length = 0;
    const repaired = await run('verify', { model: ID, repair: true });
    expect(repaired.status).toBe(0);
    expect(repaired.value).toMatchObject({
      isWhole: true,
      models: [{ repaired: ['vocab.txt'] }],
    });
    expect(hub.requests.filter(({ url }) => !url.includes('vocab.txt'))).toEqual([]);
    expect((await run('verify', {})).value).toMatchObject({ isWhole: true });
  });

  it('has a line for every connection that was made, and what for', () => {
    const lines = connections().map((line) => JSON.parse(line) as { reason: string; host: string; status: number });
    expect(new Set(lines.map(({ reason }) => reason))).toEqual(
      new Set(['what a model is', 'the list of a model’s files', 'a model’s configuration', 'a file of a model']),
    );
    const hosts = [hub.endpoint, hub.cdn].map((address) => new URL(address).host);
    expect(lines.every(({ host, status }) => hosts.includes(host) && status >= 200)).toBe(true);
  });

  it.each(['HF_HUB_OFFLINE', 'GLASSBOX_OFFLINE'])('asks nothing with %s', async (name) => {
    const before = connections().length;
    hub.requests.length = 0;
    for (const params of [{ model: 'other/model' }, { model: ID, list: true }]) {
      expect(await run('install', params, { [name]: '1' })).toMatchObject({ status: 1, error: { code: 'offline' } });
    }
    // What is installed serves.
    expect((await run('tokens', { model: ID, text: 'a' }, { [name]: '1' })).ok).toBe(true);
    expect(hub.requests).toEqual([]);
    expect(connections()).toHaveLength(before);
  });

  it('copies a folder from a stick, checked by the list beside it', async () => {
    const stick = path.join(home, 'stick', 'glassbox--mini-bert');
    cpSync(folder, stick, { recursive: true });
    expect((await run('remove', { model: ID })).value).toMatchObject({ model: ID });
    expect(existsSync(folder)).toBe(false);
    expect((await run('install', { model: stick })).value).toMatchObject({ id: ID });
    expect((await run('verify', { model: ID })).value).toMatchObject({ isWhole: true });
    // One damaged on the way takes no place, and what is there stays.
    writeFileSync(path.join(stick, 'vocab.txt'), readFileSync(path.join(stick, 'vocab.txt'), 'utf8').replace('a', 'b'));
    const { error, status } = await run('install', { model: stick });
    expect([status, error.code, error.message]).toEqual([1, 'model-broken', expect.stringContaining('vocab.txt')]);
    expect((await run('verify', { model: ID })).value).toMatchObject({ isWhole: true });
  });

  it('gives folders of one name, or of names that no store takes, places of their own', async () => {
    const names: string[] = [];
    for (const place of ['one/my model', 'two/my model', 'Ümläut', '..x', 'con']) {
      cpSync(MODEL, path.join(home, 'folders', place), { recursive: true });
      const { value } = await run('install', { model: path.join(home, 'folders', place) });
      names.push((value as { model: string }).model);
    }
    expect(names).toEqual(['my-model', 'my-model-2', 'Umlaut', 'x', 'model-con']);
    for (const name of names) expect((await run('remove', { model: name })).ok).toBe(true);
  });

  it('takes no stick whose list cannot be read, and lists nothing by installing it', async () => {
    const stick = path.join(home, 'spoilt');
    cpSync(MODEL, stick, { recursive: true });
    expect(await run('install', { model: stick, list: true })).toMatchObject({ error: { code: 'bad-request' } });
    writeFileSync(path.join(stick, 'glassbox.json'), '{');
    expect(await run('install', { model: stick })).toMatchObject({ error: { code: 'model-broken' } });
    expect(existsSync(path.join(home, 'models', 'spoilt'))).toBe(false);
  });

  it('leaves alone what was put into the store by hand', async () => {
    const own = path.join(home, 'models', 'glassbox--other');
    cpSync(MODEL, own, { recursive: true });
    expect(await run('install', { model: 'glassbox/other' })).toMatchObject({ error: { details: { kind: 'store' } } });
    expect(await run('remove', { model: 'glassbox/other' })).toMatchObject({ error: { code: 'unknown-model' } });
    expect(existsSync(path.join(own, 'vocab.txt'))).toBe(true);
    rmSync(own, { recursive: true });
  });

  it('says before a download that a model would not run, and keeps the form that is there', async () => {
    expect(await run('install', { model: 'glassbox/mamba' })).toMatchObject({ error: { code: 'wrong-architecture' } });
    const listed = (await run('install', { model: 'glassbox/mamba', list: true })).value as {
      variants: { refusal: string }[];
    };
    expect(listed.variants[0]?.refusal).toContain('mamba');
    await run('install', { model: 'glassbox/forms', variant: 'onnx_q4' });
    expect((await run('install', { model: 'glassbox/forms' })).value).toMatchObject({ variant: 'onnx_q4' });
  });

  it('mends an installed model by installing it again, and keeps what else lies there', async () => {
    const file = path.join(folder, 'model.safetensors');
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, -4), Buffer.from('oops')]));
    writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    expect((await run('install', { model: ID })).ok).toBe(true);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    writeFileSync(path.join(folder, 'glassbox.json'), '{');
    expect((await run('verify', {})).value).toMatchObject({ isWhole: false, damaged: ['glassbox--mini-bert'] });
    expect((await run('install', { model: ID })).ok).toBe(true);
    expect((await run('verify', {})).value).toMatchObject({ isWhole: true });
  });

  it('uses what Python has downloaded where it lies', async () => {
    const cached = path.join(home, 'cache', 'models--someone--cached');
    cpSync(MODEL, path.join(cached, 'snapshots', '0'.repeat(40)), { recursive: true });
    const env = { HF_HUB_CACHE: path.join(home, 'cache') };
    expect((await run('tokens', { model: 'someone/cached', text: 'a' }, env)).ok).toBe(true);
    expect(readdirSync(path.join(home, 'cache'))).toEqual(['models--someone--cached']);
  });

  it.each<[string, object, string]>([
    ['install', { model: 'no/such' }, 'download-failed'],
    ['install', { model: 'a/b/c' }, 'bad-request'],
    ['install', { model: ID, variant: 'onnx_q9' }, 'bad-request'],
    ['install', { model: ID, hub: 'ftp://hub.example' }, 'bad-request'],
    ['install', { model: './no/such/folder' }, 'bad-request'],
    ['install', { name: ID }, 'bad-request'],
    ['verify', { model: 'no/such' }, 'unknown-model'],
    ['remove', { model: '../models' }, 'unknown-model'],
    ['remove', { model: 'no/such' }, 'unknown-model'],
  ])('refuses %s %j', async (command, params, code) => {
    expect(await run(command, params)).toMatchObject({ ok: false, status: 1, error: { code } });
  });
});
