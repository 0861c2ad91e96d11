import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { MethodName, Params, Progress, SaliencyValue } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { LocalEngine } from '../../../src/engine/engine.js';
import { embeddedFolder, localEngine, tiny } from '../engineOf.js';

interface Case {
  params: Params<'saliency'> & { model: string };
  expect: {
    source: number[];
    baseline: number | null;
    bits: number;
    baselineBits: number;
    effects: { index: number; gradientInput: number; integrated: number }[];
  };
}

const { cases } = JSON.parse(readFileSync(golden('saliency.json'), 'utf8')) as { cases: Case[] };
const engine = localEngine();
afterAll(() => engine.dispose());

/** Largest difference as a share of the largest figure, single precision against double. */
const RELATIVE = 1e-4;
const text = 'The cat sat on the mat.';
const error = <M extends MethodName>(method: M, params: Params<M>) =>
  engine.call(method, params).then(
    () => null,
    (found: unknown) => found,
  );
const completeness = ({ completeness: found }: SaliencyValue) => found!;
const total = ({ effects }: SaliencyValue, of: 'gradientInput' | 'integrated') =>
  effects.reduce((sum, effect) => sum + effect[of]!, 0);

describe('PyTorch’s gradients', () => {
  it.each(cases.map((one) => [one.params.model, one.params.baseline ?? 'token', one] as const))(
    'of %s from the baseline %s',
    async (_, __, { params, expect: wanted }) => {
      const value = await engine.call('saliency', { ...params, model: golden(params.model) });
      expect(value.source.map(({ id }) => id)).toEqual(wanted.source);
      expect(completeness(value).baseline?.id ?? null).toBe(wanted.baseline);
      expect(value.effects.map(({ index }) => index)).toEqual(wanted.effects.map(({ index }) => index));
      const near = (found: number, figure: number, largest: number, what: string) =>
        expect(Math.abs(found - figure), `${what}: ${found}, PyTorch ${figure}`).toBeLessThan(RELATIVE * largest);
      near(value.bits, wanted.bits, Math.abs(wanted.bits), 'bits');
      near(completeness(value).baselineBits, wanted.baselineBits, Math.abs(wanted.baselineBits), 'baselineBits');
      // Of ModernBERT, which norms the vectors by themselves, gradient · vector is nothing but rounding.
      const largest = Math.max(...wanted.effects.flatMap((one) => [one.gradientInput, one.integrated].map(Math.abs)));
      for (const kind of ['gradientInput', 'integrated'] as const) {
        wanted.effects.forEach((effect, at) =>
          near(value.effects[at]![kind]!, effect[kind], largest, `${kind} of token ${effect.index}`),
        );
      }
      const sum = wanted.effects.reduce((all, { integrated }) => all + integrated, 0);
      const lacking = Math.abs(sum - (wanted.bits - wanted.baselineBits));
      expect(Math.abs(completeness(value).error - lacking)).toBeLessThan(RELATIVE * Math.abs(wanted.bits));
    },
  );
});

describe('of the models that come along, in 8 bit', () => {
  it.each([
    ['bert-mini', { text, at: 3 }],
    ['gptbert-mini', { text, at: 3 }],
    ['gpt2-mini', { text, at: 3 }],
  ])('%s: the probability is what the graph that serves gives, but for its rounding', async (model, params) => {
    const value = await engine.call('saliency', { model, ...params, method: 'gradientInput' });
    const masked = model === 'gpt2-mini' ? {} : { masked: [params.at] };
    const { variants } = await engine.call('predictions', { model, text, variants: [{ at: [params.at], ...masked }] });
    const bits = variants[0]!.places[0]!.logProbability / Math.LN2;
    expect(Math.abs(value.bits - bits)).toBeLessThan(0.02 * Math.abs(bits) + 0.05);
    expect(value.predicted).toEqual([{ id: value.source[3]!.id, text: value.source[3]!.text }]);
  });

  it('t5-mini: the word that is translated raises the translation’s probability most', async () => {
    const params = {
      model: 't5-mini',
      text: 'translate English to German: The house is small.',
      target: 'Das Haus ist klein.',
    };
    const value = await engine.call('saliency', { ...params, at: 2 });
    expect(value).toMatchObject({ watched: 'target', explained: 'source', predicted: [{ text: ' Haus' }] });
    const scored = await engine.call('score', params);
    const bits = scored.tokens[1]!.logProbability! / Math.LN2;
    expect(Math.abs(value.bits - bits)).toBeLessThan(0.05);
    const strongest = value.effects.reduce((best, one) => (one.integrated! > best.integrated! ? one : best));
    expect(value.source[strongest.index]?.text).toBe(' house');
  });

  it.each([
    ['a BERT', { model: tiny.bert, text, at: 3 }],
    ['a GPT-2', { model: tiny.gpt2, text, at: 3 }],
    ['a T5', { model: tiny.t5, text: 'I am Tom.', target: 'Ich bin Tom.', at: 2 }],
  ])('%s that was exported in 32 bit has the same probability to the fourth digit', async (_, params) => {
    const value = await engine.call('saliency', { ...params, method: 'gradientInput' });
    const { model, text: read, at } = params;
    const found =
      'target' in params
        ? (await engine.call('score', { model, text: read, target: params.target })).tokens[at - 1]!.logProbability!
        : (await engine.call('score', { model, text: read })).tokens[at]!.logProbability!;
    expect(value.bits).toBeCloseTo(found / Math.LN2, 3);
  });
});

describe('integrated gradients', () => {
  it.each([
    ['bert-mini', { text, at: 3 }],
    ['gpt2-mini', { text, at: 5 }],
  ])('of %s come nearer to the whole with more steps', async (model, params) => {
    const errors: number[] = [];
    for (const steps of [2, 8, 128]) {
      const value = await engine.call('saliency', { model, ...params, steps });
      const { error: lacking, sum, baselineBits } = completeness(value);
      expect(sum).toBeCloseTo(total(value, 'integrated'), 10);
      expect(lacking).toBeCloseTo(Math.abs(sum - (value.bits - baselineBits)), 10);
      errors.push(lacking);
    }
    expect(errors[1]).toBeLessThan(errors[0]!);
    expect(errors[2]).toBeLessThan(errors[1]!);
    expect(errors[2]).toBeLessThan(0.001);
  });

  it('have the figures of gradient × input beside theirs, which do not depend on the steps', async () => {
    const only = await engine.call('saliency', { text, at: 3, method: 'gradientInput' });
    const both = await engine.call('saliency', { text, at: 3, steps: 4 });
    expect(only.completeness).toBeUndefined();
    expect(only.effects.every((effect) => !('integrated' in effect))).toBe(true);
    only.effects.forEach(({ gradientInput }, at) =>
      expect(both.effects[at]!.gradientInput).toBeCloseTo(gradientInput, 4),
    );
  });

  it('of a word are the sums of those of its tokens', async () => {
    const read = { text: 'The hippopotamus slept in the muddy water.', steps: 8 };
    const { source } = await engine.call('occlusion', { text: read.text, at: 1 });
    const at = source.findIndex((token) => token.text === 'slept');
    const tokens = await engine.call('saliency', { ...read, at });
    const words = await engine.call('saliency', { ...read, at, words: true });
    expect(words.effects.length).toBeLessThan(tokens.effects.length);
    for (const { index, end, integrated, gradientInput } of words.effects) {
      const own = tokens.effects.filter((effect) => effect.index >= index && effect.index < end!);
      expect(own.length).toBeGreaterThan(0);
      expect(integrated).toBeCloseTo(
        own.reduce((sum, one) => sum + one.integrated!, 0),
        4,
      );
      expect(gradientInput).toBeCloseTo(
        own.reduce((sum, one) => sum + one.gradientInput, 0),
        4,
      );
    }
    // What is explained is what `occlusion` hides.
    const hidden = await engine.call('occlusion', { text: read.text, at, words: true });
    expect(words.effects.map(({ index, end }) => [index, end])).toEqual(
      hidden.effects.map(({ index, end }) => [index, end]),
    );
  });

  it('of a decoder’s word of several pieces are of the sum of their log probabilities', async () => {
    const read = { model: tiny.gpt2, text: 'A hippopotamus' };
    const params = { ...read, steps: 8 };
    const { tokens } = await engine.call('tokens', read);
    const whole = await engine.call('saliency', { ...params, at: 1, words: true });
    const pieces = await Promise.all(
      tokens.slice(1).map((_, piece) => engine.call('saliency', { ...params, at: 1 + piece })),
    );
    expect(whole.predicted.map(({ id }) => id)).toEqual(tokens.slice(1).map(({ id }) => id));
    expect(whole.bits).toBeCloseTo(
      pieces.reduce((sum, { bits }) => sum + bits, 0),
      4,
    );
    // Of a later piece the one before is explained, too, when it is watched by itself.
    const first = pieces.reduce((sum, { effects }) => sum + effects[0]!.gradientInput, 0);
    expect(whole.effects).toHaveLength(1);
    expect(whole.effects[0]!.gradientInput).toBeCloseTo(first, 4);
    expect(completeness(whole).error).toBeLessThan(0.01 * Math.abs(whole.bits));
  });
});

describe('what is predicted', () => {
  it('behind the end is what the model chooses first', async () => {
    const read = { model: 'gpt2-mini', text: 'Once upon a' };
    const { tokens } = await engine.call('tokens', read);
    const value = await engine.call('saliency', { ...read, at: tokens.length, method: 'gradientInput' });
    const { predictions } = await engine.call('occlusion', { ...read, at: tokens.length });
    expect(value.predicted.map(({ id }) => id)).toEqual([predictions[0]!.id]);
    expect(2 ** value.bits).toBeCloseTo(predictions[0]!.probability, 1);
  });

  it('may be another token than the text has', async () => {
    const [{ id } = { id: 0 }] = (await engine.call('occlusion', { text, at: 3 })).predictions;
    const value = await engine.call('saliency', { text, at: 3, token: id, method: 'gradientInput' });
    expect(value.predicted.map((one) => one.id)).toEqual([id]);
  });
});

describe('what is asked wrongly', () => {
  const options = { embeddedFolder, installedFolders: [], threads: 1, idleMinutes: 0 };
  it.each([
    [{ text, at: 0 }, 'bad-request', /at must be a token of the text, and \[CLS\] was added/],
    [{ text, at: 99 }, 'bad-request', /at must be from 0 to 8/],
    [{ text, at: 0, model: 'gpt2-mini' }, 'bad-request', /nothing predicts the first/],
    [{ text, at: 3, token: 99999 }, 'bad-request', /token must be an id from 0 to 13999; it is 99999/],
    [{ text, at: 3, steps: 0 }, 'bad-request', /steps/],
    [
      { text: 'The hippopotamus slept.', at: 2, words: true, token: 7 },
      'bad-request',
      /token is one, and the word has \d pieces/,
    ],
    [{ text, at: 3, model: golden('models/tiny-bert-sst2') }, 'wrong-architecture', /saliency/],
    [{ text, at: 3, model: tiny.bert + '-int8' }, 'wrong-architecture', /There are no gradients of .*tiny-bert-int8/],
  ] as [Params<'saliency'>, string, RegExp][])('%j is refused', async (params, code, pattern) => {
    expect(await error('saliency', params)).toMatchObject({ code, message: expect.stringMatching(pattern) as string });
  });

  it('a model that takes more memory than it may is refused before its weights are read', async () => {
    const small = new LocalEngine({ ...options, memoryLimit: 1e6 });
    const found = await small.call('saliency', { text, at: 3 }).catch((refusal: unknown) => refusal);
    await small.dispose();
    expect(found).toMatchObject({ code: 'out-of-memory', details: { kind: 'memory', model: 'bert-mini', limit: 1e6 } });
  });

  it('a text whose states take more is refused, and a shorter one is not', async () => {
    const small = new LocalEngine({ ...options, memoryLimit: 150e6 });
    const asked = { at: 3, method: 'gradientInput' } as const;
    const short = await small.call('saliency', { ...asked, text });
    const found = await small
      .call('saliency', { ...asked, text: text.repeat(70) })
      .catch((refusal: unknown) => refusal);
    await small.dispose();
    expect(short.effects.length).toBeGreaterThan(0);
    expect(found).toMatchObject({
      code: 'out-of-memory',
      details: { kind: 'memory', model: 'bert-mini', limit: 150e6 },
    });
  });

  it('a T5 that would write the target first is refused before it is loaded', async () => {
    const small = new LocalEngine({ ...options, memoryLimit: 60e6 });
    const asked = { model: 't5-mini', text: 'translate English to German: The house is small.', at: 2 };
    const found = await small.call('saliency', asked).catch((refusal: unknown) => refusal);
    const { models } = small.state();
    await small.dispose();
    expect(found).toMatchObject({ code: 'out-of-memory', details: { kind: 'memory', model: 't5-mini' } });
    expect(models).toEqual([]);
  });
});

it('tells how far it is, never backwards, and ends when it is cancelled', async () => {
  const long = { text: text.repeat(20), at: 3, steps: 100 };
  const controller = new AbortController();
  const seen: { done: number; count: number }[] = [];
  const onProgress = (progress: Progress) => {
    if (progress.kind !== 'measured') return;
    seen.push(progress);
    if (seen.length === 3) controller.abort();
  };
  await expect(engine.call('saliency', long, { onProgress }, controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  const done = seen.map((progress) => progress.done);
  expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
  expect(seen.every(({ count }) => count === 102)).toBe(true);
});
