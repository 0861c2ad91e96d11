import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RunKeeper } from '../../../../src/engine/training/runKeeper.js';

const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-keeper-'));
afterAll(() => rmSync(work, { recursive: true }));

let count = 0;
const placeOf = () => path.join(work, `run-${count++}`);
const state = { step: 3, record: null, tensors: new Map([['values', Float32Array.of(1, 2)]]) };

async function kept(folder: string): Promise<RunKeeper> {
  const { keeper } = await RunKeeper.open(folder, 'own');
  await keeper.keep(state);
  return keeper;
}

describe('a run that is over', () => {
  it('leaves nothing, not even its folder', async () => {
    const folder = placeOf();
    const keeper = await kept(folder);
    // What a kill left of writing.
    writeFileSync(path.join(folder, 'numbers-7.safetensors'), 'half');
    writeFileSync(path.join(folder, 'run.json.part'), '{');
    await keeper.remove();
    expect(existsSync(folder)).toBe(false);
  });

  it("leaves the folder, and what in it is not the run's", async () => {
    const folder = placeOf();
    const keeper = await kept(folder);
    writeFileSync(path.join(folder, 'thesis.txt'), 'years of work');
    writeFileSync(path.join(folder, 'numbers-7.csv'), '1');
    await keeper.remove();
    expect(readdirSync(folder).sort()).toEqual(['numbers-7.csv', 'thesis.txt']);
    expect(readFileSync(path.join(folder, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('that was kept nowhere has nothing to remove', async () => {
    const { keeper } = await RunKeeper.open(undefined, 'own');
    await expect(keeper.remove()).resolves.toBeUndefined();
    const none = placeOf();
    await (await RunKeeper.open(none, 'own')).keeper.remove();
    expect(existsSync(none)).toBe(false);
  });
});

it('is not kept in a folder that depends on where the process is', async () => {
  await expect(RunKeeper.open('run', 'own')).rejects.toMatchObject({
    code: 'bad-request',
    details: { kind: 'store', folder: 'run' },
  });
});
