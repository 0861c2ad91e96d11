import { describe, expect, it } from 'vitest';
import { largestDifferences, rowDifference, subtractMaps } from '../../../src/attention/mapDifference.js';

const map = (rows: number[][], reach: number[] | null = null) => ({
  matrix: { queries: rows.length, keys: rows[0]?.length ?? 0, values: Float32Array.from(rows.flat()) },
  reach,
});

const one = map([
  [0.5, 0.25, 0.25],
  [0, 1, 0],
]);
const other = map([
  [0.25, 0.75],
  [0.5, 0.5],
  [1, 0],
]);

describe('the difference of two maps', () => {
  it('is taken where rows and columns match', () => {
    // rows 0–1 and 1–2, columns 0–0 and 2–1
    const found = subtractMaps(
      one,
      other,
      [
        [0, 1],
        [1, 2],
      ],
      [
        [0, 0],
        [2, 1],
      ],
    );
    expect([...found.values]).toEqual([0, -0.25, -1, 0]);
    expect(found.count).toBe(4);
    expect(found.meanAbsolute).toBe(1.25 / 4);
    expect(largestDifferences(one, other, found, 5)).toEqual([
      { row: 1, column: 0, one: 0, other: 1, difference: -1 },
      { row: 0, column: 1, one: 0.25, other: 0.5, difference: -0.25 },
    ]);
    expect(largestDifferences(one, other, found, 1)).toHaveLength(1);
  });

  it('leaves out what a mask hides in either: its zero is no weight', () => {
    const causal = map(
      [
        [1, 0],
        [0.5, 0.5],
      ],
      [1, 2],
    );
    const open = map([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const same = [
      [0, 0],
      [1, 1],
    ] as const;
    for (const [a, b] of [
      [causal, open],
      [open, causal],
    ] as const) {
      const found = subtractMaps(a, b, same, same);
      expect(found.count).toBe(3);
      expect(found.values[1]).toBeNaN();
      expect(found.meanAbsolute).toBeCloseTo(0.5 / 3, 12);
      expect(largestDifferences(a, b, found, 5)).toHaveLength(1);
    }
  });

  it('has no mean where nothing matches', () => {
    expect(subtractMaps(one, other, [], [[0, 0]])).toMatchObject({ count: 0, meanAbsolute: null });
  });

  it('is of two rows of one map, too: two occurrences of a word', () => {
    const found = rowDifference(
      one,
      one,
      [0, 1],
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    );
    expect(found.map(({ difference }) => difference)).toEqual([0.5, -0.75, 0.25]);
  });
});
