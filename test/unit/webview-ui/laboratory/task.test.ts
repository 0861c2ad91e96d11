/* One task, three ways: arithmetic, and what is said of the numbers, also where they contradict the textbook. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import {
  cache,
  readsOf,
  type CachePoint,
  type CacheResult,
} from '../../../../webview-ui/laboratory/experiments/task/cache.js';
import {
  rightOf,
  type LabelFinding,
  type LabelsResult,
} from '../../../../webview-ui/laboratory/experiments/task/labelRun.js';
import { labels } from '../../../../webview-ui/laboratory/experiments/task/labels.js';
import { ownLabel } from '../../../../webview-ui/laboratory/experiments/task/labelWays.js';
import { answerOf, isInText } from '../../../../webview-ui/laboratory/experiments/task/questionWays.js';
import { questions, type QuestionsResult } from '../../../../webview-ui/laboratory/experiments/task/questions.js';
import { task } from '../../../../webview-ui/laboratory/experiments/task/task.js';
import { median } from '../../../../webview-ui/laboratory/model/clock.js';
import { durationText } from '../../../../webview-ui/laboratory/model/duration.js';

const numbers = numbersFor('en');
/** Ordinary spaces, for reading. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('times', () => {
  it('are in the unit that fits', () => {
    expect([0.04, 2.56, 103.4, 2560, 164_000, 10_800_000].map((time) => durationText(time, numbers))).toEqual([
      '0.0 ms',
      '2.6 ms',
      '103 ms',
      '2.6 s',
      '2.7 minutes',
      '3.0 hours',
    ]);
  });

  it('have a middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([]), median([7])]).toEqual([2, 2.5, 0, 7]);
  });
});

describe('what is read with and without a cache', () => {
  it('is the sum over the steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (prompt, count) => {
        let [kept, anew] = [0, 0];
        for (let step = 0; step < count; step++) {
          kept += step === 0 ? prompt : 1;
          anew += prompt + step;
        }
        expect(readsOf(prompt, count)).toEqual({ kept, anew });
      }),
    );
  });

  const point = (more: Partial<CachePoint> = {}): CachePoint => ({
    ...{ newTokens: 64, kept: 50, anew: 500, keptReads: 77, anewReads: 2912, isSame: true },
    ...more,
  });
  const result = (...points: CachePoint[]): CacheResult => ({ model: 'gpt', prompt: 14, points });

  it('is told with both times, whichever is the longer', () => {
    expect(plain(cache.seen(result(point()), numbers))).toBe(
      'For 64 new tokens behind 14 gpt takes 50 ms with its cache and 500 ms without, 10.0 times as long; it reads 2,912 tokens instead of 77, 37.8 times as many. Both write the same.',
    );
    expect(cache.seen(result(point({ kept: 500, anew: 250 })), numbers)).toContain('0.5 times as long');
    expect(cache.seen(result(point({ isSame: false, newTokens: 32 }), point()), numbers)).toContain(
      'From 32 new tokens on the two texts differ',
    );
    expect(cache.seen(result(), numbers)).toBe('The text leaves no room to go on with it.');
  });
});

const lines = Array.from({ length: 20 }, (_, at) => ({ label: at % 2 ? 'bad' : 'good', text: `line ${at}` }));
const truth = lines.map(({ label }) => label);
const finding = (way: LabelFinding['way'], told: string[], more: Partial<LabelFinding> = {}): LabelFinding => ({
  ...{ way, model: way, told, milliseconds: 10, loading: 100, isTooLong: false },
  ...more,
});
const outcome = (...found: LabelFinding[]): LabelsResult => ({ labels: ['good', 'bad'], lines, examples: 4, found });

describe('labels', () => {
  it('are right where they are the line’s own; a head’s are taken in any case', () => {
    expect(ownLabel(['good', 'bad'], 'GOOD')).toBe('good');
    expect(ownLabel(['good', 'bad'], 'LABEL_1')).toBe('LABEL_1');
    const mostly = truth.map((label, at) => (at < 2 ? 'x' : label));
    expect(rightOf(outcome(), finding('head', mostly))).toEqual({ right: 18, of: 20 });
    expect(
      rightOf(
        outcome(),
        finding(
          'head',
          truth.map(() => 'LABEL_1'),
        ),
      ),
    ).toBeNull();
  });

  it('are told with what guessing comes to, and with their cost', () => {
    const found = [
      finding('trained', truth, { milliseconds: 2 }),
      finding(
        'causal',
        truth.map(() => 'good'),
        { milliseconds: 120 },
      ),
    ];
    expect(plain(labels.seen(outcome(...found), numbers))).toBe(
      'Best, by lines told rightly: a head on the examples (trained) 100.0 %. Lines: 20, and as examples 4; the most frequent label alone is right in 50.0 %. So few lines do not show these to be better: the label behind the text. One label for every line: the label behind the text (“good”). A text takes 2.0 ms (a head on the examples) to 120 ms (the label behind the text), loading apart.',
    );
  });

  it('say that the others are no better than a guess where all but the best are not', () => {
    const guess = truth.map(() => 'good');
    const seen = labels.seen(
      outcome(finding('trained', truth), finding('causal', guess), finding('fewShot', guess)),
      numbers,
    );
    expect(seen).toContain('So few lines do not show the others to be better.');
    const two = outcome(finding('trained', truth), finding('head', truth), finding('causal', guess));
    expect(labels.seen(two, numbers)).toContain('do not show these to be better: the label behind the text.');
  });

  it('that are none of the user’s, and texts that are too long, are told', () => {
    const seen = labels.seen(
      outcome(
        finding(
          'head',
          truth.map(() => 'LABEL_1'),
        ),
        finding('fewShot', [], { milliseconds: 0, isTooLong: true }),
      ),
      numbers,
    );
    expect(seen).toContain('head tells labels of its own (LABEL_1)');
    expect(seen).toContain('longer than is read at once: the label behind text and examples (fewShot)');
    expect(seen).not.toContain('told rightly');
  });

  it('no way that is better than a guess', () => {
    const seen = labels.seen(
      outcome(
        finding(
          'causal',
          truth.map((label, at) => (at < 14 ? 'good' : label)),
        ),
      ),
      numbers,
    );
    expect(seen).toContain('So few lines do not show any to be better than that.');
  });

  it('are checked by the exercise', () => {
    const check = (...found: LabelFinding[]) => task.exercise.check(outcome(...found), numbers);
    const half = finding(
      'trained',
      truth.map(() => 'good'),
    );
    expect(check(half, finding('fewShot', truth)).isMet).toBe(true);
    expect(
      check(
        half,
        finding(
          'fewShot',
          truth.map(() => 'bad'),
        ),
      ).isMet,
    ).toBe(false);
    expect(check(half)).toEqual({ isMet: false, text: 'Not all ways could be tried.' });
  });
});

describe('answers', () => {
  it('stand in the text in whatever case, a full stop behind them or not', () => {
    expect(isInText('berlin', 'Tom lives in Berlin.')).toBe(true);
    expect(isInText('', 'Tom')).toBe(false);
    expect(isInText('art', 'A part of it.')).toBe(false);
    expect(isInText('art', 'A part of art.')).toBe(true);
    expect(isInText('1', 'in 2019')).toBe(false);
    expect(isInText('北京', '小明住在北京。')).toBe(true);
    expect(answerOf({ text: ' Berlin.', logProbability: Math.log(0.5) }, 'in Berlin now')).toEqual([
      { text: 'Berlin.', probability: 0.5, isInText: true },
    ]);
    expect(answerOf({ text: ' \n', logProbability: 0 }, 'x')).toEqual([]);
  });

  const answered = (isIn: boolean): QuestionsResult => ({
    found: [
      { way: 'prompt', model: 'gpt', answers: [{ text: 'here', probability: 0.25, isInText: isIn }], milliseconds: 12 },
      { way: 'textToText', model: 't5', answers: [], milliseconds: 30 },
    ],
    untrained: ['t5'],
  });

  it('are told with where they stand, and who says nothing', () => {
    expect(plain(questions.seen(answered(false), numbers))).toBe(
      'Answers: gpt: “here” (25.0 %), which does not stand in the text. t5 was trained on other tasks only. t5 writes nothing. Loaded, they took: gpt: 12 ms, t5: 30 ms. No model here marks answers in a text: those that write are not held to it.',
    );
    expect(questions.seen(answered(true), numbers)).toContain('which stands in the text.');
  });

  it('are none where a reader finds it more probable that the text does not say it', () => {
    const marked = (noAnswer: number): QuestionsResult => {
      const answers = [{ text: 'here', probability: 0.25, isInText: true }];
      return { found: [{ way: 'span', model: 'r', answers, noAnswer, milliseconds: 12 }], untrained: [] };
    };
    const none = questions.seen(marked(0.5), numbers);
    expect(none).toContain('r marks nothing: the text does not say it.');
    expect(none).not.toContain('Answers');
    expect(plain(questions.seen(marked(0.1), numbers))).toContain('r: “here” (25.0 %), which stands in the text');
  });
});
