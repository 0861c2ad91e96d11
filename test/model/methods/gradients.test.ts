import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params, Progress } from '../../../src/protocol/engine/index.js';
import { LocalEngine } from '../../../src/engine/engine.js';
import { golden } from '../../golden/compare.js';
import { embeddedFolder, localEngine } from '../engineOf.js';

interface Case {
  model: string;
  ids: number[];
  draws: { at: number[]; loss: number; norm: number; parts: Record<string, number>; after: number }[];
  cosine: number;
}

const reference = JSON.parse(readFileSync(golden('training/gradients.json'), 'utf8')) as {
  text: string;
  rate: number;
  cases: Case[];
};
const engine = localEngine();
afterAll(() => engine.dispose());

/** Single precision against double. */
const RELATIVE = 1e-4;
const text = 'The cat sat on the mat.';
const ask = (params: Partial<Params<'gradients'>>) => engine.call('gradients', { text, ...params });
const tokensOf = async (model: string) => (await engine.call('tokens', { model, text })).tokens;

describe('PyTorch’s gradients', () => {
  it.each(reference.cases.map((one) => [one.model, one] as const))('of %s', async (name, wanted) => {
    const model = golden(`families/models/${name}`);
    const { text: own, rate: learningRate } = reference;
    const at = wanted.draws.map((draw) => draw.at);
    const value = await engine.call('gradients', { model, text: own, at, learningRate });
    expect(value.tokens.map(({ id }) => id)).toEqual(wanted.ids);
    const near = (found: number, figure: number, what: string) =>
      expect(Math.abs(found - figure), `${what}: ${found}, PyTorch ${figure}`).toBeLessThan(
        RELATIVE * Math.abs(figure),
      );
    for (const [place, draw] of wanted.draws.entries()) {
      const found = value.draws[place]!;
      expect(found.at).toEqual(draw.at);
      near(found.loss, draw.loss, 'loss');
      near(found.norm, draw.norm, 'norm');
      near(found.after!, draw.after, 'loss behind the step');
      expect(new Set(value.parts.map(({ part }) => part))).toEqual(new Set(Object.keys(draw.parts)));
      value.parts.forEach(({ part }, index) => near(found.partNorms[index]!, draw.parts[part]!, part));
    }
    expect(Math.abs(value.cosines[0]![1]! - wanted.cosine)).toBeLessThan(RELATIVE);
    expect(value.cosines[1]).toEqual([value.cosines[0]![1], 1]);
  });
});

describe('of the models that come along, in 8 bit', () => {
  it.each(['bert-mini', 'gptbert-mini', 'gpt2-mini'])(
    '%s: the loss is what the graph that serves gives, but for its rounding',
    async (model) => {
      const { draws } = await ask({ model, draws: 1 });
      const { at, loss } = draws[0]!;
      const masked = model === 'gpt2-mini' ? {} : { masked: at };
      const { variants } = await engine.call('predictions', { model, text, variants: [{ at, ...masked }], topK: 0 });
      const { places } = variants[0]!;
      const served = places.reduce((sum, { logProbability }) => sum - logProbability / places.length, 0);
      expect(Math.abs(loss - served)).toBeLessThan(0.15);
    },
  );
});

describe('draws', () => {
  it('are 15 % of an encoder’s tokens and all that a decoder predicts, unless told otherwise', async () => {
    const masked = await ask({ model: 'bert-mini', text: 'one two three four five six seven eight nine ten' });
    expect(masked.draws).toHaveLength(2);
    for (const { at } of masked.draws) {
      expect(at).toHaveLength(Math.round(0.15 * masked.candidates));
      for (const one of at) expect(masked.tokens[one]!.start).not.toBeNull();
    }
    const causal = await ask({ model: 'gpt2-mini' });
    expect(causal.draws[0]!.at).toEqual(causal.tokens.map((_, index) => index).slice(1));
    expect(causal.cosines[0]![1]).toBeCloseTo(1, 6);
    const some = await ask({ model: 'gpt2-mini', share: 0.5, draws: 3 });
    expect(some.draws.map(({ at }) => at.length)).toEqual(new Array(3).fill(Math.round(some.candidates / 2)));
  });

  it('are the same for the same seed, and one token at least', async () => {
    const params = { model: 'bert-mini', share: 0.001, draws: 4, seed: 7 };
    const [one, same, other] = [await ask(params), await ask(params), await ask({ ...params, seed: 8 })];
    expect(same).toEqual(one);
    expect(one.draws.map(({ at }) => at.length)).toEqual([1, 1, 1, 1]);
    expect(other.draws.map(({ at }) => at)).not.toEqual(one.draws.map(({ at }) => at));
  });

  it('have norms that are the roots of their parts’ squares, and cosines from −1 to 1', async () => {
    const { draws, cosines, parts } = await ask({ model: 'bert-mini', draws: 3 });
    for (const { norm, partNorms } of draws) {
      expect(partNorms).toHaveLength(parts.length);
      expect(Math.hypot(...partNorms) / norm).toBeCloseTo(1, 6);
    }
    cosines.forEach((row, at) => {
      expect(row[at]).toBe(1);
      row.forEach((cosine, other) => expect(cosine).toBe(cosines[other]![at]));
      for (const cosine of row) expect(Math.abs(cosine)).toBeLessThanOrEqual(1);
    });
  });

  it('lower the loss by rate · norm² where the step is short', async () => {
    const { draws } = await ask({ model: 'gpt2-mini', draws: 1, learningRate: 1e-5 });
    const { loss, after, norm } = draws[0]!;
    expect((loss - after!) / (1e-5 * norm ** 2)).toBeCloseTo(1, 1);
    const huge = await ask({ model: 'gpt2-mini', draws: 1, learningRate: 1000 });
    expect(huge.draws[0]!.after === null || huge.draws[0]!.after! > loss).toBe(true);
  });

  it('leave the model as it was, and tell how far they are', async () => {
    const before = await engine.call('fillMask', { model: 'bert-mini', text: 'The cat [MASK] on the mat.' });
    const progress: Progress[] = [];
    const params = { text, model: 'bert-mini', draws: 3, learningRate: 1 };
    await engine.call('gradients', params, { onProgress: (one) => progress.push(one) });
    expect(progress).toEqual(Array.from({ length: 6 }, (_, at) => ({ kind: 'measured', done: at + 1, count: 6 })));
    expect(await engine.call('fillMask', { model: 'bert-mini', text: 'The cat [MASK] on the mat.' })).toEqual(before);
  });
});

describe('what has none', () => {
  it.each<[string, Partial<Params<'gradients'>>, object]>([
    ['no words', { model: 'bert-mini', text: ' ' }, { code: 'bad-request', details: { kind: 'nothingToRead' } }],
    ['one token', { model: 'gpt2-mini', text: 'a' }, { details: { kind: 'nothingToPredict', reads: 'left' } }],
    ['a mask alone', { model: 'bert-mini', text: '[MASK]' }, { details: { kind: 'nothingToPredict', reads: 'both' } }],
    ['a mask in the text', { model: 'bert-mini', text: '[MASK] is', at: [[1]] }, { details: { name: 'at[0]' } }],
    ['a special token', { model: 'bert-mini', at: [[0]] }, { details: { kind: 'parameter', name: 'at[0]' } }],
    ['a token twice', { model: 'bert-mini', at: [[1], [2, 2]] }, { details: { kind: 'parameter', name: 'at[1]' } }],
    ['the first of a decoder', { model: 'gpt2-mini', at: [[0]] }, { details: { kind: 'parameter', name: 'at[0]' } }],
    ['an empty draw', { model: 'bert-mini', at: [[]] }, { code: 'bad-request' }],
    ['a share of 0', { model: 'bert-mini', share: 0 }, { code: 'bad-request' }],
    ['a long text', { model: 'bert-mini', text: 'word '.repeat(600) }, { code: 'too-long' }],
    ['an encoder-decoder', { model: 't5-mini' }, { code: 'wrong-architecture' }],
    ['an encoder without a head for words', { model: 'e5-mini' }, { code: 'wrong-architecture' }],
  ])('%s', async (_, params, wanted) => {
    await expect(ask(params)).rejects.toMatchObject(wanted);
  });

  it('memory for it', async () => {
    const small = new LocalEngine({
      embeddedFolder,
      installedFolders: [],
      threads: 1,
      idleMinutes: 0,
      memoryLimit: 60e6,
    });
    try {
      await expect(small.call('gradients', { model: 'bert-mini', text })).rejects.toMatchObject({
        code: 'out-of-memory',
        details: { kind: 'memory', limit: 60e6 },
      });
    } finally {
      await small.dispose();
    }
  });

  it('when it is cancelled', async () => {
    const controller = new AbortController();
    const params = { model: 'bert-mini', text, draws: 8 };
    const onProgress = () => controller.abort();
    await expect(engine.call('gradients', params, { onProgress }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('of tokens that there are', async () => {
    const tokens = await tokensOf('bert-mini');
    await expect(ask({ model: 'bert-mini', at: [[tokens.length]] })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
