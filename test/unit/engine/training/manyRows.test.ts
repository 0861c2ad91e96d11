import { describe, expect, it } from 'vitest';
import { checkParams } from '../../../../src/protocol/engine/index.js';
import { heldBits } from '../../../../src/engine/training/adapting/heldBits.js';
import { readFeatures, type Run } from '../../../../src/engine/training/classifierRun.js';
import { judged, type Trainable } from '../../../../src/engine/training/fineTune.js';
import type { Trainer } from '../../../../src/engine/training/trainer.js';

/** More rows than fit on the stack as a call's arguments. */
const COUNT = 200_000;
const rows = Array.from({ length: COUNT }, (_, at) => (at === 7 ? [1, 2, 3] : [1]));
const control = { pause: () => Promise.resolve(), isStopped: () => false, report: () => {} };

/** Notes the length by which rows are read together. */
function fake() {
  const seen: number[] = [];
  const rowsAtOnce = (length: number) => {
    seen.push(length);
    return 16;
  };
  return { seen, rowsAtOnce };
}

describe('200,000 rows', () => {
  const classes = rows.map((_, at) => at % 2);
  const lines = { rows, classes, labels: ['a', 'b'], cut: [] };

  it('are read for the head', async () => {
    const { seen, rowsAtOnce } = fake();
    const reader = {
      rowsAtOnce,
      features: ({ rows: own }: { rows: readonly unknown[] }) => Promise.resolve(new Float32Array(own.length)),
    } as unknown as Trainer;
    const settings = checkParams('train', { examples: [], folder: '/none' });
    const found = await readFeatures(reader, { lines, settings, control } as unknown as Run);
    expect({ rows: found.rows, seen }).toEqual({ rows: COUNT, seen: [3] });
  });

  it('are judged by', async () => {
    const { seen, rowsAtOnce } = fake();
    const trainer = {
      rowsAtOnce,
      logits: ({ rows: own }: { rows: readonly unknown[] }) => Promise.resolve(new Float32Array(2 * own.length)),
    } as unknown as Trainable;
    const places = rows.map((_, at) => at);
    const { loss, right } = await judged(trainer, lines, places, control);
    // Where all classes are as probable each counts as told.
    expect({ right, seen }).toEqual({ right: COUNT, seen: [3] });
    expect(loss).toBeCloseTo(Math.LN2, 6);
  });

  it('are told token by token', async () => {
    const { seen, rowsAtOnce } = fake();
    const trainer = {
      rowsAtOnce,
      logits: ({ rows: own }: { rows: readonly (readonly number[])[] }) =>
        Promise.resolve(new Float32Array(2 * own.length * Math.max(...own.map(({ length }) => length)))),
    } as unknown as Trainer;
    const labels = rows.flatMap((row) => row.map(() => 0));
    const found = await heldBits(trainer, { rows, labels }, labels.length, control.pause);
    expect(seen).toEqual([3]);
    expect(found.bitsPerToken).toBeCloseTo(1, 6);
  });
});
