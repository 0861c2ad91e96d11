/* A lock that nobody holds any more is taken by one of all who want it. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lock } from '../../../src/hub/lock.js';

const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-lock-'));
afterAll(() => rmSync(work, { recursive: true }));

it('of many who find a stale lock, one has it', async () => {
  for (let round = 0; round < 60; round += 1) {
    const folder = path.join(work, `lock-${round}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'owner.json'), JSON.stringify({ host: 'elsewhere', pid: 1 }));
    const before = new Date(Date.now() - 60_000);
    utimesSync(folder, before, before);
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => lock(folder, 'a model')));
    const taken = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const still = await Promise.all(
      taken.map((one) =>
        one.check().then(
          () => true,
          () => false,
        ),
      ),
    );
    expect(taken).toHaveLength(1);
    expect(still).toEqual([true]);
    await taken[0]!.release();
  }
  expect(readdirSync(work)).toEqual([]);
});
