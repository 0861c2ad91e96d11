/* BERT as a writer: the sentences, whatever the numbers say, and what is worked out of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import {
  directionGap,
  joint,
  shuffled,
  totalOf,
  variantsOf,
  type FillOrder,
  type JointResult,
} from '../../../../webview-ui/laboratory/experiments/writer/joint.js';
import {
  changedIn,
  doubled,
  leastCertain,
  maskedAgain,
  maskPredict,
  type Iteration,
} from '../../../../webview-ui/laboratory/experiments/writer/maskPredict.js';
import {
  nextPlace,
  overturned,
  turn,
  type TurnResult,
} from '../../../../webview-ui/laboratory/experiments/writer/turn.js';
import { writer } from '../../../../webview-ui/laboratory/experiments/writer/writer.js';
import { beforeGaps, joinTokens, readMasked, withMasks } from '../../../../webview-ui/laboratory/model/maskedText.js';
import { labModels } from '../../../views/laboratory/labModels.js';

const numbers = numbersFor('en');
const guess = (text: string, probability = 0.5) => ({ id: text.length, text, probability });

describe('masks', () => {
  it('stand behind a beginning with the script’s full stop, or where they were written', () => {
    expect(withMasks('He ', 2)).toBe('He [MASK] [MASK] .');
    expect(withMasks('我们', 1)).toBe('我们 [MASK] 。');
    expect(withMasks('He ____ it.', 5)).toBe('He ____ it.');
    expect(beforeGaps('He ____ it.')).toBe('He');
    expect(beforeGaps('He goes.')).toBe('He goes.');
  });

  it('are called as the model calls them', async () => {
    const asked: string[] = [];
    const bench = {
      ask: (_: string, { text }: { text: string }) => {
        asked.push(text);
        const at = text.indexOf('<mask>');
        const tokens =
          at < 0 ? [{ id: 1, text: '[', start: 3, end: 4 }] : [{ id: 9, text: '<mask>', start: at, end: at + 6 }];
        return Promise.resolve({ tokens });
      },
    };
    const read = await readMasked(bench as never, labModels[0]!, 'He [MASK] it.');
    expect(asked).toEqual(['He [MASK] it.', 'He <mask> it.']);
    expect(read).toMatchObject({ text: 'He <mask> it.', masks: [0] });
  });

  it('filled become a text by the script’s rules', () => {
    expect(joinTokens(['the', 'river', '##side', ',', 'and', 'so', '.'])).toBe('the riverside, and so.');
    expect(joinTokens(['不', '能', '，', '去'])).toBe('不能，去');
    expect(joinTokens([' looked', ' at', ' it'])).toBe('looked at it');
  });
});

describe('filled in turn', () => {
  const result = (firsts: string[], lasts: string[]): TurnResult => ({
    model: 'm',
    order: 'left',
    count: lasts.length,
    turns: lasts.map((text, place) => ({
      place,
      guesses: firsts.map((first, at) => guess(place === 0 ? first : at === place ? text : first)),
      isFilled: lasts.map((_, at) => at < place),
    })),
    continuation: null,
  });

  it('says what was written, and where the first pass had something else on top', () => {
    const some = result(['a', 'a', 'a'], ['a', 'bb', 'a']);
    expect(overturned(some)).toBe(1);
    expect(turn.seen(some, numbers)).toBe(
      'Filled left to right, m writes “a bb a”. At 1 of 3 places that is not what the first pass, with all of them masked, had on top (“a a a”). Its choices cost 3.0 bits in this order.',
    );
  });

  it('says so when nothing was overturned, and nothing of nothing', () => {
    expect(turn.seen(result(['a', 'a'], ['a', 'a']), numbers)).toContain('At 0 of 2 places');
    expect(turn.seen({ ...result([], []), count: 0 }, numbers)).toBe('Nothing was measured.');
  });

  it('takes the first open mask, or the most certain one', () => {
    const guesses = [guess('a', 0.9), guess('b', 0.2), guess('c', 0.6)];
    expect(nextPlace('left', [1, 2], guesses)).toBe(1);
    expect(nextPlace('certain', [1, 2], guesses)).toBe(2);
  });
});

describe('mask-predict', () => {
  it('masks fewer tokens from iteration to iteration, all at first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 10 }), (count, planned) => {
        const counts = Array.from({ length: planned }, (_, at) => maskedAgain(count, at, planned));
        expect(counts[0]).toBe(count);
        counts.slice(1).forEach((some, at) => expect(some).toBeLessThanOrEqual(counts[at]!));
        expect(counts.every((some) => some >= 0)).toBe(true);
      }),
    );
    expect([0, 1, 2, 3].map((at) => maskedAgain(8, at, 4))).toEqual([8, 6, 4, 2]);
  });

  it('chooses the least probable, by their places', () => {
    expect(leastCertain([guess('a', 0.5), guess('b', 0.1), guess('c', 0.5), guess('d', 0.2)], 3)).toEqual([0, 1, 3]);
  });

  const iterations: Iteration[] = [
    { tokens: ['a', 'a', 'a', 'bb'].map((text) => guess(text)), masked: [0, 1, 2, 3] },
    { tokens: ['a', 'ccc', 'a', 'bb'].map((text) => guess(text)), masked: [0, 1] },
  ];

  it('tells what was overturned and what stood twice in a row', () => {
    expect(changedIn(iterations, 0)).toEqual([]);
    expect(changedIn(iterations, 1)).toEqual([1]);
    expect(doubled(iterations[0]!)).toBe(2);
    const continuation = { model: 'g', text: 'x y', tokens: [] };
    expect(maskPredict.seen({ model: 'm', planned: 2, iterations, continuation }, numbers)).toBe(
      'All at once m says “a a a bb”, after iteration 2 “a ccc a bb”. Overturned were 1 of 4 tokens; places where the same token stood twice in a row: 2 at first, 0 in the end. g goes on with “x y”.',
    );
    const ended = { ...continuation, text: '' };
    const silent = maskPredict.seen({ model: 'm', planned: 2, iterations, continuation: ended }, numbers);
    expect(silent).toMatch(/0 in the end\. g writes no further word\.$/);
    const none = { model: 'm', planned: 2, iterations: [], continuation: null };
    expect(maskPredict.seen(none, numbers)).toBe('Nothing was measured.');
  });
});

describe('the joint probability', () => {
  const result = (costs: [FillOrder, number][], count = 6): JointResult => ({
    model: 'm',
    tokens: Array.from({ length: count }, () => 'x'),
    of: count,
    costs: costs.map(([order, bits]) => ({ order, draw: 0, bits: [bits / 2, bits / 2] })),
  });

  it('is none: two orders, and how many times one finds it as probable', () => {
    const some = result([
      ['left', 20],
      ['right', 17],
      ['shuffled', 22],
      ['inTurn', 9],
    ]);
    expect(joint.seen(some, numbers)).toBe(
      'Put in from left to right the 6 tokens cost m 20.0 bits. From right to left they cost 17.0: 3.0 bits apart, so that one order finds the same text 8 times as probable as the other. In 3 orders it is from 17.0 to 22.0 bits. Masked in turn, which is no order at all, it is 9.0 bits: less than in any of them.',
    );
  });

  it('against the textbook: masked in turn may cost more than an order', () => {
    expect(
      joint.seen(
        result([
          ['left', 20],
          ['right', 17],
          ['inTurn', 18],
        ]),
        numbers,
      ),
    ).toContain('18.0 bits: not less than in all of them');
  });

  it('is the same in both directions, of one token, and of a text that is cut', () => {
    const even = result([
      ['left', 20.01],
      ['right', 20.04],
    ]);
    expect(joint.seen(even, numbers)).toContain('From right to left they cost 20.0, the same within a tenth of a bit.');
    expect(
      joint.seen(
        result(
          [
            ['left', 3],
            ['right', 3],
          ],
          1,
        ),
        numbers,
      ),
    ).toBe('The single token costs m 3.0 bits.');
    expect(joint.unseen({ ...even, of: 50 })).toContain('Only the first 6 of 50 tokens are read');
    expect(joint.unseen(even)).not.toContain('Only');
  });

  it('is 1 bit apart where the figures say so, in spite of binary fractions', () => {
    expect(
      directionGap(
        result([
          ['left', 20.3],
          ['right', 19.3],
        ]),
      ),
    ).toBe(1);
  });

  it('grows: one order, and nothing of nothing', () => {
    expect(joint.seen(result([['left', 20]]), numbers)).toBe(
      'Put in from left to right the 6 tokens cost m 20.0 bits.',
    );
    expect(joint.seen(result([]), numbers)).toBe('Nothing was measured.');
    expect(directionGap(result([['left', 20]]))).toBeNull();
  });

  it('exercise: less than a bit, and long enough', () => {
    const check = (right: number, count: number) =>
      writer.exercise.check(
        result(
          [
            ['left', 20],
            ['right', right],
          ],
          count,
        ),
        numbers,
      ).isMet;
    expect(check(20.9, 6)).toBe(true);
    expect(check(21, 6)).toBe(false);
    expect(check(20.9, 5)).toBe(false);
    expect(writer.exercise.check(result([]), numbers).isMet).toBe(false);
  });

  it('asks for each token once, while it and all that come later are masked; every shuffle has all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 999 }), (count, seed) => {
        const random = new Random(seed);
        const places = Array.from({ length: count }, (_, at) => at + 1);
        const sequence = shuffled(places, () => random.uniform());
        expect([...sequence].sort((a, b) => a - b)).toEqual(places);
        const variants = variantsOf(sequence);
        expect(variants.map(({ at }) => at[0])).toEqual(sequence);
        variants.forEach(({ at, masked }, k) => {
          expect(masked).toHaveLength(count - k);
          expect(masked).toContain(at[0]);
        });
      }),
    );
    expect(totalOf({ order: 'left', draw: 0, bits: [1, 2.5] })).toBe(3.5);
  });
});
