import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkParams,
  type Params,
  type PretrainingProgress,
  type PretrainValue,
} from '../../../src/protocol/engine/index.js';
import { Random } from '../../../src/decoding/sampling/random.js';
import { pretrain } from '../../../src/engine/training/pretraining/pretrain.js';
import { workFolder } from '../engineOf.js';

const MOMENTS = 50;
const { work } = workFolder('resume');
const text = 'The dog sees the moon. A cat likes a house. My bird finds the river. '.repeat(4);
let count = 0;
const settingsOf = (more: Partial<Params<'pretrain'>> = {}) =>
  checkParams('pretrain', {
    ...{ text, folder: path.join(work, `made-${count++}`), layers: 1, width: 8, heads: 2, length: 8, batchSize: 2 },
    ...{ steps: 12, every: 5, sampleLength: 3, seed: 4, ...more },
  });

/** Moments of the run before. */
let at = 0;

/** What an ended process is like: at the moment of this number, nothing more happens. @param moment Infinity: never */
async function runUntil(
  settings: ReturnType<typeof settingsOf>,
  moment: number,
  report: (progress: PretrainingProgress) => void = () => {},
): Promise<PretrainValue | null> {
  at = 0;
  const pause = () => (at++ >= moment ? Promise.reject(new Error('killed')) : Promise.resolve());
  const control = { pause, isStopped: () => false, report };
  return pretrain(settings, control, { threads: 1, limit: 1e9, interval: 0 }).catch((error: Error) => {
    if (error.message !== 'killed') throw error;
    return null;
  });
}

/** What one was that is not told of its ways: neither places nor times. */
const seen = ({ learners, text: own, frequencyLoss }: PretrainValue) => ({
  ...{ own, frequencyLoss },
  learners: learners.map((learner) => ({ ...learner, folder: '' })),
});
const weights = ({ learners }: PretrainValue) =>
  learners.map(({ folder }) => readFileSync(path.join(folder!, 'model.safetensors')).toString('base64'));

/** What a kill leaves within a write: parts of files beside those that count, or nothing. */
function breakOff(run: string, random: Random): void {
  if (!existsSync(run)) mkdirSync(run);
  switch (Math.floor(random.uniform() * 3)) {
    case 0:
      return writeFileSync(path.join(run, 'run.json.part'), '{"fingerprint":');
    case 1:
      return writeFileSync(path.join(run, 'numbers-999.safetensors'), Buffer.alloc(100, 1));
  }
}

describe('a run that is broken off', () => {
  it(`at ${MOMENTS} moments by chance is gone on with, to the last bit as if nothing had been`, async () => {
    const whole = (await runUntil(settingsOf(), Infinity))!;
    const moments = at;
    const random = new Random(11);
    let resumed = 0;
    for (let one = 0; one < MOMENTS; one++) {
      const run = path.join(work, `run-${one}`);
      const settings = settingsOf({ run });
      const first = Math.floor(random.uniform() * moments);
      expect(await runUntil(settings, first)).toBeNull();
      breakOff(run, random);
      if (one % 3 === 0) {
        // Once more, in what was gone on with: so much at least was left to do.
        expect(await runUntil(settings, Math.floor(random.uniform() * (moments - first)))).toBeNull();
        breakOff(run, random);
      }
      const value = (await runUntil(settings, Infinity))!;
      resumed += value.resumedAt === undefined ? 0 : 1;
      expect(seen(value)).toEqual(seen(whole));
      expect(weights(value)).toEqual(weights(whole));
      expect(value.lost).toBeUndefined();
      expect(existsSync(run)).toBe(false);
    }
    expect(resumed).toBeGreaterThan(MOMENTS / 2);
  }, 180_000);

  it('tells what came before with what it tells first, so that its curves are whole', async () => {
    const settings = settingsOf({ run: path.join(work, 'past') });
    expect(await runUntil(settings, 40)).toBeNull();
    const told: PretrainingProgress[] = [];
    const value = (await runUntil(settings, Infinity, (progress) => told.push(progress)))!;
    const past = told[0]!.begun!.past!;
    expect(told[0]!.done).toBe(value.resumedAt);
    expect(past.map(({ learner }) => learner)).toEqual(['decoder', 'encoder']);
    for (const [index, { learner, ...before }] of past.entries()) {
      const whole = value.learners[index]!;
      const of = <T extends { learner: string }>(found: readonly T[]) => found.filter((one) => one.learner === learner);
      const steps = told.flatMap((one) => of(one.steps));
      expect(before.losses).toHaveLength(value.resumedAt!);
      expect([...before.losses, ...steps.map(({ loss }) => loss)]).toEqual(whole.losses);
      expect([...before.gradientNorms, ...steps.map(({ gradientNorm }) => gradientNorm)]).toEqual(whole.gradientNorms);
      expect(before.tokens).toEqual(whole.tokens.slice(0, value.resumedAt));
      const judgements = told.flatMap((one) => of(one.judgements ?? []));
      expect([...before.judgements, ...judgements]).toEqual(whole.judgements);
      expect([...before.samples, ...told.flatMap((one) => of(one.samples ?? []))]).toEqual(whole.samples);
    }
    told.length = 0;
    await runUntil(settingsOf(), Infinity, (progress) => told.push(progress));
    expect(told[0]!.begun).not.toHaveProperty('past');
  });

  it('is told of where it was of something else, or cannot be read, and begun anew', async () => {
    const run = path.join(work, 'other');
    await runUntil(settingsOf({ run }), 25);
    expect(await runUntil(settingsOf({ run, seed: 5 }), Infinity)).toMatchObject({
      lost: expect.any(Number) as number,
    });
    await runUntil(settingsOf({ run }), 25);
    const numbers = readdirSync(run).find((name) => name.endsWith('.safetensors'))!;
    truncateSync(path.join(run, numbers), 50);
    const value = (await runUntil(settingsOf({ run }), Infinity))!;
    expect(value.lost).toBeNull();
    expect(value.learners[0]!.losses).toHaveLength(12);
  });

  it('that cannot be kept goes on, and says why', async () => {
    const file = path.join(work, 'file');
    writeFileSync(file, '');
    const value = (await runUntil(settingsOf({ run: path.join(file, 'run') }), Infinity))!;
    expect(value.notKept).toMatch(/ENOTDIR/);
    expect(value.learners[0]!.losses).toHaveLength(12);
  });

  it('when its models cannot be put in place keeps what was learnt', async () => {
    const run = path.join(work, 'full');
    const settings = settingsOf({ run });
    const report = () => {
      mkdirSync(`${settings.folder}-gpt/in-the-way`, { recursive: true });
    };
    const control = { pause: () => Promise.resolve(), isStopped: () => false, report };
    await expect(pretrain(settings, control, { threads: 1, limit: 1e9 })).rejects.toMatchObject({
      details: { kind: 'store' },
    });
    const again = (await runUntil(settingsOf({ run }), Infinity))!;
    expect(again.resumedAt).toBe(12);
  });
});
