import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/decoding/sampling/random.js';
import { softmax } from '../../../src/maths/softmax.js';
import {
  checkParams,
  toErrorValue,
  type GenerationConfigInput,
  type Params,
  type Progress,
} from '../../../src/protocol/engine/index.js';
import { difference, goldenCases, type GoldenCase } from '../../golden/compare.js';
import { randomConfig } from '../../unit/decoding/randomConfig.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const generate = (params: Partial<Params<'generate'>>, onProgress?: (progress: Progress) => void) =>
  engine.call(
    'generate',
    { model: tiny.gpt2, text: 'Once upon a time', decoding: { strategy: 'greedy' }, maxNewTokens: 16, ...params },
    { ...(onProgress && { onProgress }) },
  );

/** One of each kind. */
const decodings: GenerationConfigInput[] = [
  { strategy: 'greedy', noRepeatNgramSize: 2 },
  { strategy: 'sample', seed: 3, topP: 0.9, numReturnSequences: 3 },
  { strategy: 'beam', numBeams: 4, numReturnSequences: 2 },
  { strategy: 'beam', numBeams: 3 },
  { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 0.7 },
  { strategy: 'beam', numBeams: 3, doSample: true, seed: 2 },
  { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 },
  { strategy: 'contrastiveDecoding', amateur: tiny.amateur, alpha: 0.5 },
];

const files = ['greedy', 'beam', 'group', 'sample', 't5', 'contrastive-search', 'contrastive-decoding'];

describe.each(files)('Hugging Face’s answers: %s', (file) => {
  it.each(goldenCases('generate', `generate-${file}`))('$name', async (one) => {
    expect(
      await difference('generate', one, () => engine.call('generate', one.params as Params<'generate'>)),
    ).toBeNull();
  });
});

describe('the 8-bit twins run every case', () => {
  const twin = (one: GoldenCase): GoldenCase => ({
    ...one,
    params: JSON.parse(
      JSON.stringify(one.params).replace(/models\/(tiny-[\w-]+)/g, 'models/$1-int8'),
    ) as typeof one.params,
  });
  const cases = files
    .flatMap((file) => goldenCases('generate', `generate-${file}`))
    .filter((one) => !('error' in one.expect));

  it.each(cases.map(twin))('$name', async ({ params }) => {
    const value = await engine.call('generate', { ...params, alternatives: 2000 } as unknown as Params<'generate'>);
    for (const { steps } of value.sequences) {
      for (const { alternatives } of steps!) {
        expect(alternatives.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 6);
        expect(alternatives.reduce((sum, one) => sum + one.filteredProbability!, 0)).toBeCloseTo(1, 6);
      }
    }
  });
});

describe('without its cache a model', () => {
  it.each(decodings)('writes the same: $strategy', async (decoding) => {
    const [kept, anew] = [await generate({ decoding }), await generate({ decoding, useCache: false })];
    expect(anew.sequences.map(({ ids }) => ids)).toEqual(kept.sequences.map(({ ids }) => ids));
    anew.sequences.forEach(({ logProbability }, at) =>
      expect(logProbability).toBeCloseTo(kept.sequences[at]!.logProbability!, 3),
    );
  });

  it('that has an encoder writes the same', async () => {
    const asked = { model: tiny.t5, text: 'The house is wonderful.' };
    const [kept, anew] = [await generate(asked), await generate({ ...asked, useCache: false })];
    expect(anew.sequences[0]?.ids).toEqual(kept.sequences[0]?.ids);
  });

  it('gives Hugging Face’s tokens', async () => {
    for (const one of goldenCases('generate', 'generate-greedy').filter(({ expect: wanted }) => !('error' in wanted))) {
      const params = { ...one.params, useCache: false } as unknown as Params<'generate'>;
      expect(await difference('generate', one, () => engine.call('generate', params))).toBeNull();
    }
  });
});

describe('tokens and text stream', () => {
  it.each([...decodings, { strategy: 'greedy' } as const])('all of %o, in order', async (decoding) => {
    for (const text of ['Once upon a time', '😀 Hello 👋🏽']) {
      const streamed = new Map<number, { ids: number[]; text: string }>();
      const { sequences } = await generate({ text, decoding }, (progress) => {
        if (progress.kind !== 'text') return;
        const { ids, text } = streamed.get(progress.sequence) ?? { ids: [], text: '' };
        streamed.set(progress.sequence, { ids: [...ids, ...progress.ids], text: text + progress.text });
        expect(progress.run).toBe(0);
      });
      expect([...streamed].sort(([a], [b]) => a - b).map(([, one]) => one)).toEqual(
        sequences.map(({ ids, text }) => ({ ids, text })),
      );
    }
  });

  it('reports each token of a greedy run when it is made', async () => {
    const seen: number[] = [];
    await generate({}, (progress) => progress.kind === 'text' && seen.push(progress.ids.length));
    expect(seen.filter((count) => count > 0)).toEqual(Array(16).fill(1));
  });
});

describe('a run ends', () => {
  it('before a stop string, which the ids still hold', async () => {
    const whole = (await generate({})).sequences[0]!;
    const stop = whole.text.slice(9, 12);
    let streamed = '';
    const { sequences } = await generate({ stop: [stop, 'no such text'] }, (progress) => {
      if (progress.kind === 'text') streamed += progress.text;
    });
    const { ids, text, finish } = sequences[0]!;
    expect(finish).toBe('stop');
    expect(text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
    expect(streamed).toBe(text);
    expect(whole.ids.slice(0, ids.length)).toEqual(ids);
    expect(ids.length).toBeLessThan(whole.ids.length);
  });

  it('at the model’s last position', async () => {
    const prompt = Array<number>(120).fill(5);
    for (const decoding of decodings) {
      const { sequences } = await generate({ text: undefined, promptIds: prompt, decoding, maxNewTokens: 50 });
      for (const { ids, finish } of sequences) {
        expect(ids.length).toBeLessThanOrEqual(8);
        if (ids.length === 8 && finish !== 'eos') expect(finish).toBe('length');
      }
    }
    const full = generate({ text: undefined, promptIds: Array<number>(128).fill(5) });
    await expect(full).rejects.toMatchObject({
      code: 'too-long',
      message: expect.stringMatching(/128 tokens.* 127/) as string,
    });
  });

  it('at the next step when it is cancelled, and the next run is what it always is', async () => {
    const before = await generate({});
    for (const decoding of decodings) {
      const controller = new AbortController();
      let steps = 0;
      const run = engine.call(
        'generate',
        { model: tiny.gpt2, text: 'The', decoding, maxNewTokens: 100 },
        { onProgress: ({ kind }) => (kind === 'text' && ++steps === 1 ? controller.abort() : undefined) },
        controller.signal,
      );
      await run.catch((error: unknown) => expect(toErrorValue(error).code).toBe('cancelled'));
      const { sequences } = await generate({});
      expect(sequences).toEqual(before.sequences);
    }
  });
});

describe('a seed', () => {
  const decoding: GenerationConfigInput = { strategy: 'sample', numReturnSequences: 2 };

  it('that was made up is told, and gives the same again', async () => {
    const first = await generate({ decoding });
    const again = await generate({ decoding: { ...decoding, seed: first.seed } });
    expect(again.sequences).toEqual(first.sequences);
  });

  it('is not told where nothing was left to chance', async () => {
    expect(await generate({})).not.toHaveProperty('seed');
    expect(await generate({ decoding: { strategy: 'sample', temperature: 0 } })).not.toHaveProperty('seed');
  });
});

describe('a branch', () => {
  it('goes on exactly where a token was chosen', async () => {
    const whole = await generate({});
    const { ids, logProbability } = whole.sequences[0]!;
    const promptIds = [...whole.prompt.map(({ id }) => id), ...ids.slice(0, 6)];
    const rest = await generate({ text: undefined, promptIds, maxNewTokens: 10 });
    expect(rest.sequences[0]!.ids).toEqual(ids.slice(6));
    expect(rest.prompt.every(({ start, end }) => start === null && end === null)).toBe(true);
    const begun = await generate({ maxNewTokens: 6 });
    expect(begun.sequences[0]!.logProbability! + rest.sequences[0]!.logProbability!).toBeCloseTo(logProbability!, 4);
  });

  it('of an encoder-decoder takes the source’s text and what is written', async () => {
    const params = { model: tiny.t5, text: 'I am Tom.' };
    const { ids } = (await generate(params)).sequences[0]!;
    const rest = await generate({ ...params, promptIds: ids.slice(0, 3), maxNewTokens: 13 });
    expect(rest.sequences[0]!.ids).toEqual(ids.slice(3));
  });

  it('of an encoder-decoder by ids alone has them as its source', async () => {
    const whole = await generate({ model: tiny.t5, text: 'I am Tom.' });
    const again = await generate({ model: tiny.t5, text: undefined, promptIds: whole.prompt.map(({ id }) => id) });
    expect(again.sequences).toEqual(whole.sequences);
  });
});

describe('the next-token distribution', () => {
  it.each([tiny.gpt2, tiny.t5])('is what generate chooses from: %s', async (model) => {
    const params = { model, text: 'Once upon a time' };
    const { ids, logits, texts } = await engine.call('distribution', { ...params, topK: 7 });
    const { sequences } = await generate({ ...params, maxNewTokens: 1, alternatives: 7 });
    const probabilities = softmax(logits);
    const { alternatives } = sequences[0]!.steps![0]!;
    expect(alternatives.map(({ id }) => id)).toEqual(Array.from(ids.subarray(0, 7)));
    expect(alternatives.map(({ text }) => text)).toEqual(texts);
    alternatives.forEach(({ probability }, index) => expect(probability).toBeCloseTo(probabilities[index]!, 6));
    expect(new Set(ids).size).toBe(ids.length);
    expect(logits).toEqual(Float32Array.from(logits).sort().reverse());
  });
});

describe('what cannot be done is said', () => {
  it.each<[Partial<Params<'generate'>>, string, RegExp]>([
    [{ text: '' }, 'bad-request', /text is empty/],
    [{ text: undefined }, 'bad-request', /text or promptIds is missing/],
    [{ promptIds: [1] }, 'bad-request', /text and promptIds/],
    [{ text: undefined, promptIds: [] }, 'bad-request', /promptIds is empty/],
    [{ text: undefined, promptIds: [2000] }, 'bad-request', /promptIds must be from 0 to 1056.* 2000/],
    [{ model: tiny.bert }, 'wrong-architecture', /encoder/],
    [{ decoding: { strategy: 'contrastiveDecoding', amateur: tiny.bert } }, 'bad-request', /decoding\.amateur/],
    [{ decoding: { strategy: 'contrastiveDecoding', amateur: tiny.t5 } }, 'bad-request', /encoder-decoder/],
    [{ decoding: { strategy: 'contrastiveDecoding', amateur: 'gpt2-mini' } }, 'bad-request', /tokens, not 1057/],
    [{ maxNewTokens: 0 }, 'bad-request', /maxNewTokens/],
    [{ stop: [''] }, 'bad-request', /stop/],
  ])('%o', async (params, code, message) => {
    await expect(generate(params)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

describe('500 random option sets', () => {
  it.each([
    { model: tiny.gpt2, amateur: tiny.amateur, count: 350 },
    { model: tiny.t5, amateur: tiny.t5, count: 150 },
  ])('give a valid result or a coded error: $model', { timeout: 300_000 }, async ({ model, amateur, count }) => {
    const random = new Random(count);
    let valid = 0;
    for (let round = 0; round < count; round++) {
      const decoding = randomConfig(random, amateur);
      const params = { model, text: 'The river', decoding, maxNewTokens: 1 + (round % 7), alternatives: round % 2 };
      try {
        const { sequences, metrics } = await engine.call('generate', params);
        valid++;
        expect(sequences.length).toBeGreaterThan(0);
        expect(metrics.newTokens).toBe(sequences.reduce((sum, { ids }) => sum + ids.length, 0));
        for (const figure of Object.values(metrics))
          expect(figure === null || Number.isFinite(Number(figure))).toBe(true);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'GlassboxError') throw error;
        const { code, message } = toErrorValue(error);
        expect(code, `${JSON.stringify(decoding)}: ${message}`).toBe('bad-request');
      }
    }
    expect(valid).toBeGreaterThan(count / 4);
  });
});

it('the defaults are those of the methods page', () => {
  const params = checkParams('generate', { text: 'a', decoding: { strategy: 'greedy' } });
  expect(params).toMatchObject({ maxNewTokens: 40, alternatives: 0 });
});
