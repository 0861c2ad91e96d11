import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { principalComponents, symmetricEigen } from '../../../src/maths/principalComponents.js';

const number = fc.double({ min: -10, max: 10, noNaN: true });
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

describe('principal components', () => {
  it('of points on a line: one axis has all of the variance', () => {
    const { scores, shares } = principalComponents(
      [
        [0, 0, 0],
        [1, 2, 2],
        [2, 4, 4],
      ],
      2,
    );
    expect(shares[0]).toBeCloseTo(1, 12);
    expect(shares[1]).toBeCloseTo(0, 12);
    expect([...scores].map((score) => Math.abs(Number(score.toFixed(9))))).toEqual([3, 0, 0, 0, 3, 0]);
  });

  it('keep the distances of points in as many dimensions', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 20 }), (points) => {
        const { scores, shares } = principalComponents(points, 2);
        const at = (index: number) => [scores[2 * index]!, scores[2 * index + 1]!];
        const far = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
        for (let one = 0; one < points.length; one++) {
          expect(far(at(one), at(0))).toBeCloseTo(far(points[one]!, points[0]!), 5);
        }
        expect(shares[0]! + shares[1]!).toBeLessThanOrEqual(1 + 1e-9);
        expect(shares[0]).toBeGreaterThanOrEqual(shares[1]! - 1e-12);
      }),
    );
  });

  it('have axes that have nothing to do with each other, and their largest value on the positive side', () => {
    const row = fc.tuple(number, number, number, number, number);
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 12 }), (points) => {
        const { scores } = principalComponents(points, 2);
        const axis = (which: number) => points.map((_, at) => scores[2 * at + which]!);
        expect(dot(axis(0), axis(1))).toBeCloseTo(0, 4);
        for (const one of [axis(0), axis(1)]) {
          const most = Math.max(...one.map(Math.abs));
          expect(Math.max(...one)).toBeCloseTo(most, 6);
        }
      }),
    );
  });

  it('of one point, of none, and of equal ones are nothing', () => {
    expect(principalComponents([], 2)).toEqual({ scores: new Float64Array(0), shares: [0, 0] });
    expect(principalComponents([[1, 2]], 2)).toEqual({ scores: new Float64Array(2), shares: [0, 0] });
    const { scores, shares } = principalComponents(
      [
        [1, 2],
        [1, 2],
      ],
      2,
    );
    expect([...scores]).toEqual([0, 0, 0, 0]);
    expect(shares).toEqual([0, 0]);
  });
});

it('eigenvectors are turned by the matrix into multiples of themselves', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 36, maxLength: 36 }), (cells) => {
      const size = 6;
      const matrix = Float64Array.from(
        cells,
        (_, at) => cells[at]! + cells[(at % size) * size + Math.floor(at / size)]!,
      );
      const { values, vectors } = symmetricEigen(matrix, size);
      for (let column = 0; column < size; column++) {
        const vector = Array.from({ length: size }, (_, row) => vectors[row * size + column]!);
        expect(dot(vector, vector)).toBeCloseTo(1, 9);
        for (let row = 0; row < size; row++) {
          const turned = dot([...matrix.subarray(row * size, (row + 1) * size)], vector);
          expect(turned).toBeCloseTo(values[column]! * vector[row]!, 6);
        }
      }
    }),
  );
});
