import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/decoding/sampling/random.js';
import { AdamW, clipFactor, gradientNorm } from '../../../src/training/adamW.js';
import { batches, evenOrder, evenParts, heldOut, normals, shuffled } from '../../../src/training/chance.js';
import { calibrate, judge } from '../../../src/training/judgement.js';
import { Parameters } from '../../../src/training/parameters.js';
import { linearSchedule } from '../../../src/training/schedule.js';

const classes = fc.array(fc.nat(3), { minLength: 8, maxLength: 60 });

describe('parameters', () => {
  it('lie one behind the other, and parts are no copies', () => {
    const parameters = new Parameters([
      { name: 'a', shape: [2, 3] },
      { name: 'b', shape: [] },
      { name: 'c', shape: [4] },
    ]);
    expect(parameters.values.length).toBe(11);
    parameters.valuesOf('b')[0] = 5;
    parameters.gradientOf('c').fill(2);
    expect([...parameters.values]).toEqual([0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0]);
    expect(gradientNorm(parameters)).toBeCloseTo(4);
    expect(() => parameters.valuesOf('d')).toThrow('d is not trained.');
  });
});

describe('AdamW', () => {
  // By hand: at the first step both moments are unbiased to g and g², so that a step is the learning rate's size.
  it('goes by the learning rate at first, whatever the gradient’s size', () => {
    const parameters = new Parameters([{ name: 'a', shape: [2] }]);
    parameters.values.set([1, -1]);
    parameters.gradients.set([1e-3, -50]);
    new AdamW(parameters).step(() => ({ learningRate: 0.1, weightDecay: 0 }));
    expect(parameters.values[0]).toBeCloseTo(0.9, 4);
    expect(parameters.values[1]).toBeCloseTo(-0.9, 4);
  });

  it('takes the decay from the weight, and nothing where the rate is 0', () => {
    const parameters = new Parameters([
      { name: 'a', shape: [1] },
      { name: 'b', shape: [1] },
    ]);
    parameters.values.fill(2);
    new AdamW(parameters).step((name) => ({ learningRate: name === 'a' ? 0.5 : 0, weightDecay: 0.1 }));
    expect([...parameters.values]).toEqual([Math.fround(2 * 0.95), 2]);
  });

  it('clips what is too long to the length, and leaves what is not', () => {
    expect(clipFactor(4, 1)).toBeCloseTo(0.25, 5);
    expect(clipFactor(0.5, 1)).toBe(1);
  });
});

it('rates rise, are whole once and fall to 0 behind the last step', () => {
  const shares = Array.from({ length: 10 }, (_, at) => linearSchedule(at + 1, 3, 10));
  expect(shares.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1]);
  expect(shares[9]).toBeCloseTo(1 / 7);
  expect(linearSchedule(11, 3, 10)).toBe(0);
  expect(linearSchedule(1, 0, 1)).toBe(1);
});

describe('chance', () => {
  it('an order has each once, and is the seed’s', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(), (count, seed) => {
        const order = shuffled(count, new Random(seed));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
        expect(shuffled(count, new Random(seed))).toEqual(order);
      }),
    );
  });

  it('batches hold all, none more than the size', () => {
    expect(batches([5, 3, 1, 4, 2], 2)).toEqual([[5, 3], [1, 4], [2]]);
    expect(batches([], 2)).toEqual([]);
  });

  it('numbers are of the deviation', () => {
    const values = normals(20_001, 0.02, new Random(1));
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan(1e-3);
    expect(deviation).toBeCloseTo(0.02, 3);
  });

  it('parts have as even a share of each class as there can be', () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: 2, max: 6 }), fc.nat(), (of, parts, seed) => {
        const found = evenParts(of, parts, new Random(seed));
        for (const one of new Set(of)) {
          const counts = Array.from(
            { length: parts },
            (_, part) => of.filter((own, at) => own === one && found[at] === part).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('of each class some are held out and some are not', () => {
    fc.assert(
      fc.property(classes, fc.double({ min: 0.01, max: 0.9, noNaN: true }), fc.nat(), (of, share, seed) => {
        const out = heldOut(of, share, new Random(seed));
        for (const one of new Set(of)) {
          const own = out.filter((_, at) => of[at] === one);
          if (own.length > 1) expect([...new Set(own)].sort()).toEqual([false, true]);
          else expect(own).toEqual([false]);
        }
      }),
    );
  });
});

it('a judgement has each line in its row and column', () => {
  expect(judge([0, 0, 1, 2], [0, 1, 1, 0], 3)).toEqual({
    count: 4,
    right: 2,
    confusion: [
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ],
  });
});

it('every beginning of an even order has the classes in their shares', () => {
  fc.assert(
    fc.property(classes, fc.nat(1000), (given, seed) => {
      const order = evenOrder(given, new Random(seed));
      expect([...order].sort((a, b) => a - b)).toEqual(given.map((_, at) => at));
      for (const one of new Set(given)) {
        const share = given.filter((of) => of === one).length / given.length;
        order.forEach((_, end) => {
          const own = order.slice(0, end + 1).filter((at) => given[at] === one).length;
          // Classes that come to the same place take turns.
          expect(Math.abs(own - share * (end + 1))).toBeLessThanOrEqual(new Set(given).size);
        });
      }
    }),
  );
});

describe('calibration', () => {
  it('is the distance of probability and share right, bin by bin', () => {
    const told = [
      ...[1, 1, 1, 0].map((right) => ({ probability: 0.95, isRight: right === 1 })),
      ...[1, 0].map((right) => ({ probability: 0.55, isRight: right === 1 })),
    ];
    const { error, bins } = calibrate(told);
    expect(error).toBeCloseTo((4 / 6) * 0.2 + (2 / 6) * 0.05);
    expect(bins).toHaveLength(10);
    expect(bins[9]).toMatchObject({ from: 0.9, to: 1, count: 4, right: 0.75 });
    expect(bins[9]!.probability).toBeCloseTo(0.95);
    expect(bins[0]).toEqual({ from: 0, to: 0.1, count: 0, probability: 0, right: 0 });
  });

  it('has what is certain in the last bin', () => {
    expect(calibrate([{ probability: 1, isRight: true }])).toMatchObject({ error: 0 });
    expect(calibrate([{ probability: 1, isRight: true }]).bins[9]!.count).toBe(1);
  });
});
