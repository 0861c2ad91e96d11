import { describe, expect, it } from 'vitest';
import { checkParams } from '../../../../src/protocol/engine/index.js';
import { learningCurve, shuffledControl } from '../../../../src/engine/training/classifierFigures.js';

const COUNT = 24;
const SHUFFLES = 6;
const POINTS = 3;
/** Heads of a point of the curve. */
const DRAWS = 5;

/** Lines whose one number tells their class. */
const classes = Array.from({ length: COUNT }, (_, at) => at % 2);
const features = { values: Float32Array.from(classes, (one, at) => one + at / 1000), rows: COUNT, width: 1 };
const places = classes.map((_, at) => at);
const shares = [{ learnt: places.filter((at) => at < 16), held: places.filter((at) => at >= 16) }];
const settings = checkParams('train', { examples: [], folder: '/none', shuffles: SHUFFLES, curvePoints: POINTS });

/** @param most pauses, after which it is ended, or cancelled */
function headed(most = Infinity, cancelled = false) {
  const seen = { pauses: 0 };
  const pause = () => {
    seen.pauses += 1;
    return cancelled && seen.pauses > most ? Promise.reject(new Error('cancelled')) : Promise.resolve();
  };
  const control = { pause, isStopped: () => seen.pauses > most, report: () => {} };
  return { seen, run: { config: { hasBias: true }, lines: { classes, labels: ['a', 'b'] }, settings, control } };
}

describe.each([
  ['labels shuffled', shuffledControl, SHUFFLES, null],
  ['a learning curve', learningCurve, POINTS * DRAWS, []],
] as const)('%s', (_, made, heads, none) => {
  it('lets more urgent work in before each head', async () => {
    const { run, seen } = headed();
    const found = await made(run, features, shares);
    expect(found).not.toEqual(none);
    expect(seen.pauses).toBe(heads);
  });

  it('is left out where the run is ended meanwhile, and takes no further head', async () => {
    const { run, seen } = headed(2);
    expect(await made(run, features, shares)).toEqual(none);
    expect(seen.pauses).toBe(3);
  });

  it('ends with the call', async () => {
    await expect(made(headed(2, true).run, features, shares)).rejects.toThrow('cancelled');
  });
});

it('a learning curve ends at all lines that are learnt from, which tell these classes', async () => {
  const curve = await learningCurve(headed().run, features, shares);
  expect(curve.map(({ lines }) => lines)).toEqual([4, 8, 16]);
  expect(curve.at(-1)).toEqual({ lines: 16, mean: 1, least: 1, most: 1 });
});
