import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  type Params,
  type Progress,
  type TrainingProgress,
  type TrainValue,
} from '../../../src/protocol/engine/index.js';
import { softmax } from '../../../src/maths/softmax.js';
import { Random } from '../../../src/decoding/sampling/random.js';
import { LocalEngine } from '../../../src/engine/engine.js';
import { familyConfig } from '../../../src/engine/families/familyConfig.js';
import type { Json } from '../../../src/engine/files.js';
import { exportedWeights } from '../../../src/engine/training/exportedWeights.js';
import { checkpointWeights } from '../../../src/engine/training/modelWeights.js';
import { RunKeeper } from '../../../src/engine/training/runKeeper.js';
import { writeSafetensors } from '../../../src/engine/training/safetensorsFile.js';
import { trainableModel } from '../../../src/engine/training/trainableModel.js';
import { Trainer } from '../../../src/engine/training/trainer.js';
import { RULES } from '../../../src/training/rules/index.js';
import { golden } from '../../golden/compare.js';
import { embeddedFolder, localEngine, tiny, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work, copy } = workFolder('train');
const model = golden('families/models/mini-bert-sst2');
const GOOD = ['good', 'nice', 'fine', 'great', 'happy', 'kind'];
const BAD = ['bad', 'sad', 'poor', 'ugly', 'cold', 'dark'];
const THINGS = ['the day', 'this book', 'a house', 'the man', 'my dog', 'the sea', 'her song', 'a tree'];
const examples = THINGS.flatMap((thing) => [
  ...GOOD.map((word) => ({ text: `${thing} is ${word}`, label: 'pro' })),
  ...BAD.map((word) => ({ text: `${thing} is ${word}`, label: 'con' })),
]);

let count = 0;
const place = () => path.join(work, `classifier-${count++}`);
const base = (more: Partial<Params<'train'>> = {}): Params<'train'> => ({
  ...{ model, examples, folder: place(), epochs: 6, learningRate: 2e-3, headLearningRate: 5e-3 },
  ...more,
});
/** As it was asked for with a folder. */
type Placed = TrainValue & { folder: string };
const placed = (value: TrainValue) => value as Placed;
const train = async (more: Partial<Params<'train'>> = {}) => placed(await engine.call('train', base(more)));
const classify = (folder: string, text: string) => engine.call('classify', { model: folder, text });

describe('a classifier', () => {
  it('learns, is judged by lines that it has not seen, and classifies as it was judged', async () => {
    const progress: TrainingProgress[] = [];
    const onProgress = (one: Progress) => void (one.kind === 'training' && progress.push(one.progress));
    const value = placed(await engine.call('train', base({ epochs: 8 }), { onProgress }));
    expect(value).toMatchObject({ judged: 'heldOut', layers: 'all', cut: [], seed: 0, model });
    expect(value.labels).toEqual([
      { label: 'con', lines: 48 },
      { label: 'pro', lines: 48 },
    ]);
    expect(value.parameters.trained).toBe(value.parameters.all);
    // 20 % of each label; the rest in batches of 8, eight times.
    expect(value.classifier?.count).toBe(20);
    expect(value.losses).toHaveLength(8 * Math.ceil(76 / 8));
    expect(value.classifier!.right).toBeGreaterThanOrEqual(16);
    expect(value.losses.at(-1)!).toBeLessThan(value.losses[0]!);
    expect(value.wrong).toHaveLength(value.classifier!.count - value.classifier!.right);
    expect(value.control!.mean).toBeLessThan(0.75);
    expect(value.calibration!.bins.reduce((sum, { count: lines }) => sum + lines, 0)).toBe(20);
    expect(value.calibration!.error).toBeLessThan(0.5);
    expect(value.curve.map(({ lines }) => lines)).toEqual([4, 8, 17, 36, 76]);
    expect(value.curve.at(-1)!.mean).toBeCloseTo(value.head!.right / value.head!.count, 5);
    for (const { least, mean, most } of value.curve) expect([least, mean, most]).toEqual([least, mean, most].sort());
    for (const { index, told, label, probability } of value.wrong) {
      const [first] = (await classify(value.folder, examples[index]!.text)).labels;
      expect({ told, label }).toEqual({ told: first!.label, label: examples[index]!.label });
      expect(first!.probability).toBeCloseTo(probability, 4);
    }
    const right = await Promise.all(
      examples.map(async ({ text, label }) => (await classify(value.folder, text)).labels[0]!.label === label),
    );
    expect(right.filter(Boolean).length).toBeGreaterThanOrEqual(86);
    const steps = progress.filter(({ stage }) => stage === 'learning');
    expect(steps.map(({ done }) => done)).toEqual(value.losses.map((_, at) => at + 1));
    expect(steps.map(({ loss }) => loss)).toEqual(value.losses);
    expect(steps.at(-1)!.accuracy).toBeGreaterThan(0.5);
    expect(progress.filter(({ stage }) => stage === 'reading').at(-1)).toMatchObject({ done: 96, count: 96 });
  });

  it('is the same for the same seed, to the last bit, and another for another', async () => {
    const [one, same, other] = [await train({ seed: 5 }), await train({ seed: 5 }), await train({ seed: 6 })];
    expect(same.losses).toEqual(one.losses);
    expect(same.gradientNorms).toEqual(one.gradientNorms);
    expect(
      readFileSync(path.join(same.folder, 'model.safetensors')).equals(
        readFileSync(path.join(one.folder, 'model.safetensors')),
      ),
    ).toBe(true);
    expect(other.losses).not.toEqual(one.losses);
  });

  it('is only judged where no folder is named: to the same, and nothing is written', async () => {
    const before = readdirSync(work);
    const { folder, ...asked } = base({ seed: 5, steps: 4 });
    const judged = await engine.call('train', asked);
    expect(readdirSync(work)).toEqual(before);
    expect(judged.folder).toBeNull();
    const { seconds, ...value } = judged;
    expect(seconds).toBeGreaterThan(0);
    expect(await engine.call('train', { ...asked, folder: folder! })).toMatchObject({ ...value, folder });
    const told: (number | undefined)[] = [];
    const onProgress = (one: Progress) =>
      void (one.kind === 'training' && one.progress.stage === 'learning' && told.push(one.progress.fold));
    const parts = await engine.call('train', { ...asked, folds: 3 }, { onProgress });
    expect(parts.classifier!.count).toBe(96);
    // No classifier of all lines is made.
    expect(told).toEqual([1, 2, 3].flatMap((fold) => new Array<number>(4).fill(fold)));
  });

  it('has its labels, its tokenizer and a card', async () => {
    const { folder } = await train({ layers: 'head' });
    const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as Json;
    expect(config).toMatchObject({
      architectures: ['BertForSequenceClassification'],
      id2label: { 0: 'con', 1: 'pro' },
      label2id: { con: 0, pro: 1 },
    });
    expect(readdirSync(folder).sort()).toEqual(
      [
        'README.md',
        'config.json',
        'model.safetensors',
        ...readdirSync(model).filter((name) => /token|vocab/.test(name)),
      ].sort(),
    );
    expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toContain('| con | 48 |');
  });

  it('changes nothing but the layers that were asked for', async () => {
    const before = await checkpointWeights(model);
    const changed = async (more: Partial<Params<'train'>>) => {
      const { folder, parameters } = await train({ heldOut: 0, ...more });
      const after = await checkpointWeights(folder);
      const names = [...after].filter(
        ([name, { values }]) => !Buffer.from(values.buffer).equals(Buffer.from(before.get(name)!.values.buffer)),
      );
      const size = names.reduce((sum, [, { values }]) => sum + values.length, 0);
      expect(size).toBeLessThanOrEqual(parameters.trained);
      return names.map(([name]) => name).sort();
    };
    expect(await changed({ layers: 'head' })).toEqual(['classifier.bias', 'classifier.weight']);
    const upper = await changed({ layers: 'upper', upperLayers: 1 });
    expect(upper).toContain('bert.encoder.layer.1.output.dense.weight');
    expect(upper.filter((name) => !/^(?:classifier|bert\.pooler|bert\.encoder\.layer\.1)\./.test(name))).toEqual([]);
  });

  it('is judged by each line once in cross-validation, and learns from all in the end', async () => {
    const value = await train({ folds: 4, epochs: 2, shuffles: 0 });
    expect(value).toMatchObject({ judged: 'folds', control: null });
    expect(value.classifier?.count).toBe(96);
    expect(value.head?.confusion.flat().reduce((sum, one) => sum + one)).toBe(96);
    expect(value.losses).toHaveLength(2 * 12);
  });

  it('of three labels is made as well, and without lines held out nothing is said of it', async () => {
    const three = examples.map((one, at) => ({ ...one, label: at % 3 === 0 ? 'third' : one.label }));
    const value = await train({ examples: three, heldOut: 0, steps: 3 });
    expect(value).toMatchObject({
      judged: 'none',
      head: null,
      classifier: null,
      wrong: [],
      control: null,
      calibration: null,
      curve: [],
    });
    expect(value.losses).toHaveLength(3);
    expect((await classify(value.folder, 'a house')).labels.map(({ label }) => label).sort()).toEqual([
      'con',
      'pro',
      'third',
    ]);
  });

  it.each(['mini-roberta', 'mini-distilbert', 'mini-electra', 'mini-albert', 'mini-mpnet', 'mini-modernbert'])(
    'is made from %s',
    async (name) => {
      const value = await train({ model: golden(`families/models/${name}`), steps: 4 });
      expect(value.losses.every(Number.isFinite)).toBe(true);
      expect((await classify(value.folder, 'the day is good')).labels).toHaveLength(2);
    },
  );
});

it('a classifier’s configuration has its real numbers as Python wrote them', async () => {
  const { folder } = await train({ model: golden('families/models/mini-modernbert'), layers: 'head' });
  expect(readFileSync(path.join(folder, 'config.json'), 'utf8')).toContain('"initializer_cutoff_factor": 2.0');
});

/** Changes the numbers that a run was kept with. */
async function changeNumbers(run: string, changed: (values: Float32Array) => Float32Array): Promise<void> {
  const file = path.join(
    run,
    readdirSync(run).find((name) => name.endsWith('.safetensors'))!,
  );
  const folder = path.join(work, `numbers-${count++}`);
  mkdirSync(folder);
  renameSync(file, path.join(folder, 'model.safetensors'));
  const kept = await checkpointWeights(folder);
  await writeSafetensors(
    file,
    new Map(
      [...kept].map(([name, { values }]) => {
        const own = changed(values);
        return [name, { shape: [own.length], values: own }];
      }),
    ),
  );
}

describe('a run that ends early', () => {
  it('keeps the best that it had when it is ended', async () => {
    const onProgress = (one: Progress) => {
      if (one.kind === 'training' && one.progress.stage === 'learning' && one.progress.done === 7)
        void engine.call('endRun', { job: 'mine' });
    };
    const value = placed(await engine.call('train', base({ job: 'mine' }), { onProgress }));
    expect(value.stopped).toBe(true);
    expect(value.losses).toHaveLength(7);
    expect(value.bestStep).toBeLessThanOrEqual(7);
    expect((await classify(value.folder, 'the day is good')).labels).toHaveLength(2);
  });

  it('is gone on with where it was kept, to the same classifier', async () => {
    const run = path.join(work, 'run');
    const long = { folds: 2, steps: 30, shuffles: 0 };
    const params = base({ ...long, run });
    const controller = new AbortController();
    // In the second part of the two, after 20 of its steps.
    const onProgress = (one: Progress) => {
      if (one.kind === 'training' && one.progress.fold === 2 && one.progress.done === 20) controller.abort();
    };
    const due = vi.spyOn(RunKeeper.prototype, 'isDue', 'get').mockReturnValue(true);
    await expect(engine.call('train', params, { onProgress }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    due.mockRestore();
    const heard: TrainingProgress[] = [];
    const hear = (one: Progress) => {
      if (one.kind === 'training' && one.progress.stage === 'learning') heard.push(one.progress);
    };
    const value = placed(await engine.call('train', params, { onProgress: hear }));
    expect(value.resumedAt).toBe(20);
    expect(existsSync(run)).toBe(false);
    const [first, ...later] = heard.splice(0);
    const whole = placed(await engine.call('train', base(long), { onProgress: hear }));
    const lossesOf = (reports: readonly TrainingProgress[], fold?: number) =>
      reports.filter((one) => one.fold === fold).map(({ loss }) => loss);
    // What came before is told at once, so that curves are whole.
    expect(first).toMatchObject({ done: 20, count: 30, fold: 2 });
    expect(first!.past).toEqual([
      { fold: 1, losses: lossesOf(heard, 1) },
      { fold: 2, losses: lossesOf(heard, 2).slice(0, 20) },
    ]);
    expect(lossesOf(later, 2)).toEqual(lossesOf(heard, 2).slice(20));
    expect(lossesOf(later)).toEqual(lossesOf(heard));
    expect(heard.some(({ past }) => past !== undefined)).toBe(false);
    const told = ({ losses, gradientNorms, classifier, wrong }: TrainValue) => ({
      losses,
      gradientNorms,
      classifier,
      wrong,
    });
    expect(told(value)).toEqual(told(whole));
    const weights = ({ folder }: Placed) => readFileSync(path.join(folder, 'model.safetensors'));
    expect(weights(value).equals(weights(whole))).toBe(true);
  });

  it.each([
    ['numbers that are too few', (values: Float32Array) => values.slice(1)],
    [
      'numbers that are too many',
      (values: Float32Array) => Float32Array.from({ length: values.length + 1 }, (_, at) => values[at] ?? 0),
    ],
  ])('is begun anew where it was kept with %s, and says so', async (_, changed) => {
    const run = place();
    const long = { folds: 2, steps: 12, shuffles: 0 };
    const controller = new AbortController();
    const onProgress = (one: Progress) => {
      if (one.kind === 'training' && one.progress.fold === 2 && one.progress.done === 5) controller.abort();
    };
    const due = vi.spyOn(RunKeeper.prototype, 'isDue', 'get').mockReturnValue(true);
    await expect(engine.call('train', base({ ...long, run }), { onProgress }, controller.signal)).rejects.toMatchObject(
      { code: 'cancelled' },
    );
    due.mockRestore();
    await changeNumbers(run, changed);
    const value = await train({ ...long, run });
    expect(value).toMatchObject({ lost: 5 });
    expect(value.resumedAt).toBeUndefined();
    const { losses, classifier } = await train(long);
    expect({ losses: value.losses, classifier: value.classifier }).toEqual({ losses, classifier });
  });

  it('is begun anew where its model has other weights meanwhile, and says so', async () => {
    const run = place();
    const own = copy(model);
    const params = { model: own, steps: 12, shuffles: 0, run };
    const controller = new AbortController();
    const onProgress = (one: Progress) => {
      if (one.kind === 'training' && one.progress.stage === 'learning' && one.progress.done === 5) controller.abort();
    };
    const due = vi.spyOn(RunKeeper.prototype, 'isDue', 'get').mockReturnValue(true);
    await expect(engine.call('train', base(params), { onProgress }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    due.mockRestore();
    const file = path.join(own, 'model.safetensors');
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    const value = await train(params);
    expect(value).toMatchObject({ lost: 5 });
    expect(value.losses).toHaveLength(12);
  });

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController();
    const params = base();
    const onProgress = () => controller.abort();
    await expect(engine.call('train', params, { onProgress }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(existsSync(params.folder!)).toBe(false);
  });

  it('lets a person’s question in before its next step', async () => {
    const answers: Promise<unknown>[] = [];
    let stepsThen = -1;
    let steps = 0;
    const onProgress = (one: Progress) => {
      if (one.kind !== 'training' || one.progress.stage !== 'learning') return;
      steps = one.progress.done;
      if (steps !== 3) return;
      const asked = engine.call('fillMask', { model: tiny.bert, text: 'the [MASK]' });
      answers.push(asked.then(() => (stepsThen = steps)));
    };
    await engine.call('train', base(), { onProgress });
    await Promise.all(answers);
    expect(stepsThen).toBeGreaterThanOrEqual(3);
    expect(stepsThen).toBeLessThanOrEqual(4);
  });
});

describe('what it cannot learn from', () => {
  const refused = async (more: Partial<Params<'train'>>) => {
    const error: unknown = await train(more).catch((thrown: unknown) => thrown);
    return error as { code: string; message: string; details: object };
  };
  const line = (text: string, label: string) => ({ text, label });

  it.each<[string, Partial<Params<'train'>>, object]>([
    ['no lines', { examples: [] }, { problem: 'labels', labels: [] }],
    ['one label', { examples: [line('a', 'x'), line('b', 'x')] }, { problem: 'labels', labels: ['x'] }],
    [
      'a label that one line has',
      { examples: [line('a', 'x'), line('b', 'x'), line('c', 'y')] },
      { problem: 'rareLabel', label: 'y', lines: 1, needed: 2 },
    ],
    [
      'a label whose lines are all the same',
      { examples: [line('a', 'x'), line('b', 'x'), line('c', 'y'), line(' c', 'y')] },
      { problem: 'sameLines', label: 'y' },
    ],
    ['a line without words', { examples: [...examples, line('  ', 'pro')] }, { problem: 'emptyLine', line: 97 }],
    ['a place that is taken', { folder: work }, { problem: 'taken', folder: work }],
    [
      'upper layers of shared ones',
      { model: golden('families/models/mini-albert'), layers: 'upper' },
      { problem: 'noLayers' },
    ],
  ])('%s', async (_, more, problem) => {
    const { code, details } = await refused(more);
    expect({ code, details }).toMatchObject({ code: 'bad-request', details: { kind: 'training', ...problem } });
  });

  it('a place that cannot be written is told before anything is learnt', async () => {
    const file = path.join(work, 'file');
    writeFileSync(file, '');
    expect(await refused({ folder: path.join(file, 'classifier') })).toMatchObject({
      code: 'bad-request',
      details: { kind: 'store' },
    });
    expect(await refused({ folder: 'classifier' })).toMatchObject({ code: 'bad-request', details: { kind: 'store' } });
  });

  it('a graph with an operator that has no derivative: its head alone can be trained', async () => {
    const rules = RULES as Record<string, unknown>;
    const { Tanh: own } = rules;
    delete rules['Tanh'];
    try {
      expect(await refused({})).toMatchObject({
        code: 'wrong-architecture',
        details: { kind: 'training', problem: 'noRule', operator: 'Tanh' },
      });
      const { folder } = await train({ layers: 'head' });
      expect((await classify(folder, 'the day is good')).labels).toHaveLength(2);
    } finally {
      rules['Tanh'] = own;
    }
  });

  it('more memory than models may have, with both figures', async () => {
    const small = new LocalEngine({
      embeddedFolder,
      installedFolders: [],
      threads: 1,
      idleMinutes: 0,
      memoryLimit: 1e6,
    });
    try {
      await expect(small.call('train', base())).rejects.toMatchObject({
        code: 'out-of-memory',
        details: { kind: 'memory', limit: 1e6 },
      });
    } finally {
      await small.dispose();
    }
  });

  it('a model that writes texts of texts', async () => {
    expect(await refused({ model: tiny.t5 })).toMatchObject({ code: 'wrong-architecture' });
  });

  it('an export whose matrices have another form', async () => {
    const int8 = golden('models/tiny-bert-int8');
    expect(await refused({ model: int8 })).toMatchObject({ details: { kind: 'training', problem: 'weights' } });
  });

  it('a label that is empty, or a rate beyond all measure', async () => {
    expect((await refused({ examples: [line('a', ' ')] })).message).toContain('examples.0.label');
    expect((await refused({ clip: 0 })).message).toContain('clip must be a number from 0.000001');
    expect((await refused({ learningRate: -1 })).message).toContain('learningRate must be a number from 0 to 1');
  });
});

it('lines that are longer than the model reads are cut, and told', async () => {
  const long = { text: 'good '.repeat(200), label: 'pro' };
  const value: TrainValue = await train({ examples: [...examples, long], layers: 'head' });
  expect(value.cut).toEqual([96]);
});

it('the weights of an export are those that its graph computes with', async () => {
  const folder = path.join(embeddedFolder, 'bert-mini');
  const file = path.join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const stored = await exportedWeights(path.join(folder, 'onnx/model_quantized.onnx'));
  const family = familyConfig(config, file, 'bert', ['BertForMaskedLM']);
  const trainer = await Trainer.create(trainableModel(family, stored, 'bert-mini', new Random(0)), [], {
    ids: null,
    threads: 1,
    padding: 0,
  });
  try {
    const { tokens, masks } = await engine.call('fillMask', { text: 'She drank a cup of [MASK].', topK: 20 });
    const logits = await trainer.logits({ rows: [tokens.map(({ id }) => id)] });
    const size = logits.length / tokens.length;
    const at = masks[0]!.index;
    const probabilities = softmax(logits.subarray(at * size, (at + 1) * size));
    // The file's own products round their inputs to 8 bit.
    for (const { id, probability } of masks[0]!.candidates) expect(probabilities[id!]).toBeCloseTo(probability, 2);
  } finally {
    await trainer.dispose();
  }
});
