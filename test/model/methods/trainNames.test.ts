/* Names of the user's own kinds: a class for each token, learnt from lines in which they are marked. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { FoundName, MarkedLine, NameSpan, Params, Progress } from '../../../src/protocol/engine/index.js';
import type { Json } from '../../../src/engine/files.js';
import { checkpointWeights } from '../../../src/engine/training/modelWeights.js';
import { RunKeeper } from '../../../src/engine/training/runKeeper.js';
import { readMarkedNames } from '../../../src/text/markedNames.js';
import { golden } from '../../golden/compare.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';
import { examples } from './toolsAndPlants.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('train-names');
const model = golden('families/models/mini-bert-sst2');
const LINES = 54;
const NAMES = 42;

let count = 0;
const place = () => path.join(work, `names-${count++}`);
const train = (more: Partial<Params<'trainNames'>> = {}, onProgress: (progress: Progress) => void = () => {}) => {
  const settings = { epochs: 12, learningRate: 2e-3, headLearningRate: 5e-3, penalty: 10 };
  return engine.call('trainNames', { model, examples, folder: place(), ...settings, ...more }, { onProgress });
};
/** The names that *Find Names* finds, and how sure. */
const surelyIn = async (folder: string, text: string): Promise<FoundName[]> => {
  const { entities } = await engine.call('entities', { model: folder, text, aggregation: 'first' });
  return entities.map(({ start, end, label, probability }) => ({ start, end, label, probability }));
};
const namesIn = async (folder: string, text: string): Promise<NameSpan[]> =>
  (await surelyIn(folder, text)).map(({ start, end, label }) => ({ start, end, label }));

describe('a model that finds names', () => {
  it('learns them, is judged by lines that it has not seen, and finds them as it was judged', async () => {
    const steps: number[] = [];
    const value = await train({}, (report) => {
      if (report.kind === 'training' && report.progress.stage === 'learning') steps.push(report.progress.loss!);
    });
    expect(value.labels).toEqual([
      { label: 'PLANT', names: NAMES },
      { label: 'TOOL', names: NAMES },
    ]);
    expect(value).toMatchObject({ lines: LINES, cut: [], layers: 'all', model });
    expect(value.losses).toEqual(steps);
    expect(value.losses.at(-1)!).toBeLessThan(0.2 * value.losses[0]!);
    const { tagger, head, wrong } = value;
    expect([tagger!.lines, head!.lines]).toEqual([10, 10]);
    expect(tagger!.right).toBeGreaterThanOrEqual(0.6 * tagger!.marked);
    expect(tagger!.labels.reduce((sum, { marked }) => sum + marked, 0)).toBe(tagger!.marked);
    for (const { index, missed, wrong: found } of wrong) {
      const { text, spans } = examples[index]!;
      const told = await surelyIn(value.folder, text);
      expect(found).toEqual(told.filter((one) => !spans.some((span) => isSame(one, span))).map(near));
      expect(spans.filter((span) => !told.some((one) => isSame(one, span)))).toEqual(missed);
    }
    expect(missedOf(wrong)).toBe(tagger!.marked - tagger!.right);
    const f1 = (2 * tagger!.right) / (tagger!.marked + tagger!.found);
    expect(value.control).toMatchObject({ shuffles: 5 });
    expect(value.control!.mean).toBeLessThanOrEqual(value.control!.most);
    expect(value.control!.most).toBeLessThan(0.7 * f1);
    expect(readFileSync(path.join(value.folder, 'README.md'), 'utf8')).toContain('by chance (5 times)');
    let right = 0;
    for (const { text, spans } of examples) {
      if (JSON.stringify(await namesIn(value.folder, text)) === JSON.stringify(spans)) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(0.8 * LINES);
  });

  it('is the same for the same seed, to the last bit, and another for another', async () => {
    const [one, same, other] = [await train({ seed: 5 }), await train({ seed: 5 }), await train({ seed: 6 })];
    expect(same.losses).toEqual(one.losses);
    expect(readFileSync(path.join(same.folder, 'model.safetensors'))).toEqual(
      readFileSync(path.join(one.folder, 'model.safetensors')),
    );
    expect(other.losses).not.toEqual(one.losses);
  });

  it('has tags of its kinds, a head of a class for each token, and a card', async () => {
    const { folder, parameters } = await train({ layers: 'head' });
    const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as Json;
    expect(config).toMatchObject({
      architectures: ['BertForTokenClassification'],
      id2label: { 0: 'O', 1: 'B-PLANT', 2: 'I-PLANT', 3: 'B-TOOL', 4: 'I-TOOL' },
    });
    expect(config).not.toHaveProperty('problem_type');
    const weights = await checkpointWeights(folder);
    expect([...weights.keys()].filter((name) => !name.startsWith('bert.')).sort()).toEqual([
      ...['classifier.bias', 'classifier.weight'],
    ]);
    expect([...weights.keys()].some((name) => name.includes('pooler'))).toBe(false);
    expect(parameters.trained).toBe(weights.get('classifier.weight')!.values.length + 5);
    const before = await checkpointWeights(model);
    for (const [name, { values }] of weights)
      if (name.startsWith('bert.')) expect(values).toEqual(before.get(name)!.values);
    expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toContain(`| PLANT | ${NAMES} |`);
  });

  it('is ended with the best that it has, and cancelled with nothing', async () => {
    const job = 'names';
    const onStep = (act: () => void) => (report: Progress) =>
      void (report.kind === 'training' && report.progress.stage === 'learning' && act());
    const ended = await train(
      { job, steps: 10_000 },
      onStep(() => void engine.call('endRun', { job })),
    );
    expect(ended.stopped).toBe(true);
    const abort = new AbortController();
    const folder = place();
    const onProgress = onStep(() => abort.abort());
    const run = engine.call('trainNames', { model, examples, folder, steps: 10_000 }, { onProgress }, abort.signal);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(folder)).toBe(false);
  });

  it('is gone on with where it was broken off, to the last bit', async () => {
    const due = vi.spyOn(RunKeeper.prototype, 'isDue', 'get').mockReturnValue(true);
    try {
      const whole = await train({ steps: 20 });
      const run = path.join(work, 'run');
      const abort = new AbortController();
      const onProgress = (report: Progress) =>
        void (
          report.kind === 'training' &&
          report.progress.done === 13 &&
          report.progress.stage === 'learning' &&
          abort.abort()
        );
      const settings = {
        model,
        examples,
        epochs: 12,
        learningRate: 2e-3,
        headLearningRate: 5e-3,
        penalty: 10,
        steps: 20,
        run,
      };
      const broken = engine.call('trainNames', { ...settings, folder: place() }, { onProgress }, abort.signal);
      await expect(broken).rejects.toMatchObject({ code: 'cancelled' });
      const value = await engine.call('trainNames', { ...settings, folder: place() });
      expect(value.resumedAt).toBe(13);
      expect(value.losses).toEqual(whole.losses);
      expect(value.head).toEqual(whole.head);
      expect(readFileSync(path.join(value.folder, 'model.safetensors'))).toEqual(
        readFileSync(path.join(whole.folder, 'model.safetensors')),
      );
      expect(existsSync(run)).toBe(false);
    } finally {
      due.mockRestore();
    }
  });

  it('is not judged where no line is held out, and says so', async () => {
    const value = await train({ layers: 'head', heldOut: 0, examples: examples.slice(0, 1) });
    expect(value).toMatchObject({ head: null, tagger: null, wrong: [], control: null });
    expect(readFileSync(path.join(value.folder, 'README.md'), 'utf8')).toContain('Nothing was held out');
  });

  it('cuts lines to what the model reads, with the names behind', async () => {
    const long: MarkedLine = readMarkedNames(`${'The day is cold. '.repeat(200)}[saw](TOOL)`);
    const value = await train({ layers: 'head', heldOut: 0, examples: [...examples, long] });
    expect(value.cut).toEqual([LINES]);
    expect(value.labels[1]).toEqual({ label: 'TOOL', names: NAMES });
  });
});

/** As sure as batches of other sizes leave it. */
const near = (one: FoundName) => ({ ...one, probability: expect.closeTo(one.probability, 4) as number });
const isSame = (one: NameSpan, other: NameSpan) =>
  one.start === other.start && one.end === other.end && one.label === other.label;
const missedOf = (wrong: readonly { missed: readonly NameSpan[] }[]) =>
  wrong.reduce((sum, { missed }) => sum + missed.length, 0);

describe('what is refused', () => {
  const span = (start: number, end: number) => ({ start, end, label: 'X' });
  it.each([
    ['lines without a name', [{ text: 'The day.', spans: [] }], { problem: 'noNames' }],
    ['no line', [], { problem: 'noNames' }],
    ['a span over the end', [{ text: 'The day.', spans: [span(4, 20)] }], { problem: 'badSpan', line: 1 }],
    ['a span of nothing', [{ text: 'The day.', spans: [span(4, 4)] }], { problem: 'badSpan', line: 1 }],
    ['two that overlap', [{ text: 'The day.', spans: [span(4, 7), span(0, 5)] }], { problem: 'badSpan', line: 1 }],
    ['a line without words', [{ text: ' ', spans: [] }, ...examples], { problem: 'emptyLine', line: 1 }],
    [
      'a kind that is called as tokens outside of names are',
      [readMarkedNames('[a saw](O)'), readMarkedNames('[a knife](O)')],
      { problem: 'tagLabel', label: 'O' },
    ],
    [
      'a label in one line',
      [...examples, { text: 'The day.', spans: [span(4, 7)] }],
      { problem: 'rareLabel', label: 'X', lines: 1, needed: 2 },
    ],
    [
      'a label in lines that are all the same',
      [...examples, { text: 'The day.', spans: [span(4, 7)] }, { text: 'The day.', spans: [span(4, 7)] }],
      { problem: 'sameLines', label: 'X' },
    ],
  ])('%s', async (_, given, details) => {
    await expect(train({ examples: given })).rejects.toMatchObject({ code: 'bad-request', details });
  });

  it('a model that writes', async () => {
    await expect(train({ model: tiny.gpt2 })).rejects.toMatchObject({ code: 'wrong-architecture' });
  });
});
