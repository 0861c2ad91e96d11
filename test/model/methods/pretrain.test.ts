import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  checkParams,
  type LearnerValue,
  type Params,
  type PretrainValue,
  type PretrainingProgress,
  type Progress,
} from '../../../src/protocol/engine/index.js';
import { Random } from '../../../src/decoding/sampling/random.js';
import { readSafetensors } from '../../../src/engine/checkpoint/safetensors.js';
import { LocalEngine } from '../../../src/engine/engine.js';
import { Learner } from '../../../src/engine/training/pretraining/learner.js';
import { pretrain as pretrainLearners } from '../../../src/engine/training/pretraining/pretrain.js';
import { golden } from '../../golden/compare.js';
import { embeddedFolder, localEngine, tiny, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('pretrain');

/** Sentences of a few words, by chance. */
function story(sentences: number, words: readonly (readonly string[])[]): string {
  const random = new Random(3);
  const one = (list: readonly string[]) => list[Math.floor(random.uniform() * list.length)]!;
  return Array.from({ length: sentences }, () => words.map(one).join('')).join('\n');
}
const english = story(220, [
  ['The ', 'A ', 'My '],
  ['dog ', 'cat ', 'child ', 'bird ', 'king '],
  ['sees ', 'likes ', 'finds ', 'hears '],
  ['the ', 'a '],
  ['river.', 'house.', 'garden.', 'moon.'],
]);
const chinese = story(200, [
  ['小狗', '小猫', '孩子'],
  ['看见', '喜欢', '找到'],
  ['月亮', '房子', '花园'],
  ['。', '！'],
]);

const greedy = { strategy: 'greedy' } as const;
let count = 0;
const base = (more: Partial<Params<'pretrain'>> = {}): Params<'pretrain'> => ({
  ...{ text: english, folder: path.join(work, `run-${count++}`), width: 32, length: 32, batchSize: 8, heads: 4 },
  ...{ steps: 500, every: 250, sampleLength: 60, encoder: { learningRate: 4e-3 } },
  ...more,
});
const pretrain = (more: Partial<Params<'pretrain'>> = {}) => engine.call('pretrain', base(more));
/** Learners whose models were put into a folder. */
const kept = ({ learners }: PretrainValue) => learners as (LearnerValue & { folder: string })[];
const of = (value: PretrainValue, name: LearnerValue['learner']) =>
  kept(value).find(({ learner }) => learner === name)!;

describe('a GPT and a BERT of one text', () => {
  const progress: PretrainingProgress[] = [];
  let value: PretrainValue;
  beforeAll(async () => {
    const onProgress = (one: Progress) => void (one.kind === 'pretraining' && progress.push(one.progress));
    value = await engine.call('pretrain', base(), { onProgress });
  });

  it('learn more than how often characters are', () => {
    expect(value.text.characters).toBe(english.length);
    expect(value.text.learnt + value.text.heldOut).toBe(english.length);
    expect(value.text.vocabulary).toBe(new Set(english).size);
    expect(value.frequencyLoss).toBeGreaterThan(2);
    for (const { judgements, bestStep, losses } of value.learners) {
      expect(losses).toHaveLength(500);
      expect(judgements.map(({ step }) => step)).toEqual([0, 250, 500]);
      expect(judgements[0]!.loss).toBeGreaterThan(value.frequencyLoss);
      const best = judgements.find(({ step }) => step === bestStep)!;
      expect(best.loss).toBe(Math.min(...judgements.map(({ loss }) => loss)));
      expect(best.loss).toBeLessThan(0.8 * value.frequencyLoss);
      expect(best.right / best.tokens).toBeGreaterThan(0.4);
    }
  });

  it('read the same tokens, of which all carry the one’s loss and a share the other’s', () => {
    const [gpt, bert] = [of(value, 'decoder'), of(value, 'encoder')];
    expect(gpt.tokens.at(-1)).toBe(500 * 8 * 32);
    expect(gpt.lossTokens).toEqual(gpt.tokens);
    // Of the encoder's rows two tokens are those that begin and end a text.
    expect(bert.tokens.at(-1)).toBe(500 * 8 * 30);
    expect(bert.lossTokens.at(-1)! / bert.tokens.at(-1)!).toBeCloseTo(0.15, 2);
  });

  it('tell the gradient’s norm of each part, whose squares come to the whole', () => {
    for (const { parts, partNorms, gradientNorms } of value.learners) {
      expect(parts).toEqual(['embeddings', 'layer.0', 'layer.1', 'head']);
      partNorms.forEach((norms, at) => {
        expect(norms.every((norm) => norm > 0)).toBe(true);
        expect(Math.hypot(...norms)).toBeCloseTo(gradientNorms[at]!, 3);
      });
    }
  });

  it('write in the end words of the text, and fill what is hidden', () => {
    const last = (kind: string, { samples }: LearnerValue) => samples.filter((one) => one.kind === kind).at(-1)!;
    const gpt = last('continued', of(value, 'decoder'));
    if (gpt.kind !== 'continued') throw new Error('no text');
    expect(gpt.text).toHaveLength(60);
    expect(gpt.words).toBeGreaterThan(6);
    expect(gpt.known / gpt.words).toBeGreaterThan(0.7);
    expect(english).toContain(gpt.prompt);
    const [first] = of(value, 'decoder').samples;
    expect(first).toMatchObject({ kind: 'continued', step: 0, known: 0 });
    const bert = last('filled', of(value, 'encoder'));
    if (bert.kind !== 'filled') throw new Error('nothing filled');
    expect(english).toContain(bert.text);
    const right = bert.hidden.filter(({ start, end, told }) => bert.text.slice(start, end) === told);
    expect(right).toHaveLength(bert.right);
    expect(last('continued', of(value, 'encoder'))).toMatchObject({ learner: 'encoder', step: 500 });
  });

  it('are told of with each step', () => {
    expect(progress.map(({ done }) => done)).toEqual(Array.from({ length: 501 }, (_, at) => at));
    for (const learner of value.learners) {
      const own = progress.flatMap(({ steps }) => steps.filter((one) => one.learner === learner.learner));
      expect(own.map(({ loss }) => loss)).toEqual(learner.losses);
      const judged = progress.flatMap(({ judgements }) => judgements ?? []);
      expect(judged.filter((one) => one.learner === learner.learner)).toEqual(learner.judgements);
    }
  });

  it('serve what models serve: writing, filling, attention, what layers would say, surprise', async () => {
    const [gpt, bert] = [of(value, 'decoder').folder, of(value, 'encoder').folder];
    const written = await engine.call('generate', { model: gpt, text: 'The dog ', decoding: greedy, maxNewTokens: 20 });
    expect(written.sequences[0]!.text).toMatch(/^[a-z]+ /);
    // What the sample of the weights that were kept has in its gaps is what Fill Mask says there.
    const { samples, bestStep } = of(value, 'encoder');
    const sample = samples.find((one) => one.kind === 'filled' && one.step === bestStep);
    if (sample?.kind !== 'filled') throw new Error('nothing filled');
    const text = sample.hidden.reduceRight(
      (left, { start, end }) => `${left.slice(0, start)}[MASK]${left.slice(end)}`,
      sample.text,
    );
    const { masks } = await engine.call('fillMask', { model: bert, text });
    expect(masks.map(({ candidates }) => candidates[0]!.text)).toEqual(sample.hidden.map(({ told }) => told));
    expect((await engine.call('score', { model: gpt, text: 'My cat likes the moon.' })).perplexity).toBeLessThan(3);
    const lens = await engine.call('logitLens', { model: gpt, text: 'The do', at: [5] });
    expect(lens.layers.at(-1)!.positions[0]!.predictions[0]!.text).toBe('g');
    for (const model of [gpt, bert]) {
      expect((await engine.call('attention', { model, text: 'A bird' })).maps.length).toBeGreaterThan(0);
    }
  });
});

describe('a run', () => {
  it('is the same for the same seed, to the last bit, and another for another', async () => {
    const few = { steps: 12, every: 5 };
    const [one, same, other] = [
      await pretrain({ ...few, seed: 5 }),
      await pretrain({ ...few, seed: 5 }),
      await pretrain({ ...few, seed: 6 }),
    ];
    const seen = ({ learners }: PretrainValue) => learners.map((learner) => ({ ...learner, folder: '' }));
    expect(seen(same)).toEqual(seen(one));
    for (const { learner, folder } of kept(one)) {
      const weights = (place: string) => readFileSync(path.join(place, 'model.safetensors'));
      expect(weights(of(same, learner).folder).equals(weights(folder))).toBe(true);
    }
    expect(of(other, 'decoder').losses).not.toEqual(of(one, 'decoder').losses);
  });

  it.each(['learned', 'sinusoidal'] as const)('has an encoder with %s positions as BERT', async (positions) => {
    const value = await pretrain({ steps: 10, learners: ['encoder'], encoder: { positions } });
    expect(value.learners).toHaveLength(1);
    expect(of(value, 'encoder').type).toBe('bert');
    const { masks } = await engine.call('fillMask', { model: of(value, 'encoder').folder, text: 'The d[MASK]g' });
    expect(masks).toHaveLength(1);
  });

  it('saves weights by the names of transformers’ classes', async () => {
    const made = [
      ...kept(await pretrain({ steps: 1 })),
      ...kept(await pretrain({ steps: 1, learners: ['encoder'], encoder: { positions: 'learned' } })),
    ];
    for (const { folder, type } of made) {
      const names = async (of: string) =>
        (await readSafetensors(path.join(of, 'model.safetensors'))).map(({ name }) => name);
      // These checkpoints have names of older releases and of a bare model.
      const known = (await names(golden(`families/models/mini-${type}`))).map((name) =>
        (type === 'gpt2' ? `transformer.${name}` : name).replace(/gamma$/, 'weight').replace(/beta$/, 'bias'),
      );
      expect((await names(folder)).filter((name) => !known.includes(name))).toEqual([]);
    }
  });

  it('reads Chinese by characters, and what has no token as unknown', async () => {
    const text = chinese.replace('小狗', '𠀀🙂\r\n');
    const value = await pretrain({ text, length: 16, vocabularySize: 20, steps: 250 });
    expect(value.text.unknown).toBeGreaterThan(0);
    expect(value.text.vocabulary).toBe(20);
    const gpt = of(value, 'decoder');
    const { tokens } = await engine.call('tokens', { model: gpt.folder, text: '小猫🙂' });
    expect(tokens.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 2],
      [2, 4],
    ]);
    const written = await engine.call('generate', { model: gpt.folder, text: '小', decoding: greedy, maxNewTokens: 1 });
    expect('狗猫').toContain(written.sequences[0]!.text);
    const sample = gpt.samples.at(-1)!;
    expect(sample.kind === 'continued' && sample.known / sample.words).toBeGreaterThan(0.6);
  });

  it('keeps the best that it had when it is ended', async () => {
    const onProgress = (one: Progress) => {
      if (one.kind === 'pretraining' && one.progress.done === 7) void engine.call('endRun', { job: 'nothing' });
    };
    const value = await engine.call('pretrain', base({ job: 'nothing' }), { onProgress });
    expect(value.stopped).toBe(true);
    for (const { losses, judgements, folder } of kept(value)) {
      expect(losses).toHaveLength(7);
      expect(judgements.map(({ step }) => step)).toEqual([0, 7]);
      expect(existsSync(path.join(folder, 'model.safetensors'))).toBe(true);
    }
  });

  it('puts nothing anywhere without a folder, and learns the same', async () => {
    const few = { steps: 6, every: 3, seed: 5 };
    const params = base(few);
    delete params.folder;
    const told: PretrainingProgress[] = [];
    const onProgress = (one: Progress) => void (one.kind === 'pretraining' && told.push(one.progress));
    const value = await engine.call('pretrain', params, { onProgress });
    const losses = ({ learners }: PretrainValue) => learners.map((learner) => learner.losses);
    expect(losses(value)).toEqual(losses(await pretrain(few)));
    expect(value.learners.map(({ folder }) => folder)).toEqual([null, null]);
    expect(told[0]!.begun).toEqual({ text: value.text, frequencyLoss: value.frequencyLoss });
    expect(told.slice(1).every(({ begun }) => begun === undefined)).toBe(true);
  });

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController();
    const params = base();
    const onProgress = () => controller.abort();
    await expect(engine.call('pretrain', params, { onProgress }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(readdirSync(work).filter((name) => name.startsWith(path.basename(params.folder!)))).toEqual([]);
  });

  it('whose numbers overflow goes back to the best before, and lets the other learn on', async () => {
    const settings = checkParams('pretrain', base({ steps: 30, every: 4, heads: 2 }));
    const made = vi.spyOn(Learner, 'create');
    let done = -1;
    const report = (progress: PretrainingProgress) => void (done = progress.done);
    const pause = async () => {
      if (done !== 9) return;
      (await (made.mock.results[0]!.value as Promise<Learner>)).trainer.parameters.values[0] = Number.NaN;
    };
    const limits = { threads: 1, limit: 1e9 };
    const value = await pretrainLearners(settings, { pause, isStopped: () => false, report }, limits);
    made.mockRestore();
    const gpt = of(value, 'decoder');
    expect(gpt.failedStep).toBe(10);
    expect(gpt.losses).toHaveLength(9);
    expect(gpt.bestStep).toBe(8);
    expect(of(value, 'encoder')).toMatchObject({ bestStep: 30 });
    expect(of(value, 'encoder').losses).toHaveLength(30);
    await engine.call('generate', { model: gpt.folder, text: 'The', decoding: greedy, maxNewTokens: 2 });
  });

  it('lets a person’s question in before its next step', async () => {
    let [steps, then] = [0, -1];
    const answers: Promise<unknown>[] = [];
    const onProgress = (one: Progress) => {
      if (one.kind !== 'pretraining') return;
      steps = one.progress.done;
      if (steps === 3)
        answers.push(engine.call('fillMask', { model: tiny.bert, text: 'the [MASK]' }).then(() => (then = steps)));
    };
    await engine.call('pretrain', base({ steps: 20 }), { onProgress });
    await Promise.all(answers);
    expect(then).toBeGreaterThanOrEqual(3);
    expect(then).toBeLessThanOrEqual(4);
  });
});

describe('what nothing can be learnt from', () => {
  it.each<[string, Partial<Params<'pretrain'>>, object]>([
    ['a text of 50 characters', { text: english.slice(0, 50) }, { problem: 'shortText', characters: 50, needed: 132 }],
    ['no text', { text: '' }, { problem: 'shortText', characters: 0 }],
    ['one character', { text: 'a'.repeat(1000) }, { problem: 'oneCharacter' }],
    ['heads that do not divide the width', { heads: 5 }, { kind: 'parameter', name: 'heads' }],
    ['more heads than the width', { heads: 64 }, { kind: 'parameter', name: 'heads' }],
    ['gradients that are brought down to nothing', { clip: 0 }, { kind: 'parameter', name: 'clip' }],
  ])('%s', async (_, more, details) => {
    await expect(pretrain(more)).rejects.toMatchObject({ details });
  });

  it('a place that is taken, or cannot be written, is told before anything is learnt', async () => {
    const file = path.join(work, 'file');
    writeFileSync(`${file}-bert`, '');
    await expect(pretrain({ folder: file })).rejects.toMatchObject({ details: { problem: 'taken' } });
    await expect(pretrain({ folder: path.join(`${file}-bert`, 'run') })).rejects.toMatchObject({
      details: { kind: 'store' },
    });
  });

  it('sizes that take more memory than models may have', async () => {
    const small = new LocalEngine({
      embeddedFolder,
      installedFolders: [],
      threads: 1,
      idleMinutes: 0,
      memoryLimit: 1e6,
    });
    try {
      await expect(small.call('pretrain', base())).rejects.toMatchObject({
        code: 'out-of-memory',
        details: { kind: 'memory', limit: 1e6 },
      });
    } finally {
      await small.dispose();
    }
  });
});
