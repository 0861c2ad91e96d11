import { expect, it } from 'vitest';
import { poolStates } from '../../../src/maths/pooling.js';

const states = Float32Array.from([1, -2, 3, -4, 5, -9]);

it.each([
  ['mean', [3, -5]],
  ['cls', [1, -2]],
  ['sep', [5, -9]],
  ['last', [5, -9]],
  ['max', [5, -2]],
] as const)('three tokens of two dimensions by %s', (pooling, expected) => {
  expect([...poolStates(states, 3, pooling)]).toEqual(expected);
});
