import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { softmax } from '../../../src/maths/softmax.js';
import { minimise } from '../../../src/training/lbfgs.js';
import { classesOf, fitHead } from '../../../src/training/logisticRegression.js';

interface RegressionCase {
  name: string;
  classes: number;
  penalty: number;
  bias: boolean;
  labels: number[];
  /** [rows, width] flat */
  values: number[];
  /** [rows, classes] flat, scikit-learn's */
  probabilities: number[];
}

const file = path.resolve(import.meta.dirname, '../../golden/training/regression.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as RegressionCase[];

it.each(cases)(
  'scikit-learn’s probabilities: $name',
  ({ classes, penalty, bias: hasBias, labels, values, probabilities }) => {
    const width = values.length / labels.length;
    const features = { values: Float32Array.from(values), rows: labels.length, width };
    const rows = labels.map((_, at) => at);
    const head = fitHead(features, rows, labels, { classes, penalty, hasBias });
    if (!hasBias) expect(head.bias.every((one) => one === 0)).toBe(true);
    const told = rows.map((row) => {
      const own = values.slice(row * width, (row + 1) * width);
      return [
        ...softmax(
          Array.from(head.bias, (bias, one) =>
            own.reduce((sum, value, at) => sum + value * head.weights[one * width + at]!, bias),
          ),
        ),
      ];
    });
    told.flat().forEach((probability, at) => expect(probability).toBeCloseTo(probabilities[at]!, 4));
    const best = told.map((one) => one.indexOf(Math.max(...one)));
    expect(classesOf(head, features, rows)).toEqual(best);
  },
);

describe('the least of a function', () => {
  it('of a long valley is found', () => {
    // A quadratic whose axes differ a thousandfold.
    const centre = [3, -2, 0.5];
    const found = minimise(3, (point, gradient) => {
      let sum = 0;
      centre.forEach((value, at) => {
        const scale = 10 ** (at * 1.5);
        gradient[at] = scale * (point[at]! - value);
        sum += 0.5 * scale * (point[at]! - value) ** 2;
      });
      return sum;
    });
    centre.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 5));
  });
});
