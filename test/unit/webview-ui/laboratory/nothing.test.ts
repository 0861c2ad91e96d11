/* From nothing: how training's progress becomes curves, and what is said of them, also where they contradict the textbook. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pretrainText } from '../../../../src/engine/training/pretraining/pretrainText.js';
import {
  checkParams,
  toErrorValue,
  type LearnerName,
  type PretrainingProgress,
} from '../../../../src/protocol/engine/index.js';
import { errorText } from '../../../../src/wording/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import {
  bestLook,
  CourseRecorder,
  leftFrequencies,
  paramsOf,
  type Course,
  type CourseLook,
  type NothingResult,
} from '../../../../webview-ui/laboratory/experiments/nothing/course.js';
import { learning } from '../../../../webview-ui/laboratory/experiments/nothing/learning.js';
import { nothing } from '../../../../webview-ui/laboratory/experiments/nothing/nothing.js';
import { labInput } from '../../../../webview-ui/laboratory/model/labInput.js';

const numbers = numbersFor('en');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const settings = { steps: 300, width: 48, positions: 'relative', maskShare: 0.15 } as const;
const text = { characters: 3000, learnt: 2700, heldOut: 300, vocabulary: 26, unknown: 0 };

/** One learner's step whose loss and norm are as given. */
const step = (learner: LearnerName, loss: number, gradientNorm: number, lossTokens = 10) => ({
  ...{ learner, loss, tokens: 100, lossTokens, gradientNorm, partNorms: [gradientNorm] },
});

describe('the curves', () => {
  it('have the means of the steps between their points, in bits, and every look', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 400, maxLength: 400 }),
        (steps, losses) => {
          const recorder = new CourseRecorder({ ...settings, steps });
          recorder.take({ done: 0, count: steps, steps: [], begun: { text, frequencyLoss: Math.LN2 } });
          for (let done = 1; done <= steps; done++) {
            recorder.take({ done, count: steps, steps: [step('encoder', losses[done - 1]!, 2 * losses[done - 1]!)] });
          }
          const { courses, frequencyBits } = recorder.result;
          const points = courses[0]!.points;
          expect(frequencyBits).toBeCloseTo(1, 12);
          expect(points.length).toBeLessThanOrEqual(51);
          expect(points.at(-1)!.step).toBe(steps);
          let [from, nats] = [0, 0];
          for (const point of points) {
            nats += point.bits * Math.LN2 * (point.step - from);
            from = point.step;
            expect(point.gradientNorm).toBeCloseTo(2 * point.bits * Math.LN2, 9);
          }
          const sum = losses.slice(0, steps).reduce((all, loss) => all + loss, 0);
          expect(nats).toBeCloseTo(sum, 6);
        },
      ),
    );
  });

  it('keep the newest sample of each kind, count what was read, and do not change what was shown', () => {
    const recorder = new CourseRecorder({ ...settings, steps: 2 });
    const look = (done: number): PretrainingProgress => ({
      ...{ done, count: 2, steps: done === 0 ? [] : [step('encoder', 1, 1, 15)] },
      judgements: [{ learner: 'encoder', step: done, loss: Math.LN2, tokens: 40, right: 10 }],
      samples: [
        { kind: 'continued', learner: 'encoder', step: done, prompt: 'a', text: `b${done}`, words: 2, known: 1 },
        { kind: 'filled', learner: 'encoder', step: done, text: 'ab', hidden: [], right: 0 },
      ],
    });
    expect(recorder.take(look(0))).toBe(true);
    const first = recorder.snapshot;
    recorder.take(look(1));
    expect(recorder.take(look(2))).toBe(true);
    expect(first.courses[0]!.looks).toHaveLength(1);
    const { looks, samples } = recorder.snapshot.courses[0]!;
    expect(looks.map(({ read, carried, bits }) => [read, carried, bits])).toEqual([
      [0, 0, 1],
      [100, 15, 1],
      [200, 30, 1],
    ]);
    expect(samples.map(({ kind, step: at }) => [kind, at])).toEqual([
      ['continued', 2],
      ['filled', 2],
    ]);
  });

  it('are asked for without a folder, with ten looks', () => {
    const params = paramsOf('a text', settings);
    expect(params).toMatchObject({ every: 30, width: 48, encoder: { positions: 'relative', maskShare: 0.15 } });
    expect(params).not.toHaveProperty('folder');
  });
});

describe('a text that is too short', () => {
  const LENGTHS = [1, 100, 234, 250, 258, 259, 260, 261, 262, 299];
  /** What the engine says of it; null where it takes it. */
  function told(text: string): string | null {
    const input = labInput(learning, { text, other: '', locale: 'en' }, { models: {}, options: {} }, []);
    if (input.text === '') return '';
    try {
      pretrainText(checkParams('pretrain', paramsOf(input.text, settings)));
      return null;
    } catch (error) {
      return errorText(toErrorValue(error), numbers.number);
    }
  }

  it.each([
    ['English', 'The dog sees the moon. ', 1],
    ['Chinese', '小狗在家里看见月亮。', 1],
    ['emoji', '🐶🌙', 2],
    ['emoji of several code points', '👍🏽', 2],
    ['text that ends in blanks', 'a b \n', 1],
  ])('of %s is told with its own number of characters, and with those that are needed', (_, unit, units) => {
    for (const length of LENGTHS) {
      const text = Array.from(unit.repeat(length)).slice(0, length).join('');
      expect(text.length).toBe(units * length);
      expect(told(text)).toBe(
        length < 260
          ? `Characters of the text, counted as Unicode code points: ${length}; needed: 260. Give a longer text.`
          : null,
      );
    }
  });

  it('and nothing but blanks is no text', () => {
    for (const length of LENGTHS) expect(told(' \n\u3000'.repeat(length).slice(0, length))).toBe('');
  });
});

const looks = (bits: readonly number[], carried: number): CourseLook[] =>
  bits.map((one, at) => ({
    ...{ step: 100 * at, bits: one, characters: 60, right: 30, read: 1000 * at, carried: 1000 * carried * at },
  }));
const written = (learner: LearnerName, known: number) =>
  ({ kind: 'continued', learner, step: 300, prompt: 'p', text: 't', words: 20, known }) as const;
const course = (learner: LearnerName, bits: readonly number[], known = 10): Course => ({
  ...{ learner, points: [], looks: looks(bits, learner === 'decoder' ? 1 : 0.15), samples: [written(learner, known)] },
});
const result = (gpt: readonly number[], bert: readonly number[], more: Partial<NothingResult> = {}): NothingResult => ({
  ...{ ...settings, done: 300, text, frequencyBits: 4 },
  courses: [course('decoder', gpt, 18), course('encoder', bert, 2)],
  ...more,
});
const seen = (one: NothingResult) => plain(learning.seen(one, numbers));

describe('the sentence', () => {
  it('tells where both came from and to, when they left letter frequencies, and what they write', () => {
    expect(seen(result([5, 2, 1, 0.5], [5, 3.9, 2, 1]))).toBe(
      'In 300 steps on 2,700 characters, bits a predicted character of text held out go, at best: the GPT from 5.00 to 0.50, the BERT from 5.00 to 1.00; letter frequencies alone need 4.00. More than a quarter below that: the GPT by step 100, the BERT by step 200. Of the characters that they read carry loss: the GPT 100.0 %, the BERT 15.0 %. Asked to go on, they write words of which the text has: the GPT 18 of 20, the BERT 2 of 20.',
    );
  });

  it('tells who stays at letter frequencies, be it the GPT', () => {
    const told = seen(result([5, 4, 3.9, 3.8], [5, 3, 2, 1]));
    expect(told).toContain('the GPT not yet, the BERT by step 200');
    expect(told).not.toContain('rises again');
  });

  it('tells when a text is learnt by heart', () => {
    expect(seen(result([5, 2, 3, 4.5], [5, 3, 2, 2.05]))).toContain(
      'as where a text is learnt by heart: the GPT, to 4.50 bits from 2.00 at step 100.',
    );
  });

  it('calls a hundredth of a bit no rise', () => {
    expect(seen(result([5, 1, 0.034, 0.04], [5, 3, 2, 1]))).not.toContain('rises again');
    expect(seen(result([5, 1, 0.034, 0.09], [5, 3, 2, 1]))).toContain('the GPT, to 0.09 bits from 0.03 at step 200.');
  });

  it('counts no words where none are', () => {
    const wordless = (learner: LearnerName): Course => ({
      ...course(learner, [5, 2]),
      samples: [{ ...written(learner, 0), words: 0 }],
    });
    const headings = (one: NothingResult) => {
      const found: string[] = [];
      const walk = (node: unknown): void => {
        if (typeof node === 'string') found.push(node);
        else if (Array.isArray(node)) node.forEach(walk);
        else if (node !== null && typeof node === 'object')
          walk((node as { props?: { children?: unknown } }).props?.children);
      };
      walk(learning.picture(one, { numbers, width: 600 }));
      return found.join(' ');
    };
    const one = result([], [], { courses: [course('decoder', [5, 2]), wordless('encoder')] });
    expect(seen(one)).toContain('the text has: the GPT 10 of 20. No whole word is in what was written by: the BERT.');
    expect(headings(one)).toContain('BERT, by a mask at the end: no whole word');
    expect(headings(one)).toContain('GPT: words that are in the text, 10 of 20');
    const neither = result([], [], { courses: [wordless('decoder'), wordless('encoder')] });
    expect(seen(neither)).toContain('No whole word is in what was written by: the GPT, the BERT.');
    expect(headings(neither)).toContain('GPT: no whole word');
    for (const text of [seen(neither), headings(neither)]) expect(text).not.toMatch(/0 of 0|words (of which|that)/);
  });

  it('tells how far it is, and nothing of nothing', () => {
    const begun = seen(result([5], [5], { done: 0 }));
    expect(begun).toContain('After 0 of 300 steps on 2,700 characters');
    expect(begun).not.toMatch(/below that|carry loss|NaN/);
    expect(seen(result([], []))).toBe('Nothing was measured.');
    expect(seen(result([5], [5], { text: null }))).toBe('Nothing was measured.');
  });
});

describe('the best look, and leaving letter frequencies', () => {
  it('are the first of these', () => {
    const one = course('decoder', [5, 2, 3, 2]);
    expect(bestLook(one)!.step).toBe(100);
    expect(leftFrequencies(one, 2.7)!.step).toBe(100);
    expect(leftFrequencies(one, 2.6)).toBeNull();
    expect(bestLook(course('decoder', []))).toBeNull();
  });
});

describe('the exercise', () => {
  const check = (gpt: readonly number[]) => nothing.exercise.check(result(gpt, [5, 1]), numbers);
  it('is met below half of what letter frequencies need, of the GPT', () => {
    expect(check([5, 1.99]).isMet).toBe(true);
    expect(check([5, 2]).isMet).toBe(false);
    expect(plain(check([5, 3]).text)).toBe(
      'The GPT needs 3.00 bits a character at best, letter frequencies 4.00: 75.0 % of it.',
    );
    expect(check([]).text).toBe('Nothing was measured.');
  });
});
