/* What a kill can leave on the disk, made by hand: whoever comes next finds a whole model, and goes on or cleans up. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../hub/index.js';
import { clientOf, differences, filesBelow, filesOf, install, leftovers, modelFiles } from '../../hub/installing.js';

const FILES = modelFiles(300_000);
const NAME = 'org--model';

let hub: TestHub;
let work: string;
let folder: string;
let client: ReturnType<typeof clientOf>;
let count = 0;

beforeAll(async () => {
  work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-states-'));
  hub = await startHub({ models: { 'org/model': FILES } });
  await install(clientOf(hub, path.join(work, 'whole')), 'org/model');
});

beforeEach(() => {
  hub.faults = [];
  folder = path.join(work, `store-${count++}`);
  client = clientOf(hub, folder);
});

afterAll(async () => {
  await hub.close();
  rmSync(work, { recursive: true });
});

const inFolder = (...way: string[]) => path.join(folder, ...way);
const content = () => inFolder('.incoming', NAME, 'content');

/** Stops an install when some of its weights are there. */
async function stopped(form: 'safetensors' | 'onnx'): Promise<void> {
  hub.faults = [{ path: /\.(safetensors|onnx)/, host: 'cdn', kind: 'cut', at: 10_000 }];
  await expect(install(client, 'org/model', form)).rejects.toMatchObject({ code: 'download-failed' });
  hub.faults = [];
}

/** As it is when the window ends after all came, and before it is in its place. */
async function allThere(): Promise<void> {
  await stopped('safetensors');
  rmSync(content(), { recursive: true });
  cpSync(path.join(work, 'whole', NAME), content(), { recursive: true });
}

/** As it is when the window ends after the old model was taken away, and before the new one is in its place. */
async function between(): Promise<void> {
  await install(client, 'org/model', 'onnx');
  await allThere();
  renameSync(inFolder(NAME), inFolder('.incoming', NAME, 'replaced'));
}

async function expectForm(form: 'safetensors' | 'onnx' | null): Promise<void> {
  const models = await client.store.list();
  expect(models.map(({ variant }) => variant)).toEqual(form === null ? [] : [form]);
  if (form !== null) expect(differences(inFolder(NAME), filesOf(FILES, form))).toEqual([]);
  else expect(existsSync(inFolder(NAME))).toBe(false);
}

describe.each([
  ['all came', allThere],
  ['the old model was taken away', between],
])('a window that ends when %s', (_, make) => {
  beforeEach(make);

  it('leaves a model that is put into its place by whoever looks', async () => {
    await expectForm('safetensors');
    expect(await client.store.unfinished()).toEqual([]);
    expect(leftovers(folder)).toEqual([]);
  });

  it('leaves a model that is there after the same install', async () => {
    const asked = hub.requests.length;
    await install(client, 'org/model');
    expect(hub.requests.slice(asked).filter(({ host }) => host === 'cdn')).toEqual([]);
    await expectForm('safetensors');
    expect(leftovers(folder)).toEqual([]);
  });

  it('and then another form is stopped', async () => {
    await stopped('onnx');
    await expectForm('safetensors');
    expect(await client.store.unfinished()).toMatchObject([{ variant: 'onnx' }]);
    await client.store.resume(NAME);
    await expectForm('onnx');
  });

  it('and then what was begun is thrown away', async () => {
    await client.store.discard(NAME);
    await expectForm('safetensors');
    expect(leftovers(folder)).toEqual([]);
  });

  it('and then it is removed', async () => {
    await client.store.remove(NAME);
    await expectForm(null);
    expect(leftovers(folder)).toEqual([]);
  });
});

const SHARED = '/dev/shm';
const hasOtherDisk = existsSync(SHARED) && statSync(SHARED).dev !== statSync(os.tmpdir()).dev;

describe.skipIf(!hasOtherDisk)('a move to another disk', () => {
  it('shows no model there before all of it has come, and loses none when it is stopped', async () => {
    const other = mkdtempSync(path.join(SHARED, 'glassbox-states-'));
    try {
      await install(client, 'org/model');
      await stopped('onnx');
      const stop = new AbortController();
      const ended = client.store.moveTo(other, { onProgress: () => stop.abort(), signal: stop.signal });
      await expect(ended).rejects.toThrow();
      expect(filesBelow(other)).toEqual([]);
      await expectForm('safetensors');

      const seen: string[] = [];
      const moved = await client.store.moveTo(other, { onProgress: () => seen.push(...filesBelow(other)) });
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.filter((name) => !name.startsWith('.moving/'))).toEqual([]);
      expect(differences(path.join(other, NAME), filesOf(FILES, 'safetensors'))).toEqual([]);
      expect(filesBelow(folder)).toEqual([]);
      await moved.resume(NAME);
      expect(differences(path.join(other, NAME), filesOf(FILES, 'onnx'))).toEqual([]);
      expect(leftovers(other)).toEqual([]);
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});

describe('what a kill leaves', () => {
  it('of files without their plan goes', async () => {
    await stopped('safetensors');
    rmSync(inFolder('.incoming', NAME, 'plan.json'));
    await expectForm(null);
    expect(await client.store.unfinished()).toEqual([]);
    expect(leftovers(folder)).toEqual([]);
  });

  it('of a removal goes', async () => {
    cpSync(path.join(work, 'whole', NAME), inFolder('.trash', `${NAME}-1-1`), { recursive: true });
    await expectForm(null);
    expect(leftovers(folder)).toEqual([]);
  });

  it('of a repair goes on, or goes with the model', async () => {
    await install(client, 'org/model');
    writeFileSync(inFolder(NAME, 'model.safetensors'), 'spoilt');
    hub.faults = [{ path: /safetensors/, host: 'cdn', kind: 'cut', at: 10_000 }];
    await expect(client.store.verify(NAME, true)).rejects.toMatchObject({ code: 'download-failed' });
    hub.faults = [];
    expect(await client.store.list()).toHaveLength(1);
    expect(await client.store.verify(NAME, true)).toMatchObject({ repaired: ['model.safetensors'] });
    await expectForm('safetensors');
    expect(leftovers(folder)).toEqual([]);

    writeFileSync(inFolder(NAME, 'model.safetensors'), 'spoilt');
    hub.faults = [{ path: /safetensors/, host: 'cdn', kind: 'cut', at: 10_000 }];
    await expect(client.store.verify(NAME, true)).rejects.toMatchObject({ code: 'download-failed' });
    await client.store.remove(NAME);
    await expectForm(null);
    expect(leftovers(folder)).toEqual([]);
  });

  it('of a file with other bytes than they were is noticed', async () => {
    await stopped('safetensors');
    const part = path.join(content(), 'model.safetensors.part');
    writeFileSync(part, Buffer.alloc(100_000));
    await client.store.resume(NAME);
    await expectForm('safetensors');
    await stopped('onnx');
    writeFileSync(path.join(content(), 'onnx/model.onnx.part'), Buffer.alloc(10_000_000));
    await client.store.resume(NAME);
    await expectForm('onnx');
  });

  it('of a file that came whole, and was spoilt twice, is not kept', async () => {
    hub.faults = [{ path: /safetensors/, host: 'cdn', kind: 'zeros' }];
    await expect(install(client, 'org/model')).rejects.toMatchObject({ details: { problem: 'digest' } });
    expect(readdirSync(content())).not.toContain('model.safetensors.part');
  });

  it.each([
    ['nobody has signed', null],
    ['a process had that is gone', { host: os.hostname(), pid: 2 ** 22 + 1 }],
    ['another machine had', { host: 'elsewhere', pid: process.pid }],
  ])('of a lock that %s is taken over when its time is up', async (_, owner) => {
    const lock = inFolder('.locks', NAME);
    mkdirSync(lock, { recursive: true });
    if (owner) writeFileSync(path.join(lock, 'owner.json'), JSON.stringify(owner));
    const isGone = owner?.host === os.hostname();
    if (!isGone) {
      await expect(install(client, 'org/model')).rejects.toMatchObject({ details: { kind: 'storeBusy' } });
      const before = new Date(Date.now() - 60_000);
      utimesSync(lock, before, before);
    }
    await install(client, 'org/model');
    await expectForm('safetensors');
    expect(leftovers(folder)).toEqual([]);
  });
});
