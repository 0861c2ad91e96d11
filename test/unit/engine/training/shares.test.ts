/* Lines that are the same to a model are learnt from or judged by, never both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../../../src/engine/training/classifierRun.js';

/** Lines, of which many are the same, with classes of their own. */
const lines = fc
  .array(fc.record({ row: fc.integer({ min: 0, max: 5 }), one: fc.integer({ min: 0, max: 2 }) }), { minLength: 1 })
  .map((all) => ({ rows: all.map(({ row }) => [101, row, 102]), classes: all.map(({ one }) => one) }));

describe.each([
  ['held out', { heldOut: 0.3 }],
  ['cross-validation', { heldOut: 0.2, folds: 3 }],
])('lines of %s', (_, settings) => {
  it('share no row with those that are learnt from, and none is lost', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (given, seed) => {
        const { judged, kept } = sharesOf(given, { ...settings, seed });
        for (const { learnt, held } of [...judged, kept]) {
          const seen = new Set(learnt.map((at) => String(given.rows[at])));
          expect(held.filter((at) => seen.has(String(given.rows[at])))).toEqual([]);
          expect([...learnt, ...held].sort((one, other) => one - other)).toEqual(given.rows.map((__, at) => at));
        }
      }),
    );
  });
});

it('each line is told once by cross-validation', () => {
  const rows = [1, 2, 2, 3, 4, 4, 4, 5].map((id) => [id]);
  const { judged } = sharesOf({ rows, classes: rows.map((_, at) => at % 2) }, { seed: 1, heldOut: 0.2, folds: 3 });
  expect(judged.flatMap(({ held }) => held).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
