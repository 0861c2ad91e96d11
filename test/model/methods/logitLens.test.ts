import { cpSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { LogitLensValue, Params, Progress } from '../../../src/protocol/engine/index.js';
import { softmax } from '../../../src/maths/softmax.js';
import { difference, golden, goldenCases } from '../../golden/compare.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';
import { ODD_TEXTS } from '../oddTexts.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { copy } = workFolder('lens');

const lens = (params: Params<'logitLens'>) => engine.call('logitLens', params);
const text = 'The cat sat on the mat.';
const target = 'Das Haus ist klein.';
const family = (name: string) => golden(`families/models/mini-${name}`);
const last = ({ layers }: LogitLensValue) => layers.at(-1)!.positions;

describe('Hugging Face’s figures', () => {
  it.each(goldenCases('logitLens'))('$name', async (one) => {
    expect(await difference('logitLens', one, () => lens(one.params as Params<'logitLens'>))).toBeNull();
  });
});

/** Forms of their own, whose tokenizers lie elsewhere. */
const withTokenizer = (model: string, of: string) =>
  copy(golden(`models/${model}`), (folder) => {
    for (const file of ['tokenizer.json', 'tokenizer_config.json']) {
      cpSync(golden(`models/${of}/${file}`), `${folder}/${file}`);
    }
  });
const gatedT5 = withTokenizer('gated-t5', 'tiny-t5');
const withoutPositions = withTokenizer('gpt2-without-positions', 'tiny-gpt2');

describe('the last layer’s predictions are the model’s own', () => {
  it.each([
    ...['gpt2-mini', 'gpt2-mini-amateur', tiny.gpt2, tiny.amateur, withoutPositions],
    ...['gpt2', 'gpt-neo', 'gpt-neox', 'opt', 'llama', 'llama2', 'qwen2'].map(family),
  ])('of the next token: %s', async (model) => {
    const value = await lens({ model, text });
    const { ids, logits } = await engine.call('distribution', { model, text, topK: 5 });
    const own = softmax(logits);
    const { index, predictions } = last(value).at(-1)!;
    expect(index).toBe(value.source.length - 1);
    // A text to be written behind is read in other steps, of which each rounds to 8 bit where the weights are in it.
    const tolerance = model.startsWith('gpt2-mini') ? 2e-3 : 2e-4;
    for (const [rank, { id, probability }] of predictions.entries()) {
      expect(id).toBe(ids[rank]);
      expect(Math.abs(probability - own[rank]!)).toBeLessThan(tolerance);
    }
  });

  it.each([
    ...['bert-mini', 'gptbert-mini', tiny.bert, golden('models/tiny-bert-int8')],
    ...['bert', 'roberta', 'distilbert', 'albert', 'electra-generator', 'xlm-roberta', 'mpnet', 'modernbert'].map(
      family,
    ),
  ])('at a mask: %s', async (model) => {
    const { tokens: plain, masks } = await engine.call('fillMask', {
      model,
      text: 'The cat [MASK] on the mat.',
      topK: 5,
    });
    const [{ index: at, candidates } = { index: -1, candidates: [] }] = masks;
    // Models whose mask has another name are given that one.
    const mask = plain[at]!.text.trim();
    const value = await lens({ model, text: `The cat ${mask} on the mat.`, at: [at] });
    expect(value.source.map(({ id }) => id)).toEqual(plain.map(({ id }) => id));
    const [{ predictions } = { predictions: [] }] = last(value);
    expect(predictions.map(({ id }) => id)).toEqual(candidates.map(({ id }) => id));
    for (const [rank, { probability }] of predictions.entries()) {
      expect(Math.abs(probability - candidates[rank]!.probability)).toBeLessThan(2e-4);
    }
  });

  it.each([
    ...['t5-mini', tiny.t5, gatedT5, golden('models/tiny-t5-int8')],
    ...['t5', 'flan-t5', 'mt5', 'bart', 'marian'].map(family),
  ])('behind each token of a target: %s', async (model) => {
    const value = await lens({ model, text, target });
    const { tokens } = await engine.call('score', { model, text, target });
    expect(value.targetText).toBe(target);
    // What is read is shifted by one: the end of sequence is predicted and not read.
    const positions = last(value);
    expect(positions).toHaveLength(value.target!.length);
    for (const [at, { entropy }] of tokens.entries()) {
      if (entropy !== null) expect(Math.abs(positions[at]!.entropy - entropy)).toBeLessThan(2e-3);
    }
    expect(tokens.filter(({ entropy }) => entropy !== null).length).toBeGreaterThan(2);
  });

  it.each(['gpt2-mini', golden('models/tiny-gpt2-int8'), golden('models/tiny-gpt2-amateur-int8')])(
    'before each token that is scored: %s',
    async (model) => {
      const positions = last(await lens({ model, text }));
      const { tokens } = await engine.call('score', { model, text });
      for (const [at, { entropy }] of tokens.entries()) {
        if (entropy !== null) expect(Math.abs(positions[at - 1]!.entropy - entropy)).toBeLessThan(2e-3);
      }
    },
  );
});

describe('each layer', () => {
  it.each(['bert-mini', 'gpt2-mini', 't5-mini', family('llama')])(
    'gives distributions over the vocabulary: %s',
    async (model) => {
      const given = { model, text, topK: 1000 };
      const { layers } = await lens(model === 't5-mini' ? { ...given, target } : given);
      const { vocabularySize = 0 } = (await engine.call('models', {})).find(({ id }) => id === model) ?? {
        vocabularySize: 1024,
      };
      for (const { positions } of layers) {
        for (const { entropy, predictions } of positions) {
          expect(entropy).toBeGreaterThanOrEqual(0);
          expect(entropy).toBeLessThanOrEqual(Math.log(vocabularySize) + 1e-4);
          const probabilities = predictions.map(({ probability }) => probability);
          expect(probabilities.reduce((sum, one) => sum + one)).toBeLessThan(1 + 1e-4);
          expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
          // The part of the listed tokens is part of the whole.
          const part = probabilities.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
          expect(part).toBeLessThan(entropy + 1e-3);
        }
      }
    },
  );

  it('says more and more of what the model will say', async () => {
    const { layers } = await lens({ model: 'gpt2-mini', text: 'Once upon a time there was a little', topK: 1 });
    const wanted = layers.at(-1)!.positions.map(({ predictions }) => predictions[0]?.id);
    const agreeing = layers.map(
      ({ positions }) => positions.filter(({ predictions }, at) => predictions[0]?.id === wanted[at]).length,
    );
    expect(agreeing[0]).toBeLessThan(agreeing.at(-2)!);
  });

  it('of an encoder-decoder reads what greedy decoding writes without a target', async () => {
    const source = 'translate English to German: The house is small.';
    const free = await lens({ model: 't5-mini', text: source });
    const { sequences } = await engine.call('generate', {
      model: 't5-mini',
      text: source,
      decoding: { strategy: 'greedy' },
    });
    const written = sequences[0]!.ids;
    // The last layer says, position by position, what greedy decoding wrote.
    expect(last(free).map(({ predictions }) => predictions[0]!.id)).toEqual(written.slice(0, free.target!.length));
    const given = await lens({ model: 't5-mini', text: source, target: free.targetText! });
    expect(given.target!.map(({ id }) => id)).toEqual(free.target!.map(({ id }) => id));
  });
});

describe('what is asked for', () => {
  it.each([
    'bert-mini',
    'gpt2-mini',
    tiny.gpt2,
    golden('models/tiny-bert-int8'),
    golden('models/tiny-gpt2-int8'),
    golden('models/tiny-gpt2-amateur-int8'),
  ])('are some layers and positions of %s, as in the whole', async (model) => {
    const all = await lens({ model, text, topK: 3 });
    const some = await lens({ model, text, layerIndices: [1, 0], at: [4, 2, 4], topK: 3 });
    expect(some.layers.map(({ layer }) => layer)).toEqual([0, 1]);
    for (const { layer, positions } of some.layers) {
      expect(positions.map(({ index }) => index)).toEqual([2, 4]);
      for (const { index, entropy, predictions } of positions) {
        const wanted = all.layers[layer]!.positions[index]!;
        expect(entropy).toBeCloseTo(wanted.entropy, 4);
        expect(predictions.map(({ id }) => id)).toEqual(wanted.predictions.map(({ id }) => id));
      }
    }
  });

  it('are no more predictions than there are tokens', async () => {
    const { layers } = await lens({ model: tiny.gpt2, text: 'a', topK: 1000, layerIndices: [2] });
    const { predictions } = layers[0]!.positions[0]!;
    const { logits } = await engine.call('distribution', { model: tiny.gpt2, text: 'a' });
    expect(predictions).toHaveLength(Math.min(1000, logits.length));
  });
});

describe('odd texts', () => {
  it.each(['bert-mini', 'gpt2-mini', family('modernbert')])(
    'are read by %s, or refused with a reason',
    async (model) => {
      let read = 0;
      for (const odd of ODD_TEXTS) {
        const value = await lens({ model, text: odd, topK: 2 }).catch((error: unknown) => error);
        if (value instanceof Error) {
          expect(value).toMatchObject({ code: expect.stringMatching(/^(bad-request|too-long)$/) as string });
          continue;
        }
        const { layers, source } = value as LogitLensValue;
        for (const { positions } of layers) {
          expect(positions.map(({ index }) => index)).toEqual(source.map((_, at) => at));
          for (const { entropy, predictions } of positions) {
            expect(
              Number.isFinite(entropy) && predictions.every(({ probability }) => Number.isFinite(probability)),
            ).toBe(true);
          }
        }
        read++;
      }
      expect(read).toBeGreaterThan(ODD_TEXTS.length - 6);
    },
  );
});

describe('a long text', () => {
  const long = { model: 'gpt2-mini', text: 'The old man went to the river and sat there. '.repeat(40) };

  it('reports how far it is, never backwards and never all', async () => {
    const seen: { done: number; count: number }[] = [];
    const onProgress = (progress: Progress) => void (progress.kind === 'measured' && seen.push(progress));
    const { layers } = await engine.call('logitLens', long, { onProgress });
    expect(layers).toHaveLength(7);
    // How many there are is the machine's matter: it reports by the clock.
    expect(seen.length).toBeGreaterThan(0);
    const count = seen[0]!.count;
    const steps = [0, ...seen.map(({ done }) => done), count];
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const onProgress = ({ kind }: Progress) => kind === 'measured' && controller.abort();
    const run = engine.call('logitLens', long, { onProgress }, controller.signal);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a call that cannot be answered', () => {
  it.each([
    [{ text: '' }, /text has nothing/],
    [{ text: 'a', layerIndices: [7] }, /layerIndices must be from 0, the embeddings, to 6 with gpt2-mini; one is 7/],
    [{ text: 'a', at: [1] }, /at must be from 0 to 0 in this text; one is 1/],
    [{ text: 'a', topK: 0 }, /topK must be/],
    [{ text: 'a', target: 'b' }, /target is for encoder-decoders/],
  ] as [Params<'logitLens'>, RegExp][])('%j', async (params, message) => {
    const refused = { code: 'bad-request', message: expect.stringMatching(message) as string };
    await expect(lens(params)).rejects.toMatchObject(refused);
  });

  it.each(['e5-mini', tiny.base, golden('models/tiny-bert-sst2'), family('electra'), family('bert-squad')])(
    'because %s has no such head',
    async (model) => {
      await expect(lens({ model, text })).rejects.toMatchObject({ code: 'wrong-architecture' });
      expect((await engine.call('hidden', { model, text })).layers).toBeGreaterThan(2);
    },
  );

  it('because its export has lost the head that its config names', async () => {
    const model = copy(tiny.bert, (folder) => cpSync(`${tiny.base}/onnx`, `${folder}/onnx`, { recursive: true }));
    await expect(lens({ model, text })).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(/looked for the output logits, found last_hidden_state/) as string,
    });
  });

  it('for its length tells both figures', async () => {
    const long = { code: 'too-long', message: expect.stringMatching(/\d+ tokens.*128/) as string };
    await expect(lens({ model: tiny.gpt2, text: 'a '.repeat(2000) })).rejects.toMatchObject(long);
  });
});
