/* Fine-tuning: how progress becomes curves, what is refused, and what is said of the ways, also where they contradict the textbook. */
import { describe, expect, it } from 'vitest';
import { wilson } from '../../../../src/maths/wilson.js';
import { GlassboxError } from '../../../../src/protocol/engine/errors.js';
import type { ErrorValue, Params, Progress, TrainValue } from '../../../../src/protocol/engine/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { fineTuning } from '../../../../webview-ui/laboratory/experiments/fineTuning/fineTuning.js';
import {
  settledWays,
  tune,
  type TunedOutcome,
  type TunedWay,
  type TuningResult,
} from '../../../../webview-ui/laboratory/experiments/fineTuning/run.js';
import { tuning } from '../../../../webview-ui/laboratory/experiments/fineTuning/tuning.js';
import { EngineBench, type AskEngine } from '../../../../webview-ui/laboratory/model/bench.js';

const numbers = numbersFor('en');
/** Ordinary spaces, for reading. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

const outcome = (right: number, told = 40, more: Partial<TunedOutcome> = {}): TunedOutcome => ({
  ...{ told, right, trained: 100, all: 1000, seconds: 2, wrong: [] },
  confusion: [
    [right / 2, told / 2 - right / 2],
    [told / 2 - right / 2, right / 2],
  ],
  ...more,
});
const way = (layers: TunedWay['layers'], right: number | null, more: Partial<TunedWay> = {}): TunedWay => ({
  ...{ layers, part: 4, done: 32, steps: 32, loss: 0.1, failed: 0, refusal: null },
  points: layers === 'head' ? [] : [{ step: 32, loss: 0.1 }],
  outcome: right === null ? null : outcome(right),
  ...more,
});
const result = (ways: TunedWay[], more: Partial<TuningResult> = {}): TuningResult => ({
  ...{ headRate: 5e-4, layerRate: 5e-4, epochs: 8, seed: 1, text: 'a: b', model: 'bert', lines: 40, different: 40 },
  ...{ cut: 0, labels: ['bad', 'good'], parts: 4, ways },
  ...more,
});
const three = (head: number, upper: number, all: number) => [way('head', head), way('upper', upper), way('all', all)];
const seen = (ways: TunedWay[], more: Partial<TuningResult> = {}) => plain(tuning.seen(result(ways, more), numbers));

describe('the sentence', () => {
  it('tells what each way came to, who is ahead, and whether chance does that', () => {
    expect(seen(three(28, 34, 36))).toBe(
      'Of lines told when they were not learnt from (40) bert tells rightly, with 95 % intervals: the head alone 28 (54.6 % to 81.9 %), the upper 2 layers 34 (70.9 % to 92.9 %), all layers 36 (76.9 % to 96.0 %). Most: all layers, 2 more than the next. Intervals that overlap that of the best, so that they show no difference: the head alone, the upper 2 layers. The more of it learnt, the more lines it told. Always the most frequent label of them: 50.0 %.',
    );
  });

  it('sets only those behind the best whose intervals have nothing in common with its own', () => {
    const overlapping = 'Intervals that overlap that of the best, so that they show no difference';
    const few = [way('head', null, { outcome: outcome(0, 4) }), way('all', null, { outcome: outcome(1, 4) })];
    expect(seen(few)).toContain(`${overlapping}: the head alone.`);
    expect(seen(few)).not.toContain('wholly below');
    expect(seen(three(8, 20, 36))).toContain(
      'Intervals wholly below that of the best: the head alone, the upper 2 layers.',
    );
    for (let told = 1; told <= 40; told++) {
      for (let right = 0; right < told; right++) {
        const ways = [
          way('head', null, { outcome: outcome(right, told) }),
          way('all', null, { outcome: outcome(told, told) }),
        ];
        const isApart = wilson(right, told)[1] < wilson(told, told)[0];
        expect(seen(ways).includes('wholly below'), `${right} of ${told}`).toBe(isApart);
      }
    }
  });

  it('contradicts the textbook where the numbers do', () => {
    expect(seen(three(34, 30, 20))).toContain('Most: the head alone, 4 more than the next.');
    expect(seen(three(34, 30, 20))).toContain('That layers learnt, too, did not help here.');
    expect(seen(three(30, 34, 28))).toContain('That layers learnt, too, told 4 more at best than the head alone.');
    expect(seen(three(30, 34, 34))).toContain('As many: the upper 2 layers, all layers.');
  });

  it('says nothing of an order where all are equal, and that a guess is as good where it is', () => {
    const told = seen(three(22, 22, 22));
    expect(told).toContain('As many: the head alone, the upper 2 layers, all layers.');
    expect(told).not.toMatch(/more of it|did not help|at best/);
    expect(told).toContain('most frequent label of them: 50.0 %. That is within the interval of the best, too.');
  });

  it('tells how far it is, what could not be learnt so, and where the loss was no number', () => {
    const running = way('upper', null, { part: 2, done: 3, loss: 0.4321 });
    expect(seen([way('head', 30), running])).toContain(
      'Always the most frequent label of them: 50.0 %. Learning the upper 2 layers, part 2 of 4: step 3 of 32, loss 0.432 nats a line.',
    );
    expect(seen([running])).toBe('Learning the upper 2 layers, part 2 of 4: step 3 of 32, loss 0.432 nats a line.');
    const refusal: ErrorValue = {
      code: 'bad-request',
      message: '',
      details: { kind: 'training', problem: 'noLayers', model: 'albert' },
    };
    expect(seen([way('head', 30), way('upper', null, { refusal, points: [], loss: null, part: 0 })])).toContain(
      'Not measured: the upper 2 layers. The layers of albert share their weights',
    );
    expect(seen([way('head', 30), way('all', 20, { failed: 3 })])).toContain(
      'In 3 of 4 parts the loss of all layers was no number any more; the best before that was judged.',
    );
    expect(seen([])).toBe('Nothing was measured.');
    expect(tuning.unseen(result([], { cut: 2 }))).toContain('and cut: 2.');
  });
});

describe('the exercise', () => {
  const check = (ways: TunedWay[], more: Partial<TuningResult> = {}) =>
    fineTuning.exercise.check(result(ways, more), numbers);
  it('is met where layers tell more than the head, of enough lines that differ', () => {
    expect(check(three(28, 30, 20))).toEqual({
      isMet: true,
      text: 'Lines: 40 (different: 40), labels: 2. Told rightly: 30 where the upper 2 layers learn; 28 where the head alone does.',
    });
    expect(check(three(28, 28, 20)).isMet).toBe(false);
    expect(check(three(28, 30, 20), { different: 39 }).isMet).toBe(false);
    expect(check(three(28, 30, 20), { lines: 23, different: 23 }).isMet).toBe(false);
    expect(check(three(28, 30, 20), { labels: ['a', 'b', 'c'] }).isMet).toBe(false);
    expect(check([way('head', 28)]).isMet).toBe(false);
  });
});

describe('the run', () => {
  type Listener = (one: Progress) => void;
  const text = Array.from({ length: 8 }, (_, at) => `good: fine ${at}\nbad: poor ${at}`).join('\n');
  const settings = { headRate: 1e-3, layerRate: 1e-4, epochs: 1, seed: 3 };
  const value = { labels: [{ label: 'bad' }, { label: 'good' }], cut: [3], parameters: { trained: 2, all: 9 } };
  /** Of 16 lines a part learns from 12, in 2 steps. @param ends the step at which a part ends */
  const engine = (ends: (layers: string, fold: number) => number, refuse?: { layers: string; error: Error }) => {
    const asked: Params<'train'>[] = [];
    const ask = (_: string, params: Params<'train'>, { onProgress }: { onProgress: (one: Progress) => void }) => {
      asked.push(params);
      const { layers = 'all' } = params;
      if (refuse?.layers === layers) return Promise.reject(refuse.error);
      onProgress({ kind: 'training', progress: { stage: 'reading', done: 16, count: 16 } });
      for (let fold = 1; fold <= 4 && layers !== 'head'; fold++) {
        for (let done = 1; done <= ends(layers, fold); done++) {
          const progress = { stage: 'learning', done, count: 2, loss: fold * done, gradientNorm: 1, fold } as const;
          onProgress({ kind: 'training', progress });
        }
      }
      const classifier = { count: 16, right: 9, confusion: [] };
      const wrong = [{ index: 1, label: 'bad', told: 'good', probability: 0.7 }];
      return Promise.resolve({ ...value, classifier, wrong, seconds: 1 } as unknown as TrainValue);
    };
    return { asked, ask: ask as unknown as AskEngine };
  };
  const run = async (ask: AskEngine) => {
    const shown: TuningResult[] = [];
    const told: string[] = [];
    const bench = new EngineBench(ask, new AbortController().signal, (done, of) => told.push(`${done}/${of}`));
    for await (const one of tune(bench, text, 'bert', settings)) shown.push(one);
    return { shown, told, last: shown.at(-1)! };
  };

  it('asks for three ways over the same parts, keeps nothing, and has the mean loss of the parts', async () => {
    const { asked, ask } = engine(() => 2);
    const { shown, told, last } = await run(ask);
    expect(asked.map(({ layers }) => layers)).toEqual(['head', 'upper', 'all']);
    for (const params of asked) {
      expect(params).toMatchObject({ model: 'bert', folds: 4, epochs: 1, seed: 3, shuffles: 0, curvePoints: 0 });
      expect(params).toMatchObject({ headLearningRate: 1e-3, learningRate: 1e-4 });
      expect(params).not.toHaveProperty('folder');
      expect(params.examples).toHaveLength(16);
    }
    expect(last).toMatchObject({ lines: 16, different: 16, cut: 1, labels: ['bad', 'good'], parts: 4 });
    for (const one of last.ways.slice(1)) {
      expect(one).toMatchObject({ part: 4, done: 2, steps: 2, failed: 0, refusal: null });
      expect(one.points).toEqual([
        { step: 1, loss: 2.5 },
        { step: 2, loss: 5 },
      ]);
    }
    expect(last.ways[0]!.outcome).toEqual({
      ...{ told: 16, right: 9, confusion: [], trained: 2, all: 9, seconds: 1 },
      wrong: [{ text: 'poor 0', label: 'bad', told: 'good', probability: 0.7 }],
    });
    // What was shown does not change: after the head, and the first step of the next.
    expect(shown[1]!.ways[1]!.points).toEqual([{ step: 1, loss: 1 }]);
    expect(told).toContain('1/16');
    expect(told.at(-1)).toBe('16/16');
  });

  it('takes up what a run had told before as if it had been heard step by step', async () => {
    const late: AskEngine = (async (_: string, params: Params<'train'>, { onProgress }: { onProgress: Listener }) => {
      const losses = [
        { fold: 1, losses: [1] },
        { fold: 2, losses: [2, 4] },
        { fold: 3, losses: [3] },
      ];
      const step = { stage: 'learning', count: 2 } as const;
      if (params.layers !== 'head') {
        onProgress({ kind: 'training', progress: { ...step, done: 1, loss: 3, fold: 3, past: losses } });
        onProgress({ kind: 'training', progress: { ...step, done: 2, loss: 6, fold: 3 } });
      }
      const classifier = { count: 16, right: 9, confusion: [] };
      return Promise.resolve({ ...value, classifier, wrong: [], seconds: 1, resumedAt: 1 } as unknown as TrainValue);
    }) as unknown as AskEngine;
    const { told, last } = await run(late);
    const [, upper] = last.ways;
    // The first part ended before its last step.
    expect(upper).toMatchObject({ part: 3, done: 2, failed: 1 });
    expect(upper!.points).toEqual([
      { step: 1, loss: 2 },
      { step: 2, loss: 5 },
    ]);
    expect(told).toContain('5/16');
    // Its time is that since it was gone on with.
    expect(upper!.outcome!.seconds).toBeNull();
    expect(tuning.table(last, numbers).rows[1]!.at(-1)).toBeNull();
  });

  it('learns no way again that stood when its page was hidden, and lists its call', async () => {
    const { last, shown } = await run(engine(() => 2).ask);
    const before = settledWays(shown.find(({ ways }) => ways.length === 3)!)!;
    expect(before.ways.map(({ layers }) => layers)).toEqual(['head', 'upper']);
    expect(settledWays(result([way('upper', null)]))).toBeNull();
    const { asked, ask } = engine(() => 2);
    const bench = new EngineBench(ask, new AbortController().signal, () => undefined);
    const again: TuningResult[] = [];
    for await (const one of tune(bench, text, 'bert', settings, structuredClone(before))) again.push(one);
    expect(asked.map(({ layers }) => layers)).toEqual(['all']);
    expect(again[1]!.ways).toEqual(before.ways);
    expect(again.at(-1)).toEqual(last);
    expect(bench.calls.map(({ params }) => (params as Params<'train'>).layers)).toEqual(['head', 'upper', 'all']);
    const other = engine(() => 2);
    const others = new EngineBench(other.ask, new AbortController().signal, () => undefined);
    for await (const one of tune(others, text, 'other', settings, before)) again.push(one);
    expect(other.asked).toHaveLength(3);
  });

  it('counts parts that ended before their last step', async () => {
    const { ask } = engine((layers, fold) => (layers === 'all' && fold !== 2 ? 1 : 2));
    const { last } = await run(ask);
    expect(last.ways.map(({ failed }) => failed)).toEqual([0, 0, 3]);
  });

  it('goes on where one way is refused, and ends where all would be', async () => {
    const error = new GlassboxError('wrong-architecture', 'no rule', {
      details: { kind: 'training', problem: 'noRule', model: 'bert', operator: 'Sin' },
    });
    const { last } = await run(engine(() => 2, { layers: 'upper', error }).ask);
    expect(last.ways.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'wrong-architecture', undefined]);
    const broken = new GlassboxError('model-broken', 'no weights');
    await expect(run(engine(() => 2, { layers: 'head', error: broken }).ask)).rejects.toThrow('no weights');
  });

  it.each(['one label: a\none label: b', 'a: one\nb: two\nb: three'])('refuses %j', async (lines) => {
    const bench = new EngineBench(engine(() => 2).ask, new AbortController().signal, () => undefined);
    await expect(tune(bench, lines, 'bert', settings).next()).rejects.toMatchObject({ code: 'bad-request' });
  });
});
