/* What is told of names in lines that were judged, of tags by hand. */
import { describe, expect, it } from 'vitest';
import { fitNameHead, readOf } from '../../../../src/engine/training/names/nameHead.js';
import { shuffledNames } from '../../../../src/engine/training/names/nameControl.js';
import {
  comparedNames,
  evaluateNames,
  nameCalibration,
  wrongNames,
} from '../../../../src/engine/training/names/nameLessons.js';
import { foundNames, type TaggedLines } from '../../../../src/engine/training/names/taggedLines.js';

/** Words of one letter, with a space between, but for the third, which has two tokens; a special one before them. */
const token = (at: number, start: number, end = start + 1) => ({ id: at, at, start, end });
const words = [[token(1, 0)], [token(2, 2)], [token(3, 4), token(4, 5)], [token(5, 7)]];
const [O, B, I] = [0, 1, 2];
const linesOf = (...classes: number[][]): TaggedLines => ({
  ...{ tags: ['O', 'B-X', 'I-X'], labels: ['X'], cut: [], classes },
  rows: classes.map(() => [0, 1, 2, 3, 4, 5]),
  tokens: classes.map(() => words.flat()),
  words: classes.map(() => words),
});
const span = (start: number, end: number) => ({ start, end, label: 'X' });

describe('names that were found', () => {
  it('are as sure as their words are on the mean, each by its first token', () => {
    const found = foundNames(linesOf([]), 0, {
      classes: [-100, O, B, I, O, B],
      sure: [0, 0.9, 0.8, 0.6, 0.1, 0.7],
    });
    expect(found).toEqual([
      { ...span(2, 6), probability: 0.7 },
      { ...span(7, 8), probability: 0.7 },
    ]);
  });

  it('are counted in their lines’ order, and calibrated by whether label and ends are right', () => {
    const marked = [-100, B, O, B, I, O];
    const lines = linesOf(marked, marked, marked);
    const told = new Map([
      [2, [{ ...span(0, 1), probability: 0.93 }]],
      [
        0,
        [
          { ...span(0, 1), probability: 0.97 },
          { ...span(4, 8), probability: 0.4 },
        ],
      ],
    ]);
    const compared = comparedNames(lines, told);
    expect(compared.map(({ index }) => index)).toEqual([0, 2]);
    expect(evaluateNames(lines, compared)).toMatchObject({ lines: 2, marked: 4, found: 3, right: 2 });
    expect(wrongNames(compared)).toEqual([
      { index: 0, missed: [span(4, 6)], wrong: [{ ...span(4, 8), probability: 0.4 }] },
      { index: 2, missed: [span(4, 6)], wrong: [] },
    ]);
    const { error, bins } = nameCalibration(compared)!;
    // Two of three are right, told with 95 % on the mean; one is wrong, told with 40 %.
    expect(error).toBeCloseTo((2 / 3) * 0.05 + (1 / 3) * 0.4, 12);
    expect(bins.filter(({ count }) => count > 0)).toEqual([
      { from: 0.4, to: 0.5, count: 1, probability: 0.4, right: 0 },
      { from: 0.9, to: 1, count: 2, probability: expect.closeTo(0.95, 12) as number, right: 1 },
    ]);
  });

  it('of which there is none have no calibration', () => {
    expect(nameCalibration([{ index: 0, marked: [span(0, 1)], found: [] }])).toBeNull();
    expect(nameCalibration([])).toBeNull();
  });
});

describe('chance by parts', () => {
  const COUNT = 12;
  const SHUFFLES = 3;
  const classes = Array.from({ length: COUNT }, () => [-100, O, B, O, O, O]);
  const lines = linesOf(...classes);
  const firstRows = new Map(classes.map((_, line) => [line, line * 5]));
  const features = {
    values: Float32Array.from({ length: COUNT * 5 }, (_, at) => Math.sin(at)),
    rows: COUNT * 5,
    width: 1,
  };
  const read = { features, firstRows };
  const all = classes.map((_, at) => at);
  const shares = [0, 1, 2].map((part) => ({
    learnt: all.filter((at) => at % 3 !== part),
    held: all.filter((at) => at % 3 === part),
  }));

  it('lets more urgent work in before each head', async () => {
    let pauses = 0;
    const control = { pause: () => Promise.resolve(void pauses++), isStopped: () => false };
    const found = await shuffledNames(read, lines, shares, { shuffles: SHUFFLES, penalty: 1, seed: 1 }, control);
    expect(found?.shuffles).toBe(SHUFFLES);
    expect(pauses).toBe(SHUFFLES * shares.length);
  });

  it('is left out where the run is ended within a part', async () => {
    let pauses = 0;
    const control = { pause: () => Promise.resolve(void pauses++), isStopped: () => pauses > 1 };
    expect(await shuffledNames(read, lines, shares, { shuffles: SHUFFLES, penalty: 1, seed: 1 }, control)).toBeNull();
    expect(pauses).toBe(2);
  });

  it('is fitted on the lines of a part that were read, and on no other', () => {
    const some = { ...read, firstRows: new Map([...firstRows].slice(0, 6)) };
    expect(readOf(some, shares[0]!)).toEqual({ learnt: [1, 2, 4, 5], held: [0, 3] });
    expect(fitNameHead(some, lines, [1, 2], 1).bias).toHaveLength(3);
  });
});
