import { expect, it } from 'vitest';
import { pairsBySpread } from '../../../src/maths/pairSpread.js';

/** A symmetric matrix from what stands above its diagonal. */
const matrix = (ab: number, ac: number, bc: number) => [
  [1, ab, ac],
  [ab, 1, bc],
  [ac, bc, 1],
];

it('lists pairs by how differently measures place them, whatever their scales', () => {
  const pairs = pairsBySpread([matrix(0.99, 0.98, 0.97), matrix(0.1, 0.5, 0.9), matrix(0.2, 0.1, 0)]);
  expect(pairs.map(({ a, b, spread }) => [a, b, spread])).toEqual([
    [0, 1, 1],
    [1, 2, 1],
    [0, 2, 0],
  ]);
  expect(pairs[0]).toMatchObject({ values: [0.99, 0.1, 0.2], standings: [1, 0, 1] });
});

it('gives pairs that are equally near one place', () => {
  for (const { standings, spread } of pairsBySpread([matrix(0.5, 0.5, 0.5), matrix(0.1, 0.1, 0.1)])) {
    expect(standings).toEqual([0, 0]);
    expect(spread).toBe(0);
  }
});

it('takes what differs by the rounding of 32 bits for equal', () => {
  const pairs = pairsBySpread([matrix(1, 0.99999994, 0.9999999), matrix(0.3000001, 0.3, 0.9)]);
  expect(pairs.map(({ standings }) => standings)).toEqual([
    [0, 1],
    [0, 0],
    [0, 0],
  ]);
});

it('knows two items, and none', () => {
  expect(
    pairsBySpread([
      [
        [1, 0.5],
        [0.5, 1],
      ],
    ]),
  ).toEqual([{ a: 0, b: 1, values: [0.5], standings: [0], spread: 0 }]);
  expect(pairsBySpread([[[1]]])).toEqual([]);
  expect(pairsBySpread([])).toEqual([]);
});
