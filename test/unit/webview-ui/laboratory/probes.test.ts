/* Probes: labelled lines, intervals, orders, and what is said of the numbers, also where they contradict the textbook. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { GlassboxError } from '../../../../src/protocol/engine/errors.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import {
  accuracy,
  sharesOf,
  type AccuracyResult,
  type ProbeAccuracy,
} from '../../../../webview-ui/laboratory/experiments/probes/accuracy.js';
import { trainingText } from '../../../../src/wording/trainingText.js';
import { tuning } from '../../../../webview-ui/laboratory/experiments/fineTuning/tuning.js';
import { curve, type CurveResult } from '../../../../webview-ui/laboratory/experiments/probes/curve.js';
import {
  curveSizes,
  evenOrder,
  withShuffledLabels,
} from '../../../../webview-ui/laboratory/experiments/probes/probing.js';
import { probes } from '../../../../webview-ui/laboratory/experiments/probes/probes.js';
import { wilson } from '../../../../src/maths/wilson.js';
import { EngineBench } from '../../../../webview-ui/laboratory/model/bench.js';
import { featuresFrom } from '../../../../webview-ui/laboratory/model/lineFeatures.js';
import { classesOfLines, labelledLines } from '../../../../webview-ui/laboratory/model/labelledText.js';

const numbers = numbersFor('en');
/** Ordinary spaces, for reading. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('labelled lines', () => {
  it('have their label before a tab or a colon', () => {
    expect(labelledLines('good: I like it: very much\nbad\tNo: never.\n\n 好：很好。\r\nof two words : yes')).toEqual([
      { label: 'good', text: 'I like it: very much' },
      { label: 'bad', text: 'No: never.' },
      { label: '好', text: '很好。' },
      { label: 'of two words', text: 'yes' },
    ]);
  });

  const problemOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return (error as GlassboxError).details;
    }
    return undefined;
  };

  it('may be written as elsewhere in the house', () => {
    const read = [
      { text: 'I like it', label: 'good' },
      { text: 'No', label: 'bad' },
    ];
    expect(labelledLines('I like it => good\nNo → bad')).toEqual(read);
    expect(labelledLines('I like it\tgood\nNo\tbad')).toEqual(read);
    expect(labelledLines('I like it => good\nbad: No')).toEqual(read);
  });

  it('are asked for in the same words by the hint and by the error', () => {
    const form = '“label: text” or “text => label”';
    const error = trainingText({ kind: 'training', problem: 'noLabel', line: 2 }, String);
    expect([tuning.textHint?.(), error]).toEqual([expect.stringContaining(form), expect.stringContaining(form)]);
  });

  it('without a label, without words, with one label, or with a label that is too rare are told', () => {
    expect(problemOf(() => labelledLines('a: b\nno label here'))).toEqual({
      kind: 'training',
      problem: 'noLabel',
      line: 2,
    });
    expect(problemOf(() => labelledLines('a: \n'))).toMatchObject({ problem: 'emptyLine', line: 1 });
    expect(problemOf(() => labelledLines(': words'))).toMatchObject({ problem: 'noLabel', line: 1 });
    expect(problemOf(() => classesOfLines(labelledLines('a: b\na: c'), 2))).toMatchObject({
      problem: 'labels',
      labels: ['a'],
    });
    expect(problemOf(() => classesOfLines(labelledLines('a: b\na: c\nb: d'), 2))).toMatchObject({
      problem: 'rareLabel',
      label: 'b',
      lines: 1,
      needed: 2,
    });
  });
});

describe('an interval', () => {
  const { intervals } = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../../golden/laboratory/probes.json'), 'utf8'),
  ) as { intervals: { right: number; count: number; low: number; high: number }[] };

  it.each(intervals)('is SciPy’s: $right of $count', ({ right, count, low, high }) => {
    const [from, to] = wilson(right, count);
    expect(from).toBeCloseTo(low, 9);
    expect(to).toBeCloseTo(high, 9);
  });

  it('has the share in it, and stays within 0 and 1', () => {
    const counted = fc
      .integer({ min: 1, max: 500 })
      .chain((count) => fc.tuple(fc.integer({ min: 0, max: count }), fc.constant(count)));
    fc.assert(
      fc.property(counted, ([right, count]) => {
        const [low, high] = wilson(right, count);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(right / count + 1e-12);
        expect(high).toBeGreaterThanOrEqual(right / count - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('an order of lines to learn from', () => {
  it('has each line once, one of each class first, and even shares in each beginning', () => {
    const given = fc.tuple(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 40 }), fc.nat());
    fc.assert(
      fc.property(given, ([classes, seed]) => {
        const rows = classes.map((_, at) => at);
        const order = evenOrder(rows, classes, new Random(seed));
        expect([...order].sort((a, b) => a - b)).toEqual(rows);
        const kinds = new Set(classes);
        expect(new Set(order.slice(0, kinds.size).map((row) => classes[row]))).toEqual(kinds);
        for (let size = kinds.size; size <= order.length; size++) {
          for (const kind of kinds) {
            const own = classes.filter((one) => one === kind).length;
            const found = order.slice(0, size).filter((row) => classes[row] === kind).length;
            expect(Math.abs(found - (size * own) / classes.length)).toBeLessThanOrEqual(kinds.size);
          }
        }
      }),
    );
  });

  it('is cut at the half, the half of that …, while there is one of each class', () => {
    expect(curveSizes(33, 3)).toEqual([4, 8, 16, 33]);
    expect(curveSizes(6, 5)).toEqual([6]);
    expect(curveSizes(3, 2)).toEqual([3]);
  });
});

const probe = (right: number, controlRight: number | null, more: Partial<ProbeAccuracy> = {}): ProbeAccuracy => ({
  way: 'cls',
  model: 'bert',
  width: 8,
  probe: { held: 40, right, learnt: 160, learntRight: 160 },
  control: controlRight === null ? null : { held: 400, right: controlRight, learnt: 1600, learntRight: 1520 },
  ...more,
});
const lines = {
  lines: 40,
  different: 40,
  labels: [
    { label: 'good', lines: 20 },
    { label: 'bad', lines: 20 },
  ],
  folds: 5,
  penalty: 100,
};
const outcome = (...found: ProbeAccuracy[]): AccuracyResult => ({ ...lines, found, shuffles: 10 });

describe('what is said of a probe', () => {
  it('has accuracy, interval, what guessing comes to, selectivity, and what is known by heart', () => {
    expect(plain(accuracy.seen(outcome(probe(36, 200)), numbers))).toBe(
      'A linear probe does best on [CLS] (bert): 90.0 % of the lines that it has not seen (40) are told rightly (95 % interval: 76.9 % to 96.0 %). The most frequent label alone is right in 50.0 %. Percentage points above the same with shuffled labels (selectivity): 40.0; of the shuffled lines shown it has 95.0 % by heart.',
    );
    const two = plain(accuracy.seen(outcome(probe(36, 200), probe(38, 300, { model: 'other' })), numbers));
    expect(two).toContain('does best on [CLS] (other): 95.0 % of');
    expect(two).toContain('(selectivity): 20.0 to 40.0;');
  });

  it('says where lines are too few to tell it from a guess, and where it is worse than one', () => {
    expect(accuracy.seen(outcome(probe(22, 200)), numbers)).toContain('cannot tell apart from that: [CLS] (bert).');
    const worse = accuracy.seen(outcome(probe(4, 200)), numbers);
    expect(worse).toContain('Worse than that, beyond chance: [CLS] (bert).');
    expect(worse).toContain('(selectivity): −40.0;');
  });

  it('leaves out what is not measured yet', () => {
    const seen = accuracy.seen(outcome(probe(36, null)), numbers);
    expect(seen).not.toContain('electivity');
    expect(seen).not.toContain('by heart');
    expect(sharesOf(probe(36, null)).selectivity).toBeNull();
  });

  it('is checked by the exercise', () => {
    const check = (result: AccuracyResult, written: typeof numbers) => probes.exercise.check(result, written);
    expect(check(outcome(probe(36, 200)), numbers).isMet).toBe(true);
    expect(check(outcome(probe(30, 200)), numbers).isMet).toBe(false);
    expect(check({ ...outcome(probe(36, 200)), lines: 19, different: 19 }, numbers).isMet).toBe(false);
    expect(check({ ...outcome(probe(36, 200)), different: 39 }, numbers).isMet).toBe(false);
    const third = [...lines.labels, { label: 'other', lines: 20 }];
    expect(check({ ...outcome(probe(36, 200)), labels: third }, numbers).isMet).toBe(false);
  });
});

it('a curve that falls is told as one', () => {
  const points = (first: number, last: number) => [
    { learnt: 4, held: 100, right: first },
    { learnt: 32, held: 100, right: last },
  ];
  const result: CurveResult = {
    ...lines,
    curves: [
      { way: 'cls', model: 'bert', points: points(60, 40) },
      { way: 'last', model: 'gpt', points: points(50, 80) },
    ],
  };
  expect(plain(curve.seen(result, numbers))).toBe(
    'Held-out lines told rightly, by lines to learn from (4 and 32): [CLS] of bert 60.0 % → 40.0 %, last token of gpt 50.0 % → 80.0 %. More lines did not help [CLS] (bert). The most frequent label alone is right in 50.0 %.',
  );
});

it('a curve of one size is none, and says so', () => {
  const points = [{ learnt: 4, held: 10, right: 6 }];
  const result: CurveResult = { ...lines, curves: [{ way: 'cls', model: 'bert', points }] };
  expect(plain(curve.seen(result, numbers))).toBe(
    'There are too few lines for a curve. Held-out lines told rightly with 4 to learn from: [CLS] of bert 60.0 %.',
  );
});

it('shuffled labels stay in their part: each has as many of each label as before', () => {
  const line = fc.record({ part: fc.integer({ min: 0, max: 4 }), label: fc.integer({ min: 0, max: 2 }) });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), fc.nat(), (given, seed) => {
      const parts = given.map(({ part }) => part);
      const features = featuresFrom(given.map(() => [0]));
      const probing = { features, classes: given.map(({ label }) => label), count: 3, parts, penalty: 1 };
      const shuffled = withShuffledLabels(probing, new Random(seed));
      const sorted = ({ classes }: { classes: readonly number[] }) =>
        classes.map((label, at) => 10 * parts[at]! + label).sort((a, b) => a - b);
      expect(sorted(shuffled)).toEqual(sorted(probing));
    }),
  );
});

it('shuffled labels are others in some order of a part', () => {
  const classes = Array.from({ length: 20 }, (_, at) => at % 2);
  const probing = {
    ...{ features: featuresFrom(classes.map(() => [0])), classes, count: 2, parts: classes.map(() => 0), penalty: 1 },
  };
  expect(withShuffledLabels(probing, new Random(1)).classes).not.toEqual(classes);
});

it('a measurement that reckons gives way to the page, and ends when it is stopped', async () => {
  const abort = new AbortController();
  const bench = new EngineBench(
    () => Promise.reject(new Error('Nobody answers.')),
    abort.signal,
    () => undefined,
  );
  await new Promise((resolve) => setTimeout(resolve, 12));
  let hasDrawn = false;
  setTimeout(() => (hasDrawn = true));
  await bench.pause();
  expect(hasDrawn).toBe(true);
  abort.abort();
  await expect(bench.pause()).rejects.toBeInstanceOf(GlassboxError);
});
