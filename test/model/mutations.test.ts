import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allMutations, sampleOf } from '../../bench/mutations/index.js';
import { KINDS } from '../../bench/mutations/mutation.js';
import { MutationRunner } from '../../bench/mutations/run.js';

/** `npm run bench -- mutations` runs all, with every method. */
const SAMPLE = 450;
const METHODS = 2;

const root = path.resolve(import.meta.dirname, '../..');
const runner = new MutationRunner(root, path.join(root, 'dist/engine.js'), 20_000, METHODS);
afterAll(() => runner.dispose());

const all = allMutations();
const sample = sampleOf(all, SAMPLE);

describe('a folder of a model with something wrong in it', () => {
  it('has a name of its own among thousands', () => {
    expect(new Set(all.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(2600);
    expect(sample.length).toBeGreaterThanOrEqual(SAMPLE - KINDS.length);
  });

  it.each(KINDS)(
    'neither ends, blocks nor fills the engine, nor gives an answer without numbers, and is told by file and field: %s',
    async (kind) => {
      const faults: string[] = [];
      for (const mutation of sample.filter((one) => one.kind === kind)) {
        const outcome = await runner.run(mutation);
        if (outcome.faults.size > 0) faults.push(`${mutation.name}: ${[...outcome.faults].join(', ')}`);
      }
      expect(faults).toEqual([]);
    },
    600_000,
  );
});
