/* Name finders in cross-validation: each line told by a model that has not seen it; and whether what they say of their names holds. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type {
  FoundName,
  MarkedLine,
  NameSpan,
  Params,
  Progress,
  TrainingProgress,
  TrainNamesValue,
} from '../../../src/protocol/engine/index.js';
import { sharesOf } from '../../../src/engine/training/classifierRun.js';
import { RunKeeper } from '../../../src/engine/training/runKeeper.js';
import { golden } from '../../golden/compare.js';
import { localEngine, workFolder } from '../engineOf.js';
import { examples } from './toolsAndPlants.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('train-names-folds');
const model = golden('families/models/mini-bert-sst2');
const LINES = 54;
const FOLDS = 3;

let count = 0;
const place = () => path.join(work, `names-${count++}`);
const base = (more: Partial<Params<'trainNames'>> = {}): Params<'trainNames'> => ({
  ...{ model, examples, folder: place(), steps: 40, learningRate: 2e-3, headLearningRate: 5e-3, penalty: 10 },
  ...more,
});
const train = (more: Partial<Params<'trainNames'>> = {}, onLearning: (progress: TrainingProgress) => void = () => {}) =>
  engine.call('trainNames', base(more), { onProgress: learning(onLearning) });
const learning = (act: (progress: TrainingProgress) => void) => (report: Progress) =>
  void (report.kind === 'training' && report.progress.stage === 'learning' && act(report.progress));

/** The parts of lines, by their first labels; lines of one text are together. */
function partsOf(lines: readonly MarkedLine[], settings: { folds?: number; heldOut: number }) {
  const texts = lines.map(({ text }) => text);
  const classes = lines.map(({ spans: [first] }) => (first ? 1 + 2 * ['PLANT', 'TOOL'].indexOf(first.label) : 0));
  return sharesOf({ rows: texts.map((text) => [texts.indexOf(text)]), classes }, { seed: 0, ...settings }).judged;
}

const isSame = (one: NameSpan, other: NameSpan) =>
  one.start === other.start && one.end === other.end && one.label === other.label;

/** What *Find Names* tells of lines by a model, and whether it is marked. */
async function toldBy(folder: string, lines: readonly MarkedLine[]): Promise<(FoundName & { isRight: boolean })[]> {
  const told = [];
  for (const { text, spans } of lines) {
    const { entities } = await engine.call('entities', { model: folder, text, aggregation: 'first' });
    told.push(...entities.map((one) => ({ ...one, isRight: spans.some((span) => isSame(one, span)) })));
  }
  return told;
}

/** Σ over tenths of probability: |Σ probability − right| / all. */
function errorOf(told: readonly { probability: number; isRight: boolean }[]): number {
  const gaps = new Array<number>(10).fill(0);
  for (const { probability, isRight } of told) {
    gaps[Math.min(9, Math.floor(10 * probability))]! += probability - (isRight ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / told.length;
}

/** What is the same in runs of the same. */
const figures = ({ losses, gradientNorms, head, tagger, calibration, wrong, control }: TrainNamesValue) => ({
  ...{ losses, gradientNorms, head, tagger, calibration, wrong, control },
});
const weights = ({ folder }: TrainNamesValue) => readFileSync(path.join(folder, 'model.safetensors'));
const card = ({ folder }: TrainNamesValue) => readFileSync(path.join(folder, 'README.md'), 'utf8');

describe('cross-validation of names', () => {
  it('tells each line by a model that has not seen its text, and keeps one of all lines', async () => {
    const lines = [...examples, ...examples.slice(0, 9)];
    const value = await train({ examples: lines, folds: FOLDS });
    expect(value.judged).toBe('folds');
    expect([value.tagger!.lines, value.head!.lines]).toEqual([lines.length, lines.length]);
    expect(value.tagger!.marked).toBe(lines.reduce((sum, { spans }) => sum + spans.length, 0));
    const told: Awaited<ReturnType<typeof toldBy>> = [];
    for (const { learnt, held } of partsOf(lines, { folds: FOLDS, heldOut: 0.2 })) {
      const seen = new Set(learnt.map((at) => lines[at]!.text));
      expect(held.filter((at) => seen.has(lines[at]!.text))).toEqual([]);
      const own = await train({ examples: learnt.map((at) => lines[at]!), heldOut: 0, shuffles: 0 });
      told.push(
        ...(await toldBy(
          own.folder,
          held.map((at) => lines[at]!),
        )),
      );
    }
    expect(value.tagger).toMatchObject({ found: told.length, right: told.filter(({ isRight }) => isRight).length });
    expect(value.calibration!.error).toBeCloseTo(errorOf(told), 2);
    const all = await train({ examples: lines, heldOut: 0, shuffles: 0 });
    expect(value.losses).toEqual(all.losses);
    expect(weights(value).equals(weights(all))).toBe(true);
    expect(card(value)).toContain(`${lines.length} lines, each read by a model that had not learnt from it.`);
  });

  it('tells its part as it goes, chooses no weights by the lines that judge them, and reads each line once before', async () => {
    const heard: TrainingProgress[] = [];
    const onProgress = (report: Progress) => void (report.kind === 'training' && heard.push(report.progress));
    await engine.call('trainNames', base({ folds: FOLDS, steps: 4, shuffles: 0 }), { onProgress });
    const steps = heard.filter(({ stage }) => stage === 'learning');
    expect(steps.map(({ fold }) => fold)).toEqual(
      [1, 2, 3, undefined].flatMap((fold) => new Array<number | undefined>(4).fill(fold)),
    );
    expect(steps.some(({ accuracy }) => accuracy !== undefined)).toBe(false);
    const read = heard.filter(({ stage }) => stage === 'reading');
    expect(read.filter(({ done }) => done === LINES)).toHaveLength(1);
    expect(heard.indexOf(read.at(-1)!)).toBeLessThan(heard.indexOf(steps[0]!));
  });

  it('has its chance by the same parts', async () => {
    const value = await train({ folds: FOLDS, layers: 'head', shuffles: 3 });
    const { marked, found, right } = value.tagger!;
    expect(value.tagger).toEqual(value.head);
    expect(value.control!.shuffles).toBe(3);
    expect(value.control!.mean).toBeLessThanOrEqual(value.control!.most);
    expect(value.control!.most).toBeLessThan((2 * right) / (marked + found));
  });

  it('is gone on with in its second part, to the same model', async () => {
    const run = path.join(work, 'run');
    const long = { folds: 2, steps: 24, shuffles: 1 };
    const abort = new AbortController();
    const due = vi.spyOn(RunKeeper.prototype, 'isDue', 'get').mockReturnValue(true);
    const onProgress = learning(({ fold, done }) => void (fold === 2 && done === 15 && abort.abort()));
    const broken = engine.call('trainNames', base({ ...long, run }), { onProgress }, abort.signal);
    await expect(broken).rejects.toMatchObject({ code: 'cancelled' });
    due.mockRestore();
    const heard: TrainingProgress[] = [];
    const value = await train({ ...long, run }, (progress) => heard.push(progress));
    expect(value.resumedAt).toBe(15);
    expect(existsSync(run)).toBe(false);
    expect(heard[0]).toMatchObject({ fold: 2, done: 15, past: [{ fold: 1 }, { fold: 2 }] });
    expect(heard.some(({ fold }) => fold === 1)).toBe(false);
    const whole = await train(long);
    expect(figures(value)).toEqual(figures(whole));
    expect(weights(value).equals(weights(whole))).toBe(true);
  });

  it('that is ended tells the lines that it came to', async () => {
    const job = 'folds';
    const end = ({ fold, done }: TrainingProgress) =>
      void (fold === 2 && done === 5 && engine.call('endRun', { job }).catch(() => {}));
    const value = await train({ job, folds: FOLDS, shuffles: 0 }, end);
    expect(value).toMatchObject({ stopped: true, judged: 'folds', bestStep: 0 });
    const [first, second] = partsOf(examples, { folds: FOLDS, heldOut: 0.2 });
    expect(value.tagger!.lines).toBe(first!.held.length + second!.held.length);
  });

  it('takes as many parts as that of classifiers, and says so', async () => {
    await expect(train({ folds: 1 })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('folds must be at least 2') as string,
    });
    const once = [...examples, { text: 'The day.', spans: [{ start: 4, end: 7, label: 'X' }] }];
    await expect(train({ folds: 2, heldOut: 0, examples: once })).rejects.toMatchObject({
      details: { problem: 'rareLabel', label: 'X', lines: 1, needed: 2 },
    });
  });
});

describe('calibration of names', () => {
  it('is of the names that Find Names finds in lines held out, as sure as it tells them', async () => {
    const value = await train({ shuffles: 0, steps: 60 });
    const { held } = partsOf(examples, { heldOut: 0.2 })[0]!;
    const told = await toldBy(
      value.folder,
      held.map((at) => examples[at]!),
    );
    const { error, bins } = value.calibration!;
    expect(told.length).toBe(value.tagger!.found);
    expect(error).toBeCloseTo(errorOf(told), 3);
    for (const { from, to, count: names, probability, right } of bins) {
      const own = told.filter((one) => one.probability >= from && (one.probability < to || to === 1));
      expect(names).toBe(own.length);
      expect(probability * names).toBeCloseTo(
        own.reduce((sum, one) => sum + one.probability, 0),
        3,
      );
      expect(right * names).toBeCloseTo(own.filter(({ isRight }) => isRight).length, 8);
    }
    expect(card(value)).toContain(`are off by ${(100 * error).toFixed(1)} % on the mean`);
  });

  it('is of nothing where no line is held out', async () => {
    const value = await train({ layers: 'head', heldOut: 0 });
    expect(value).toMatchObject({ judged: 'none', calibration: null });
    expect(card(value)).not.toContain('calibration');
  });
});
