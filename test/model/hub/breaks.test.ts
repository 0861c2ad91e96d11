/* A break at any byte: what came before it is gone on from, and little of it is sent twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub, type Fault, type TestHub } from '../../hub/index.js';
import { clientOf, differences, filesOf, leftovers, modelFiles, WEIGHTS } from '../../hub/installing.js';

const SIZE = 1_500_000;
const FILES = modelFiles(SIZE);
/** 40 installs with 5 breaks each */
const [INSTALLS, BREAKS] = [40, 5];
const TWICE = 1_000_000;

let hub: TestHub;
let work: string;

beforeAll(async () => {
  work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-breaks-'));
  // At an unlimited rate megabytes lie in the system's buffers, which a break throws away.
  hub = await startHub({ models: { 'org/model': FILES }, throttle: { bytesPerSecond: 10e6 } });
});

afterAll(async () => {
  await hub.close();
  rmSync(work, { recursive: true });
});

/** Where the hub, or the user, breaks off. */
interface Break {
  kind: 'cut' | 'endEarly' | 'chunked' | 'cancel';
  /** in the file of weights */
  at: number;
}

const anyBreak: fc.Arbitrary<Break> = fc.record({
  kind: fc.constantFrom('cut', 'endEarly', 'chunked', 'cancel'),
  at: fc.integer({ min: 0, max: SIZE - 1 }),
});

const weights = /model\.safetensors\?/;
const asked = () => hub.requests.filter(({ host, url }) => host === 'cdn' && weights.test(url));

/** Installs a model through breaks, in their order in the file. */
async function installThrough(breaks: readonly Break[], folder: string): Promise<void> {
  const { hub: client } = clientOf(hub, folder);
  const model = await client.model('org/model');
  const variant = model.variants.find(({ name }) => name === 'safetensors')!;
  const left = [...breaks].sort((one, other) => one.at - other.at);
  for (;;) {
    // The next breaks up to one by the user, each in the part that is left then.
    const until = left.findIndex(({ kind }) => kind === 'cancel');
    const now = left.splice(0, until < 0 ? left.length : until + 1);
    let before = asked().at(-1) ? asked().at(-1)!.from + asked().at(-1)!.sent : 0;
    hub.faults = now.flatMap(({ kind, at }): Fault[] => {
      const bytes = Math.max(0, at - before);
      before = Math.max(before, at);
      return kind === 'cancel' ? [] : [{ path: weights, host: 'cdn', kind, at: bytes, times: 1 }];
    });
    const cancel = now.find(({ kind }) => kind === 'cancel');
    const stop = new AbortController();
    if (cancel) {
      const isThere = () => asked().some(({ from, sent }) => from + sent >= cancel.at);
      void hub.until(isThere).then(() => stop.abort());
    }
    // As another window would: nothing is remembered but what is on the disk.
    const { store } = clientOf(hub, folder, { timeouts: { tries: BREAKS + 3 } });
    const end = await store.install(model, variant, { signal: stop.signal }).then(
      () => 'whole',
      (error: { code: string }) => error.code,
    );
    if (end === 'whole') break;
    expect(end).toBe('cancelled');
  }
}

it(`is whole after each of ${INSTALLS * BREAKS} breaks at random bytes`, { timeout: 120_000 }, async () => {
  let [breaks, twice, count] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(anyBreak, { minLength: BREAKS, maxLength: BREAKS }), async (all) => {
      const folder = path.join(work, `store-${count++}`);
      hub.requests.length = 0;
      await installThrough(all, folder);
      expect(differences(path.join(folder, 'org--model'), filesOf(FILES, 'safetensors'))).toEqual([]);
      expect(leftovers(folder)).toEqual([]);
      const answers = asked();
      for (const [index, { from, sent }] of answers.slice(0, -1).entries()) {
        const again = from + sent - answers[index + 1]!.from;
        expect(again).toBeGreaterThanOrEqual(0);
        expect(again).toBeLessThanOrEqual(TWICE);
        twice = Math.max(twice, again);
      }
      breaks += answers.length - 1;
      rmSync(folder, { recursive: true });
    }),
    { numRuns: INSTALLS, seed: 18, endOnFailure: true },
  );
  console.log(`${breaks} breaks of ${WEIGHTS}; at most ${twice} bytes were sent twice after one`);
  // A cancellation may come when all is there.
  expect(breaks).toBeGreaterThan(INSTALLS * BREAKS * 0.8);
});
