/* Several windows at one store, a machine that sleeps, disks that are full or closed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildChild, startChild } from '../../hub/children.js';
import type { Job } from '../../hub/child.js';
import { startHub, type TestHub } from '../../hub/index.js';
import { clientOf, differences, filesOf, install, leftovers, modelFiles, WEIGHTS } from '../../hub/installing.js';

const FILES = modelFiles(2_000_000);
const OTHER = modelFiles(500_000, 50);
const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';
/** Nobody, by whom a folder of root's cannot be written. */
const NOBODY = 65534;

let hub: TestHub;
let work: string;
let script: string;
let folder: string;
let count = 0;

beforeAll(async () => {
  work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-processes-'));
  chmodSync(work, 0o755);
  script = await buildChild(work);
  hub = await startHub({ models: { 'org/model': FILES, 'org/other': OTHER } });
});

beforeEach(() => {
  hub.faults = [];
  hub.requests.length = 0;
  Object.assign(hub.throttle, { bytesPerSecond: Infinity });
  folder = path.join(work, `store-${count++}`);
});

afterAll(async () => {
  await hub.close();
  rmSync(work, { recursive: true });
});

const start = (job: Partial<Job> = {}, command: readonly string[] = [], options = {}) =>
  startChild(
    script,
    { action: 'install', endpoint: hub.endpoint, folder, id: 'org/model', form: 'safetensors', timeouts: {}, ...job },
    command,
    options,
  );

const expectModel = (name: string, files: typeof FILES) =>
  expect(differences(path.join(folder, name), filesOf(files, 'safetensors'))).toEqual([]);

const large = { path: /model\.safetensors/, host: 'cdn' } as const;
const held = () => hub.requests.some(({ fault, sent }) => fault === 'stall' && sent >= 500_000);

describe('two windows', () => {
  it('that install the same model: one does it, the other is told, and has it at once afterwards', async () => {
    hub.faults = [{ ...large, kind: 'stall', at: 500_000, times: 1 }];
    const first = start({ timeouts: { stall: 2 } });
    await hub.until(held);
    const second = await start().ended;
    expect(second?.error).toMatchObject({ code: 'bad-request', details: { kind: 'storeBusy', model: 'org/model' } });
    expect((await first.ended)?.error).toBeNull();
    expectModel('org--model', FILES);
    const asked = hub.requests.filter(({ host }) => host === 'cdn').length;
    expect((await start().ended)?.error).toBeNull();
    expect(hub.requests.filter(({ host }) => host === 'cdn')).toHaveLength(asked);
    expect(leftovers(folder)).toEqual([]);
  });

  it.each([
    ['', false],
    [', at a lock that a crash has left', true],
  ])('that begin at the same moment%s: never two at once, and one succeeds', async (_, isLeft) => {
    const lock = path.join(folder, '.locks/org--model');
    if (isLeft) {
      mkdirSync(lock, { recursive: true });
      writeFileSync(path.join(lock, 'owner.json'), JSON.stringify({ host: os.hostname(), pid: 2 ** 22 + 1 }));
    }
    hub.throttle.bytesPerSecond = 10e6;
    const children = Array.from({ length: 4 }, () => start());
    const ended = await Promise.all(children.map((child) => child.ended));
    const errors = ended.map((one) => one?.error).filter((error) => error !== null);
    for (const error of errors) expect(error).toMatchObject({ details: { kind: 'storeBusy' } });
    expect(errors.length).toBeLessThan(children.length);
    expectModel('org--model', FILES);
    expect(leftovers(folder)).toEqual([]);
    expect(hub.sent(/model\.safetensors\?/)).toBe(2_000_000);
  });

  it('that install different models do not wait for each other', async () => {
    hub.faults = [{ ...large, path: /org\/model\/model\.safetensors/, kind: 'stall', at: 500_000 }];
    const first = start({ timeouts: { stall: 60 } });
    await hub.until(held);
    expect((await start({ id: 'org/other' }).ended)?.error).toBeNull();
    expectModel('org--other', OTHER);
    first.process.kill('SIGKILL');
    await first.ended;
  });

  it('of which one checks or removes what the other installs anew', async () => {
    const { store } = clientOf(hub, folder);
    await install(clientOf(hub, folder), 'org/model');
    hub.faults = [{ path: /model\.onnx/, host: 'cdn', kind: 'stall', at: 500_000, times: 1 }];
    const child = start({ form: 'onnx', timeouts: { stall: 2 } });
    await hub.until(held);
    for (const work of [
      () => store.verify('org--model', false),
      () => store.remove('org--model'),
      () => store.discard('org--model'),
    ]) {
      await expect(work()).rejects.toMatchObject({ details: { kind: 'storeBusy' } });
    }
    // Until then the old one serves.
    expectModel('org--model', FILES);
    expect(await store.list()).toMatchObject([{ variant: 'safetensors' }]);
    expect(await store.unfinished()).toMatchObject([{ variant: 'onnx', isActive: true }]);
    expect((await child.ended)?.error).toBeNull();
    expect(await store.list()).toMatchObject([{ variant: 'onnx' }]);
    expect((await store.verify('org--model', false)).bad).toEqual([]);
    expect(await store.remove('org--model')).toBeGreaterThan(1_000_000);
    expect(leftovers(folder)).toEqual([]);
  });

  it('of which one removes and installs while the other looks, all the time', async () => {
    const { store } = clientOf(hub, folder);
    let isOver = false;
    const looking = (async () => {
      let looks = 0;
      for (; !isOver; looks += 1) {
        const child = (await store.list()).map(({ name }) => name);
        expect(['', 'org--other']).toContain(child.join());
        await store.unfinished();
      }
      return looks;
    })();
    const mine = clientOf(hub, folder);
    const rounds = (async () => {
      for (let round = 0; round < 15; round += 1) {
        await install(mine, 'org/other');
        expectModel('org--other', OTHER);
        await mine.store.remove('org--other');
      }
    })();
    await rounds.finally(() => (isOver = true));
    expect(await looking).toBeGreaterThan(15);
    expect(leftovers(folder)).toEqual([]);
  });
});

describe.skipIf(isWindows)('a machine that sleeps', () => {
  it('in the middle of a file goes on with it', async () => {
    hub.throttle.bytesPerSecond = 2e6;
    const child = start({ timeouts: { stall: 0.5, firstWait: 0.01 } });
    await hub.until(() => hub.sent(/model\.safetensors\?/) > 400_000);
    child.process.kill('SIGSTOP');
    // What the system's buffers take may still go; then the line is silent for longer than a client waits.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    hub.throttle.bytesPerSecond = Infinity;
    child.process.kill('SIGCONT');
    expect((await child.ended)?.error).toBeNull();
    expectModel('org--model', FILES);
    expect(leftovers(folder)).toEqual([]);
  });

  it.each([true, false])('so long that another has taken over leaves it to that one, at work: %s', async (isAtWork) => {
    hub.faults = [{ ...large, kind: 'stall', at: 500_000, times: 2 }];
    const child = start({ timeouts: { stall: 60 } });
    await hub.until(held);
    child.process.kill('SIGSTOP');
    // Its lock is nobody's after ten seconds; as if they had passed.
    const before = new Date(Date.now() - 60_000);
    utimesSync(path.join(folder, '.locks/org--model'), before, before);
    const other = start({ timeouts: { stall: 4 } });
    await hub.until(() => hub.requests.filter(({ fault }) => fault === 'stall').length === 2);
    if (!isAtWork) await other.ended;
    child.process.kill('SIGCONT');
    expect((await child.ended)?.error).toMatchObject({ details: { kind: 'storeBusy' } });
    expect((await other.ended)?.error ?? 'none').toEqual('none');
    expectModel('org--model', FILES);
    expect((await clientOf(hub, folder).store.list()).map(({ name }) => name)).toEqual(['org--model']);
    expect(leftovers(folder)).toEqual([]);
  });
});

describe.skipIf(isWindows)('a disk', () => {
  it('that takes no larger files ends the install with its figures, and the rest goes on elsewhere', async () => {
    // Blocks of 512 bytes, by POSIX; bash counts 1,024.
    const child = start({}, ['sh', '-c', 'ulimit -f 800; exec "$@"', 'sh']);
    const ended = await child.ended;
    expect(ended?.error).toMatchObject({ code: 'bad-request', details: { kind: 'disk', folder } });
    const { store } = clientOf(hub, folder);
    expect(await store.list()).toEqual([]);
    expect(await store.unfinished()).toMatchObject([{ name: 'org--model' }]);
    await store.resume('org--model');
    expectModel('org--model', FILES);
    expect(leftovers(folder)).toEqual([]);
  });

  it.skipIf(!isRoot || spawnSync('unshare', ['-m', 'true']).status !== 0)(
    'that has no room is noticed before anything comes, or when it fills up',
    async () => {
      mkdirSync(folder);
      const mount = (size: string, fill: string) => [
        'unshare',
        '-m',
        'sh',
        '-c',
        `mount -t tmpfs -o size=${size} tmpfs "$0" && ${fill} && exec "$@"`,
        folder,
      ];
      const small = await start({}, mount('1m', 'true')).ended;
      expect(small?.error).toMatchObject({ details: { kind: 'disk', free: expect.any(Number) as unknown } });
      expect(hub.requests.filter(({ host }) => host === 'cdn')).toEqual([]);
      // Somebody else fills the disk while the model comes.
      hub.throttle.bytesPerSecond = 4e6;
      const filling = '(sleep 0.3; head -c 100000000 /dev/zero > "$0/filled" || true) 2>/dev/null & true';
      const filled = await start({}, mount('40m', filling)).ended;
      expect(filled?.error).toMatchObject({ details: { kind: 'disk' } });
    },
  );

  it('that is read-only serves what is there, and says that nothing can be put there', async () => {
    const full = path.join(folder, 'full');
    const empty = path.join(folder, 'empty');
    await install(clientOf(hub, full), 'org/other');
    mkdirSync(empty);
    for (const place of [full, empty]) {
      execFileSync('chmod', ['-R', 'a-w,a+rX', place]);
      const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
      const run = (job: Partial<Job>) => start({ ...job, folder: place }, [], as).ended;
      expect((await run({}))?.error).toMatchObject({ code: 'bad-request', details: { kind: 'store', folder: place } });
      const list = await run({ action: 'list' });
      expect(list?.error).toBeNull();
      expect(list?.value).toEqual(place === full ? ['org--other'] : []);
      if (place === full) {
        expect((await run({ action: 'verify', id: 'org/other' }))?.value).toMatchObject({ bad: [] });
        expect((await run({ action: 'repair', id: 'org/other' }))?.error).toMatchObject({ details: { kind: 'store' } });
      }
      execFileSync('chmod', ['-R', 'u+w', place]);
    }
  });

  it('on which a file stands where the store should be says so', async () => {
    writeFileSync(folder, 'a file');
    const { hub: listing, store } = clientOf(hub, folder);
    expect(await store.list()).toEqual([]);
    const model = await listing.model('org/model');
    await expect(store.install(model, model.variants[0]!)).rejects.toMatchObject({
      details: { kind: 'store', folder },
    });
  });

  it('of a copy that was damaged on its way is noticed, and repaired bit by bit', async () => {
    const client = clientOf(hub, folder);
    await install(client, 'org/model');
    const place = (name: string) => path.join(folder, 'org--model', name);
    rmSync(place('tokenizer.json'));
    writeFileSync(place('config.json'), '{}');
    cpSync(place('model.safetensors'), place('spoilt'));
    execFileSync('truncate', ['-s', '-1', place('model.safetensors')]);
    hub.requests.length = 0;
    const report = await client.store.verify('org--model', true);
    expect(report.bad.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'config.json', problem: 'size' },
      { path: WEIGHTS, problem: 'size' },
      { path: 'tokenizer.json', problem: 'missing' },
    ]);
    expect(hub.requests.some(({ url }) => url.includes('README.md'))).toBe(false);
    rmSync(place('spoilt'));
    expectModel('org--model', FILES);
    expect((await client.store.verify('org--model', false)).bad).toEqual([]);
  });
});
