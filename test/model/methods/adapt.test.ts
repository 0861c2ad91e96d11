import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { AdaptingProgress, AdaptValue, Params, Progress } from '../../../src/protocol/engine/index.js';
import { RunKeeper } from '../../../src/engine/training/runKeeper.js';
import { checkpointWeights } from '../../../src/engine/training/modelWeights.js';
import { golden } from '../../golden/compare.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('adapt');
const mini = golden('families/models/mini-gpt2');
const SENTENCES = [
  'the old mill stood by the water',
  'a grey heron waits in the reeds',
  'nobody opens the green door',
  'rain falls on the tin roof',
];
const text = Array.from({ length: 40 }, (_, at) => `${SENTENCES[at % 4]}, and ${SENTENCES[(at * 3 + 1) % 4]}. `).join(
  '',
);

let count = 0;
const base = (more: Partial<Params<'adapt'>> = {}): Params<'adapt'> => ({
  ...{ model: mini, text, folder: path.join(work, `made-${count++}`), length: 24, epochs: 4, learningRate: 3e-3 },
  ...{ sampleTokens: 20, ...more },
});
const adapt = (more: Partial<Params<'adapt'>> = {}) => engine.call('adapt', base(more));
/** By their names in the bare model, as the checkpoint here has them. */
const weightsOf = async (folder: string) =>
  new Map([...(await checkpointWeights(folder))].map(([name, weight]) => [name.replace(/^transformer\./, ''), weight]));
const greedy = { strategy: 'greedy' } as const;

describe('a decoder that goes on learning', () => {
  it('predicts the text held out better, and says so as score does', async () => {
    const progress: AdaptingProgress[] = [];
    const onProgress = (one: Progress) => void (one.kind === 'adapting' && progress.push(one.progress));
    const value = await engine.call('adapt', base(), { onProgress });
    expect(value.after.bitsPerByte).toBeLessThan(0.7 * value.before.bitsPerByte);
    expect(value.judgements[0]).toEqual({ step: 0, bitsPerByte: value.before.bitsPerByte });
    expect(Math.min(...value.judgements.map(({ bitsPerByte }) => bitsPerByte))).toBe(value.after.bitsPerByte);
    expect(value.parameters.trained).toBe(value.parameters.all);
    expect(value.text.learnt + value.text.heldOut).toBe(value.text.tokens);
    expect(progress.map(({ done }) => done)).toEqual(value.losses.map((_, at) => at + 1));
    expect(progress.map(({ loss }) => loss)).toEqual(value.losses);
    const { before, after, heldOutBytes } = { ...value, ...value.text };
    expect(before.bitsPerToken / before.bitsPerByte).toBeCloseTo(heldOutBytes / value.text.heldOut, 6);
    expect(after.bitsPerToken / after.bitsPerByte).toBeCloseTo(heldOutBytes / value.text.heldOut, 6);
    const score = async (model: string) =>
      (await engine.call('score', { model, text: 'nobody opens the green door' })).logProbability;
    expect(await score(value.folder)).toBeGreaterThan(await score(mini));
    const written = await engine.call('generate', {
      model: value.folder,
      text: 'the old',
      decoding: greedy,
      maxNewTokens: 4,
    });
    expect(written.sequences[0]!.text.length).toBeGreaterThan(0);
  });

  it('tells what it has by heart: of what it wrote, and of the text held out', async () => {
    const value = await adapt({ stretch: 3, epochs: 30, learningRate: 1e-2, temperature: 0.3 });
    const { copied, samples } = value;
    expect(samples).toHaveLength(3);
    expect(samples.every(({ prompt }) => text.includes(prompt.trim()))).toBe(true);
    expect(copied.before.stretches).toBe(3 * (20 - 2));
    expect(copied.after.copied).toBeGreaterThan(copied.before.copied);
    // The text says the same again and again.
    expect(copied.heldOut.copied / copied.heldOut.stretches).toBeGreaterThan(0.9);
    expect(text).toContain(copied.longest.trim());
  });

  it('learns the same of a text from Windows', async () => {
    const figures = ({ before, after, losses, text: of }: AdaptValue) => ({ before, after, losses, of });
    const of = text.replaceAll('. ', '.\n');
    const [here, there] = [
      await adapt({ text: of, epochs: 1 }),
      await adapt({ text: of.replaceAll('\n', '\r\n'), epochs: 1 }),
    ];
    expect(figures(there)).toEqual(figures(here));
  });

  it('shows what it writes behind whole words, in whole characters', async () => {
    const of = Array.from({ length: 60 }, (_, at) => `Thus spake the miller ${at}: 今天天气很好, grind!`).join('\n\n');
    const { samples } = await adapt({
      model: 'gpt2-mini',
      text: of,
      steps: 1,
      samples: 5,
      length: 32,
      layers: 'upper',
    });
    const isWord = (sign: string) => /[\p{Script=Latin}\d]/u.test(sign);
    for (const { prompt, before, after } of samples) {
      const at = of.lastIndexOf(prompt);
      expect(at).toBeGreaterThan(0);
      for (const edge of [at, at + prompt.length]) {
        expect({ prompt, cut: isWord(of.charAt(edge - 1)) && isWord(of.charAt(edge)) }).toEqual({ prompt, cut: false });
      }
      expect(before + after).not.toMatch(/\ufffd$|<\|endoftext\|>/);
    }
  });

  it('changes the upper layers alone where these are asked for, and saves what transformers has', async () => {
    const before = await weightsOf(mini);
    const { folder } = await adapt({ layers: 'upper', upperLayers: 1 });
    const after = await weightsOf(folder);
    for (const [name, { values }] of after) {
      const same = Buffer.from(values.buffer).equals(Buffer.from(before.get(name)!.values.buffer));
      expect({ name, same }).toEqual({ name, same: !/^h\.1\.|^ln_f/.test(name) });
    }
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['README.md', 'config.json', 'tokenizer.json']));
    expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toContain('bits a byte');
  });

  it('is made from an export with 8-bit weights, whose matrices are turned', async () => {
    const value = await adapt({
      model: 'gpt2-mini',
      layers: 'upper',
      upperLayers: 1,
      steps: 2,
      samples: 0,
      length: 32,
      learningRate: 1e-6,
    });
    const line = 'The children played in the garden until it was dark.';
    const perplexity = async (model: string) => (await engine.call('score', { model, text: line })).perplexity!;
    const [own, made] = [await perplexity('gpt2-mini'), await perplexity(value.folder)];
    // Such steps change next to nothing; wrong matrices would change all.
    expect(Math.abs(Math.log(made / own))).toBeLessThan(0.05);
    expect(value.samples).toEqual([]);
  });
});

describe('a run', () => {
  const seen = ({ losses, gradientNorms, judgements, samples, copied }: AdaptValue) => ({
    losses,
    gradientNorms,
    judgements,
    samples,
    copied,
  });

  it('is the same for the same seed, also where it was broken off', async () => {
    const whole = await adapt({ epochs: 2 });
    const run = path.join(work, 'run');
    const controller = new AbortController();
    const onProgress = (one: Progress) => {
      if (one.kind === 'adapting' && one.progress.done === 3) controller.abort();
    };
    const due = vi.spyOn(RunKeeper.prototype, 'isDue', 'get').mockReturnValue(true);
    const params = base({ epochs: 2, run });
    await expect(engine.call('adapt', params, { onProgress }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    due.mockRestore();
    expect(existsSync(params.folder)).toBe(false);
    const value = await engine.call('adapt', params);
    expect(value.resumedAt).toBe(3);
    expect(seen(value)).toEqual(seen(whole));
    expect(seen(await adapt({ epochs: 2, seed: 1 }))).not.toEqual(seen(whole));
  });

  it('keeps the best that it had when it is ended, the model as it was where nothing bettered it', async () => {
    const onProgress = (one: Progress) => {
      if (one.kind === 'adapting' && one.progress.done === 2) void engine.call('endRun', { job: 'voice' });
    };
    const value = await engine.call('adapt', base({ job: 'voice', learningRate: 0 }), { onProgress });
    expect(value).toMatchObject({ stopped: true, bestStep: 0 });
    expect(value.losses).toHaveLength(2);
    expect(value.after).toEqual(value.before);
    const [before, after] = [await weightsOf(mini), await weightsOf(value.folder)];
    for (const [name, { values }] of after) expect(values).toEqual(before.get(name)!.values);
  });
});

it.each<[string, Partial<Params<'adapt'>>, object]>([
  [
    'a text of 50 characters',
    { text: text.slice(0, 50) },
    { details: { problem: 'fewTokens', model: mini, tokens: 18, needed: 100 } },
  ],
  ['a model that fills gaps', { model: tiny.bert }, { code: 'wrong-architecture' }],
  ['a place that is taken', { folder: work }, { details: { problem: 'taken' } }],
])('does not learn from %s', async (_, more, error) => {
  await expect(adapt(more)).rejects.toMatchObject(error);
});
