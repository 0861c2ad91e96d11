/* Layers: the sentences, whatever the numbers say, and what is worked out of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { shownColumns } from '../../../../webview-ui/laboratory/drawing/wordGrid.js';
import { layers as experiment } from '../../../../webview-ui/laboratory/experiments/layers/layers.js';
import { lens } from '../../../../webview-ui/laboratory/experiments/layers/lens.js';
import { looking } from '../../../../webview-ui/laboratory/experiments/layers/looking.js';
import { evenLevels, evenSpread, lookingMap } from '../../../../webview-ui/laboratory/experiments/layers/lookingMap.js';
import {
  byLayer,
  median,
  mostOverturned,
  placesOf,
  settledAt,
  type LensPlace,
  type LensReading,
} from '../../../../webview-ui/laboratory/experiments/layers/reading.js';
import { curveOf, halfSettled, settling } from '../../../../webview-ui/laboratory/experiments/layers/settling.js';

const numbers = numbersFor('en');

/** A place with a first choice for each layer: its id is its text's length. */
const place = (firsts: readonly (readonly [string, number])[], entropies?: number[]): LensPlace => ({
  token: 'here',
  id: 99,
  layers: firsts.map(([text, probability], layer) => ({
    layer,
    entropy: entropies?.[layer] ?? 1,
    predictions: [{ id: text.length, text, probability }],
  })),
});
const reading = (...places: LensPlace[]): LensReading => ({
  model: 'm',
  architecture: 'decoder',
  count: places.length,
  places,
});
const late = place([
  ['a', 0.9],
  ['bb', 0.6],
  ['ccc', 0.5],
]);
const early = place([
  ['ccc', 0.3],
  ['ccc', 0.4],
  ['ccc', 0.5],
]);

describe('the lens says', () => {
  it('of one place what was on top before, and from where on it is the final word', () => {
    expect(lens.seen(reading(late), numbers)).toBe(
      'At “here” m says “ccc” in the end (50.0\u00a0%), on top for good from layer 2 of 2 on; one layer before it said “bb” (60.0\u00a0%). Mean entropy: 1.00 bits behind the embeddings, 1.00 behind the last layer.',
    );
  });

  it('of one place that never changes that it does not', () => {
    expect(lens.seen(reading(early), numbers)).toContain('says “ccc” behind every layer, in the end with 50.0');
  });

  it('of many their median, how many are late, and what is taken back', () => {
    const seen = lens.seen(reading(late, early, early), numbers);
    expect(seen).toContain(
      'on top for good from layer 0 of 2 on (median of 3 places), at 1 of them only behind the last',
    );
    expect(seen).toContain('Most is taken back at “here”: behind layer 1 “bb” had 60.0');
    expect(lens.seen(reading(early, early, early), numbers)).not.toContain('taken back');
  });

  it('where entropy is highest, when that is neither at the beginning nor at the end', () => {
    const words: [string, number][] = [
      ['a', 1],
      ['a', 1],
      ['a', 1],
    ];
    expect(lens.seen(reading(place(words, [1, 5, 2])), numbers)).toContain('It is highest behind layer 1 (5.00).');
    expect(lens.seen(reading(place(words, [5, 3, 6])), numbers)).not.toContain('highest');
  });

  it('nothing of nothing', () => {
    expect(lens.seen(reading(), numbers)).toBe('Nothing was measured.');
    expect(settling.seen({ shown: 'entropy', curves: [] }, numbers)).toBe('Nothing was measured.');
  });
});

describe('what is taken back', () => {
  it('is no repetition of what is read, and nothing of the embeddings', () => {
    expect(mostOverturned([{ ...late, id: 2 }])).toBeNull();
    expect(mostOverturned([{ ...late, token: 'BB' }])).toBeNull();
    expect(mostOverturned([late])).toMatchObject({ layer: 1, text: 'bb', probability: 0.6 });
  });

  it('is what the exercise asks for, from one half on', () => {
    expect(experiment.exercise.check(reading(late), numbers).isMet).toBe(true);
    const unsure = place([
      ['a', 0.9],
      ['bb', 0.4],
      ['ccc', 0.5],
    ]);
    expect(experiment.exercise.check(reading(unsure), numbers)).toMatchObject({ isMet: false });
    expect(experiment.exercise.check(reading(early), numbers)).toEqual({
      isMet: false,
      text: 'No layer said anything that was taken back.',
    });
  });
});

it('a final word stays on top from its layer on, and is not on top right before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 13 }), (ids) => {
      const one = place(ids.map((id) => ['x'.repeat(id), 0.5] as const));
      const from = settledAt(one);
      expect(ids.slice(from).every((id) => id === ids.at(-1))).toBe(true);
      if (from > 0) expect(ids[from - 1]).not.toBe(ids.at(-1));
      const shares = byLayer({ places: [one, one] }).map(({ settled }) => settled);
      expect(shares.at(-1)).toBe(1);
      shares.slice(1).forEach((share, at) => expect(share).toBeGreaterThanOrEqual(shares[at]!));
      expect(halfSettled(curveOf(0, reading(one)))).toBe(from);
    }),
  );
});

it('the middle one of an even count is the lower of the two', () => {
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(median([3, 1, 2])).toBe(2);
});

it('entropies are told in bits, and the sign a decoder starts with has no text', () => {
  const token = (text: string) => ({ id: 1, text, start: 0, end: 1 });
  const positions = [{ index: 0, entropy: Math.LN2, predictions: [] }];
  const value = { model: 't5', source: [token('x')], layers: [{ layer: 0, positions }] };
  expect(placesOf(value)[0]).toMatchObject({ token: 'x', layers: [{ entropy: 1 }] });
  expect(placesOf({ ...value, target: [token('<pad>')] })[0]).toMatchObject({ token: null });
});

describe('attention', () => {
  it('that is spread evenly has these distances and entropies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (n) => {
        const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
        const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);
        const both = mean(upTo(n).map((i) => mean(upTo(n).map((j) => Math.abs(i - j)))));
        const left = mean(upTo(n).map((i) => mean(upTo(i + 1).map((j) => i - j))));
        expect(evenSpread('encoder', n, n).distance).toBeCloseTo(both, 9);
        expect(evenSpread('decoder', n, n).distance).toBeCloseTo(left, 9);
        expect(evenSpread('encoder', n, n).entropy).toBeCloseTo(Math.log2(n), 9);
        expect(evenSpread('decoder', n, n).entropy).toBeLessThanOrEqual(Math.log2(n) + 1e-9);
        expect(evenSpread('cross', 3, n)).toEqual({ distance: null, entropy: Math.log2(n) });
      }),
    );
  });

  const head = (layer: number, distance: number, entropy: number) => ({
    layer,
    head: 0,
    distance,
    entropy,
    pattern: 'mixed' as const,
    share: 0,
  });
  const common = {
    queries: 4,
    keys: 4,
    rollout: new Float32Array(0),
    thumbnailRows: 0,
    thumbnailColumns: 0,
    thumbnails: new Float32Array(0),
  };

  it('is a mean over the heads of a layer, and told whichever layer looks farthest', () => {
    const map = lookingMap({ kind: 'encoder', heads: [head(0, 1, 2), head(0, 3, 0), head(1, 1, 1)], ...common });
    expect(map.layers).toEqual([
      { layer: 1, distance: 2, entropy: 1 },
      { layer: 2, distance: 1, entropy: 1 },
    ]);
    expect(looking.seen({ model: 'm', shown: 'distance', maps: [map] }, numbers)).toContain(
      'it looks 2.00 tokens far in layer 1 and 1.00 in layer 2, farthest in layer 1 (2.00); 1.25 if spread evenly.',
    );
  });

  it('that is spread alike in two maps is told once', () => {
    const map = (kind: 'encoder' | 'decoder' | 'cross') => lookingMap({ kind, heads: [], ...common });
    const maps = [map('encoder'), map('decoder'), map('cross')];
    expect(evenLevels(maps, 'entropy').map(({ kinds }) => kinds)).toEqual([['encoder', 'cross'], ['decoder']]);
    expect(evenLevels(maps, 'distance')).toEqual([
      { value: 1.25, kinds: ['encoder'] },
      { value: 0.75, kinds: ['decoder'] },
    ]);
  });

  it('between two texts has no distance', () => {
    const map = lookingMap({ kind: 'cross', heads: [head(0, 1, 2)], ...common });
    expect(map.layers[0]!.distance).toBeNull();
    const seen = looking.seen({ model: 'm', shown: 'distance', maps: [map] }, numbers);
    expect(seen).toContain('The entropy of its cross-attention goes from 2.00 bits in layer 1 to 2.00 in layer 1');
    expect(seen).not.toContain('tokens far');
  });
});

it('columns that have no room for all are spread evenly, first and last among them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 30 }), (count, room) => {
      const shown = shownColumns(count, room);
      expect(shown[0]).toBe(0);
      expect(shown.at(-1)).toBe(count - 1);
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.length).toBeLessThanOrEqual(Math.max(2, room));
    }),
  );
});
