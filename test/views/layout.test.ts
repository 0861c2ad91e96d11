import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubts, sparkOf, stretches, tailOf } from '../../webview-ui/explain/layout.js';
import { wasFiltered } from '../../webview-ui/shared/alternatives.js';
import { axisFor } from '../../webview-ui/shared/axis.js';
import { inkOf, levelOf, surpriseOf } from '../../webview-ui/shared/probability.js';
import { continuation, repeating } from './fixtures.js';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('the axis of probabilities', () => {
  it('ends at a round number above the highest', () => {
    const { place, ticks } = axisFor('linear', [0.265, 0.06]);
    expect(ticks).toEqual([
      { value: 0, at: 0 },
      { value: 0.15, at: 0.5 },
      { value: 0.3, at: 1 },
    ]);
    expect(place(0.15)).toBeCloseTo(0.5);
  });

  it('has the same distance for each power of ten when it is logarithmic', () => {
    const { place, ticks } = axisFor('log', [0.265, 0.02]);
    expect(ticks).toEqual([
      { value: 0.01, at: 0 },
      { value: 0.1, at: 0.5 },
      { value: 1, at: 1 },
    ]);
    expect(place(0.1) - place(0.01)).toBeCloseTo(place(1) - place(0.1));
  });

  it('leaves the smallest a bar, and labels every other power where there are many', () => {
    expect(axisFor('log', [0.5, 0.0103]).place(0.0103)).toBeGreaterThan(0.3);
    const { place, ticks } = axisFor('log', [0.5, 0.001]);
    expect(place(0.001)).toBeGreaterThan(0);
    expect(ticks.map(({ value }) => value)).toEqual([0.0001, 0.01, 1]);
  });

  it('keeps order and stays within its ends', () => {
    fc.assert(
      fc.property(fc.constantFrom('linear' as const, 'log' as const), fc.array(probability), (scale, all) => {
        const { place } = axisFor(scale, all);
        const places = [...all].sort((a, b) => a - b).map(place);
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
    expect([1, 0.5, 0.25].map(surpriseOf)).toEqual([0, 1, 2]);
    expect(surpriseOf(0)).toBeLessThan(1100);
  });

  it('is drawn as a level stretch per token, highest at the top', () => {
    const spark = sparkOf([1, 4, 0], 30, 8);
    expect(spark.path).toBe('M0 6H10V0H20V8H30');
    expect(spark.area).toBe('M0 6H10V0H20V8H30V8H0Z');
    expect(spark).toMatchObject({ top: 4, peak: 1 });
    expect(spark.mean).toBeCloseTo(5 / 3);
  });

  it('is nothing for no token', () => {
    expect(sparkOf([], 30, 8)).toEqual({ path: '', area: '', top: 2, mean: 0, peak: -1 });
  });
});

describe('a token', () => {
  it('is classed by its probability, bounds included', () => {
    expect([1, 0.5, 0.499, 0.1, 0.099, 0.01, 0.0099, 0].map(levelOf)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('is underlined without the white space around it, and loses nothing', () => {
    expect(inkOf(' house')).toEqual({ before: ' ', ink: 'house', after: '' });
    expect(inkOf('\n')).toEqual({ before: '', ink: '\n', after: '' });
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { before, ink, after } = inkOf(text);
        expect(before + ink + after).toBe(text);
      }),
    );
  });
});

describe('the end of a long text', () => {
  it('begins with a word', () => {
    expect(tailOf('one two three', 10)).toBe('…three');
    expect(tailOf('one two', 10)).toBe('one two');
  });

  it('is never longer than asked for, and cuts no character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, longest) => {
        const tail = tailOf(text, longest);
        expect(tail.length).toBeLessThanOrEqual(longest);
        expect(() => encodeURIComponent(tail)).not.toThrow(); // as it does for half a character
      }),
    );
  });
});

describe('a text cut at its masks', () => {
  it('has the marked stretches and those between', () => {
    expect(stretches('a [M] b', [{ start: 2, end: 5 }])).toEqual([
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
          stretches(text, places)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

it('tells whether processors changed what the model said', () => {
  const steps = (result: typeof continuation) => result.value.sequences[0]?.steps ?? [];
  expect(wasFiltered(steps(continuation))).toBe(true);
  expect(wasFiltered(steps(repeating))).toBe(false);
});

it('gives the most doubtful sentence the longest bar', () => {
  expect(doubts([-1, -4, 0])).toEqual([0.25, 1, 0]);
  expect(doubts([0, 0])).toEqual([0, 0]);
});
