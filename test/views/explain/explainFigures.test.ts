import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uncertaintyShares, sparkline } from '../../../webview-ui/explain/sparkline.js';
import { splitAtMarks } from '../../../webview-ui/explain/textParts.js';
import { hasFilteredProbabilities } from '../../../webview-ui/kit/stepAlternatives.js';
import { probabilityAxis } from '../../../webview-ui/kit/probabilityAxis.js';
import { splitWhitespace, probabilityLevel, surprisal } from '../../../webview-ui/kit/probability.js';
import { continuation, repeating } from '../fixtures.js';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('the axis of probabilities', () => {
  it('ends at a round number above the highest', () => {
    const { positionOf, ticks } = probabilityAxis('linear', [0.265, 0.06]);
    expect(ticks).toEqual([
      { value: 0, at: 0 },
      { value: 0.15, at: 0.5 },
      { value: 0.3, at: 1 },
    ]);
    expect(positionOf(0.15)).toBeCloseTo(0.5);
  });

  it('has the same distance for each power of ten when it is logarithmic', () => {
    const { positionOf, ticks } = probabilityAxis('log', [0.265, 0.02]);
    expect(ticks).toEqual([
      { value: 0.01, at: 0 },
      { value: 0.1, at: 0.5 },
      { value: 1, at: 1 },
    ]);
    expect(positionOf(0.1) - positionOf(0.01)).toBeCloseTo(positionOf(1) - positionOf(0.1));
  });

  it('leaves the smallest a bar, and labels every other power where there are many', () => {
    expect(probabilityAxis('log', [0.5, 0.0103]).positionOf(0.0103)).toBeGreaterThan(0.3);
    const { positionOf, ticks } = probabilityAxis('log', [0.5, 0.001]);
    expect(positionOf(0.001)).toBeGreaterThan(0);
    expect(ticks.map(({ value }) => value)).toEqual([0.0001, 0.01, 1]);
  });

  it('keeps order and stays within its ends', () => {
    fc.assert(
      fc.property(fc.constantFrom('linear' as const, 'log' as const), fc.array(probability), (scale, all) => {
        const { positionOf } = probabilityAxis(scale, all);
        const places = [...all].sort((a, b) => a - b).map(positionOf);
        for (const [index, at] of places.entries()) {
          expect(at).toBeGreaterThanOrEqual(places[index - 1] ?? 0);
          expect(at).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('surprise', () => {
  it('is one bit for a coin toss, none for what is certain, and finite for the impossible', () => {
    expect([1, 0.5, 0.25].map(surprisal)).toEqual([0, 1, 2]);
    expect(surprisal(0)).toBeLessThan(1100);
  });

  it('is drawn as a level stretch per token, highest at the top', () => {
    const spark = sparkline([1, 4, 0], 30, 8);
    expect(spark.path).toBe('M0 6H10V0H20V8H30');
    expect(spark.area).toBe('M0 6H10V0H20V8H30V8H0Z');
    expect(spark).toMatchObject({ top: 4, peak: 1 });
    expect(spark.mean).toBeCloseTo(5 / 3);
  });

  it('is nothing for no token', () => {
    expect(sparkline([], 30, 8)).toEqual({ path: '', area: '', top: 2, mean: 0, peak: -1 });
  });
});

describe('a token', () => {
  it('is classed by its probability, bounds included', () => {
    expect([1, 0.5, 0.499, 0.1, 0.099, 0.01, 0.0099, 0].map(probabilityLevel)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('is underlined without the white space around it, and loses nothing', () => {
    expect(splitWhitespace(' house')).toEqual({ before: ' ', ink: 'house', after: '' });
    expect(splitWhitespace('\n')).toEqual({ before: '', ink: '\n', after: '' });
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { before, ink, after } = splitWhitespace(text);
        expect(before + ink + after).toBe(text);
      }),
    );
  });
});

describe('a text cut at its masks', () => {
  it('has the marked stretches and those between', () => {
    expect(splitAtMarks('a [M] b', [{ start: 2, end: 5 }])).toEqual([
      { text: 'a ', mark: null },
      { text: '[M]', mark: 0 },
      { text: ' b', mark: null },
    ]);
  });

  it('is whole whatever the places are', () => {
    const span = fc.record({ start: fc.nat(20), end: fc.nat(20) });
    fc.assert(
      fc.property(fc.string(), fc.array(span), (text, spans) => {
        const places = spans.filter(({ start, end }) => start < end);
        expect(
          splitAtMarks(text, places)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

it('tells whether processors changed what the model said', () => {
  const steps = (result: typeof continuation) => result.value.sequences[0]?.steps ?? [];
  expect(hasFilteredProbabilities(steps(continuation))).toBe(true);
  expect(hasFilteredProbabilities(steps(repeating))).toBe(false);
});

it('gives the most doubtful sentence the longest bar', () => {
  expect(uncertaintyShares([-1, -4, 0])).toEqual([0.25, 1, 0]);
  expect(uncertaintyShares([0, 0])).toEqual([0, 0]);
});
