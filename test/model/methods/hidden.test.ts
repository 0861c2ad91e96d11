import { cpSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { difference, golden, goldenCases } from '../../golden/compare.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';
import { ODD_TEXTS } from '../oddTexts.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { copy } = workFolder('hidden');

const hidden = (params: Params<'hidden'>) => engine.call('hidden', params);
const text = 'The cat sat on the mat.';
const target = 'Das Haus ist klein.';

function furthest(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(got).toHaveLength(wanted.length);
  return Math.max(...Array.from(wanted, (value, at) => Math.abs(value - got[at]!)));
}

describe('Hugging Face’s hidden states', () => {
  it.each(goldenCases('hidden'))('$name', async (one) => {
    expect(await difference('hidden', one, () => hidden(one.params as Params<'hidden'>))).toBeNull();
  });
});

describe('the last layer', () => {
  it.each([
    ...['bert-mini', 'gpt2-mini', 'gpt2-mini-amateur', 'gptbert-mini', 't5-mini', 'e5-mini'],
    ...['tiny-bert-int8', 'tiny-bert-base-int8', 'tiny-bert-ner', 'tiny-gpt2-int8', 'tiny-gpt2-amateur-int8'].map(
      (name) => golden(`models/${name}`),
    ),
    ...['tiny-t5-int8', 'tiny-bert-squad-int8'].map((name) => golden(`models/${name}`)),
  ])('is what vectors are made of: %s', async (model) => {
    // e5-mini's own prompt stands before every text.
    const { vectors } = await engine.call('embed', { model, texts: [text], pooling: 'mean' });
    const prompt = model === 'e5-mini' ? 'query: ' : '';
    const { values, layers, positions, width } = await hidden({ model, text: `${prompt}${text}` });
    const last = values.subarray((layers - 1) * positions * width);
    const mean = Array.from({ length: width }, (_, at) => {
      let sum = 0;
      for (let row = 0; row < positions; row++) sum += last[row * width + at]!;
      return sum / positions;
    });
    expect(furthest(mean, vectors[0]!)).toBeLessThan(1e-4);
  });

  it.each(['albert', 'mpnet', 'electra'])('and the others are found in an export of %s', async (name) => {
    const model = copy(golden(`models/exported/${name}`), (folder) => {
      const tokenizer = { albert: 'albert', mpnet: 'mpnet', electra: 'bert' }[name]!;
      cpSync(golden(`tokenizers/slow/${tokenizer}`), folder, {
        recursive: true,
        filter: (from) => !from.endsWith('config.json') || from.endsWith('tokenizer_config.json'),
      });
    });
    const { vectors } = await engine.call('embed', { model, texts: [text], pooling: 'cls' });
    const { values, layers, positions, width, layerIndices } = await hidden({ model, text });
    expect(layerIndices).toEqual([0, 1, 2]);
    const last = (layers - 1) * positions * width;
    expect(furthest(values.subarray(last, last + width), vectors[0]!)).toBeLessThan(1e-4);
  });
});

describe('the first layer', () => {
  it('knows a token and its place, and nothing else', async () => {
    const read = async (words: string) =>
      (await hidden({ model: 'gpt2-mini', text: words, layerIndices: [0, 1], at: [3] })).values;
    const [one, other] = [await read('The old man went'), await read('A young woman went')];
    const width = one.length / 2;
    expect(one.subarray(0, width)).toEqual(other.subarray(0, width));
    expect(furthest(one.subarray(width), other.subarray(width))).toBeGreaterThan(0.01);
  });

  it('has BERT’s norm in it', async () => {
    const { values, width } = await hidden({ model: tiny.bert, text, layerIndices: [0] });
    const shifted = await hidden({ model: tiny.base, text, layerIndices: [0] });
    // Two checkpoints with one encoder.
    expect(furthest(values, shifted.values)).toBeLessThan(1e-5);
    expect(values).toHaveLength(width * shifted.positions);
  });
});

describe('what is asked for', () => {
  it.each(['bert-mini', 'gpt2-mini', tiny.gpt2, golden('models/tiny-bert-int8'), golden('models/tiny-gpt2-int8')])(
    'are some layers and positions of %s, in rising order',
    async (model) => {
      const all = await hidden({ model, text });
      expect(all.layerIndices).toEqual(Array.from({ length: all.layers }, (_, layer) => layer));
      expect(all.indices).toEqual(all.source.map((_, at) => at));
      const some = await hidden({ model, text, layerIndices: [2, 0, 2], at: [3, 1, 3] });
      expect(some).toMatchObject({ layers: 2, positions: 2, width: all.width, layerIndices: [0, 2], indices: [1, 3] });
      const wanted = [0, 2].flatMap((layer) =>
        [1, 3].flatMap((at) => {
          const start = (layer * all.positions + at) * all.width;
          return Array.from(all.values.subarray(start, start + all.width));
        }),
      );
      expect(furthest(some.values, wanted)).toBeLessThan(1e-6);
    },
  );

  it('is the encoder of an encoder-decoder, or the decoder behind a target', async () => {
    const encoder = await hidden({ model: tiny.t5, text });
    expect(encoder.target).toBeUndefined();
    expect(encoder).toMatchObject({ positions: encoder.source.length, layers: 3 });
    const decoder = await hidden({ model: tiny.t5, text, target });
    expect(decoder.source).toEqual(encoder.source);
    expect(decoder.target?.[0]).toMatchObject({ start: null, end: null });
    expect(decoder.positions).toBe(decoder.target?.length);
    // Layer 0 has read nothing of the text yet, and the last has.
    const other = await hidden({ model: tiny.t5, text: 'Another one.', target });
    const size = decoder.positions * decoder.width;
    expect(other.values.subarray(0, size)).toEqual(decoder.values.subarray(0, size));
    expect(furthest(other.values.subarray(2 * size), decoder.values.subarray(2 * size))).toBeGreaterThan(0.01);
  });

  it.each(['tiny-gpt2', 'tiny-gpt2-amateur'])('does not depend on what comes later in %s', async (name) => {
    const model = golden(`models/${name}`);
    const [short, long] = [
      await hidden({ model, text: 'one two' }),
      await hidden({ model, text: 'one two three four' }),
    ];
    const at = short.source.length - 2;
    const state = (of: typeof short, layer: number) => {
      const start = (layer * of.positions + at) * of.width;
      return of.values.subarray(start, start + of.width);
    };
    for (let layer = 0; layer < short.layers; layer++)
      expect(furthest(state(short, layer), state(long, layer))).toBeLessThan(1e-4);
  });
});

describe('odd texts', () => {
  it.each(['bert-mini', 'gpt2-mini', 't5-mini', golden('families/models/mini-llama')])(
    'are read by %s, or refused with a reason',
    async (model) => {
      let read = 0;
      for (const odd of ODD_TEXTS) {
        const value = await hidden({ model, text: odd }).catch((error: unknown) => error);
        if (value instanceof Error) {
          expect(value).toMatchObject({ code: expect.stringMatching(/^(bad-request|too-long)$/) as string });
          continue;
        }
        const { values, layers, positions, width, source } = value as Awaited<ReturnType<typeof hidden>>;
        expect(positions).toBe(source.length);
        expect(values).toHaveLength(layers * positions * width);
        expect(values.every(Number.isFinite)).toBe(true);
        read++;
      }
      expect(read).toBeGreaterThan(ODD_TEXTS.length - 6);
    },
  );
});

describe('a call that cannot be answered', () => {
  it.each([
    [{ text: '' }, /text has nothing/],
    [{ text: 'a', layerIndices: [7] }, /layerIndices must be from 0, the embeddings, to 6 with bert-mini; one is 7/],
    [{ text: 'a', at: [0, 3] }, /at must be from 0 to 2 in this text; one is 3/],
    [{ text: 'a', at: [] }, /at must not be empty/],
    [{ text: 'a', target: 'b' }, /target is for encoder-decoders/],
    [{ text: 'a', topK: 3 }, /unknown field topK/],
  ] as [Params<'hidden'>, RegExp][])('%j', async (params, message) => {
    const refused = { code: 'bad-request', message: expect.stringMatching(message) as string };
    await expect(hidden(params)).rejects.toMatchObject(refused);
  });

  it('for its length tells both figures', async () => {
    const long = { code: 'too-long', message: expect.stringMatching(/2\d\d\d tokens.*128/) as string };
    await expect(hidden({ model: tiny.bert, text: 'a '.repeat(2000) })).rejects.toMatchObject(long);
    const targetLong = { code: 'too-long', message: expect.stringMatching(/\d+ tokens.*511/) as string };
    await expect(hidden({ model: tiny.t5, text: 'a', target: 'b '.repeat(600) })).rejects.toMatchObject(targetLong);
  });

  it('because it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const run = engine.call('hidden', { model: tiny.bert, text }, {}, controller.signal);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});
