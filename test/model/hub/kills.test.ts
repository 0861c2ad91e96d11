/* The window, the console or the machine ends at any moment: what is there is the old model, the new one, or what a resume needs. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../../src/decoding/sampling/random.js';
import { buildChild, startChild, type Child } from '../../hub/children.js';
import { startHub, type TestHub } from '../../hub/index.js';
import { clientOf, differences, filesOf, install, leftovers, modelFiles } from '../../hub/installing.js';

const FILES = modelFiles(3_000_000);
const OTHER = modelFiles(100_000, 50);
const KILLS = 50;

let hub: TestHub;
let work: string;
let folder: string;
let script: string;

beforeAll(async () => {
  work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-kills-'));
  folder = path.join(work, 'store');
  script = await buildChild(work);
  hub = await startHub({ models: { 'org/model': FILES, 'org/other': OTHER }, throttle: { bytesPerSecond: 20e6 } });
  await install(clientOf(hub, folder), 'org/other');
});

afterAll(async () => {
  await hub.close();
  rmSync(work, { recursive: true });
});

const formOf = (round: number) => (round % 2 === 0 ? 'safetensors' : 'onnx');

const startInstall = (round: number): Child =>
  startChild(script, {
    action: 'install',
    endpoint: hub.endpoint,
    folder,
    id: 'org/model',
    form: formOf(round),
    timeouts: {},
  });

it(`is whole or not there after each of ${KILLS} kills`, { timeout: 240_000 }, async () => {
  // The same moments in each run, as far as the machine lets them be.
  const random = new Random(18);
  const client = clientOf(hub, folder);
  /** the form that is there, as far as it is known */
  let [kills, whole, round, busy] = [0, 0, 0, 0];
  while (kills < KILLS) {
    const child = startInstall(round);
    // Some while it downloads, some in its last moments, when it puts things into their places.
    const moment = random.uniform();
    const bytes = random.uniform() * 3e6;
    if (moment < 0.6) await child.said((line) => line.event === 'progress' && line.done >= bytes);
    else await child.said((line) => line.event === 'progress' && line.phase === 'installing');
    if (moment >= 0.8) await new Promise((resolve) => setTimeout(resolve, random.uniform() * 8));
    child.process.kill('SIGKILL');
    const ended = await child.ended;
    if (ended === null) kills += 1;
    // A process that was killed before it had signed its lock leaves a nameless one for ten seconds.
    else if (ended.error) {
      expect(ended.error.details).toMatchObject({ kind: 'storeBusy' });
      busy += 1;
    } else whole += 1;

    const models = await client.store.list();
    const model = models.find(({ name }) => name === 'org--model');
    const form = model?.variant === 'onnx' ? 'onnx' : 'safetensors';
    if (model) expect(differences(model.folder, filesOf(FILES, form))).toEqual([]);
    else expect(existsSync(path.join(folder, 'org--model'))).toBe(false);
    expect(models.map(({ name }) => name)).toContain('org--other');
    // Now and then another form is asked for, in the middle of the one before.
    if (model?.variant === formOf(round) || random.uniform() < 0.15) round += 1;
  }
  const last = await startInstall(round).ended;
  expect(last?.error).toBeNull();
  expect(differences(path.join(folder, 'org--model'), filesOf(FILES, formOf(round)))).toEqual([]);
  expect(differences(path.join(folder, 'org--other'), filesOf(OTHER, 'safetensors'))).toEqual([]);
  expect((await client.store.list()).map(({ name }) => name)).toEqual(['org--model', 'org--other']);
  expect(await client.store.unfinished()).toEqual([]);
  expect(leftovers(folder)).toEqual([]);
  console.log(`${kills} kills; ${whole} were too late, ${busy} met a lock that was not signed`);
});
