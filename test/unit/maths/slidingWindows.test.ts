import { expect, it } from 'vitest';
import { slidingWindows } from '../../../src/maths/slidingWindows.js';

it.each([
  [3, 4, 2, [[0, 3]]],
  [4, 4, 2, [[0, 4]]],
  [
    5,
    4,
    2,
    [
      [0, 4],
      [2, 5],
    ],
  ],
  [
    10,
    4,
    3,
    [
      [0, 4],
      [3, 7],
      [6, 10],
    ],
  ],
  [
    9,
    4,
    4,
    [
      [0, 4],
      [4, 8],
      [8, 9],
    ],
  ],
] as const)('%i tokens in windows of %i, %i apart', (length, size, stride, expected) => {
  expect(slidingWindows(length, size, stride).map(({ start, end }) => [start, end])).toEqual(expected);
});
