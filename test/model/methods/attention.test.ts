import { afterAll, describe, expect, it } from 'vitest';
import type { AttentionMap, AttentionValue, Params } from '../../../src/protocol/engine/index.js';
import { softmax } from '../../../src/maths/softmax.js';
import { difference, golden, goldenCases } from '../../golden/compare.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const cases = goldenCases('attention');
const sound = cases.filter((one) => !('error' in one.expect));
const attention = (params: Params<'attention'>) => engine.call('attention', params);

/** The rows of a map, all layers and heads. */
function rowsOf({ values, keys }: AttentionMap): Float32Array[] {
  return Array.from({ length: values.length / keys }, (_, row) => values.subarray(row * keys, (row + 1) * keys));
}

function head(map: AttentionMap, layer: number, head: number): number[] {
  const cells = map.queries * map.keys;
  const start = (map.layerIndices.indexOf(layer) * map.heads + map.headIndices.indexOf(head)) * cells;
  return Array.from(map.values.subarray(start, start + cells));
}

const only = ({ maps }: AttentionValue): AttentionMap => maps[0]!;

describe('Hugging Face’s maps', () => {
  it.each(cases)('$name', async (one) => {
    const run = () => attention(one.params as Params<'attention'>);
    expect(await difference('attention', one, run)).toBeNull();
  });
});

describe('the 8-bit twins', () => {
  it.each(sound)('give distributions near the exact ones: $name', async ({ params }) => {
    const given = params as Params<'attention'>;
    const exact = await attention(given);
    // What they would write differs; the exact target is read by both.
    const target = exact.targetText === undefined ? {} : { target: exact.targetText };
    const [whole, eight] = [
      await attention({ ...given, ...target }),
      await attention({ ...given, ...target, model: `${String(given.model)}-int8` }),
    ];
    for (const [index, map] of eight.maps.entries()) {
      for (const row of rowsOf(map)) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
      const wanted = whole.maps[index]!.values;
      const apart = map.values.reduce((sum, weight, at) => sum + Math.abs(weight - wanted[at]!), 0);
      expect(apart / map.values.length).toBeLessThan(0.05);
    }
  });

  it.each(['models/tiny-gpt2', 'models/tiny-gpt2-int8', 'models/tiny-gpt2-amateur-int8', 'models/tiny-t5-int8'])(
    'and exact ones look at nothing to come: %s',
    async (model) => {
      const target = model.includes('t5') ? { target: 'Das Haus ist klein.' } : {};
      const { maps } = await attention({ model: golden(model), text: 'The cat sat on the mat.', ...target });
      const map = maps.find(({ kind }) => kind === 'decoder')!;
      const later = Array.from(map.values).filter((_, at) => at % map.keys > Math.floor(at / map.keys) % map.queries);
      expect(later.length).toBeGreaterThan(0);
      expect(new Set(later)).toEqual(new Set([0]));
    },
  );
});

describe('scores', () => {
  it.each([
    ['tiny-bert', 'encoder'],
    ['tiny-bert-int8', 'encoder'],
    ['tiny-gpt2', 'decoder'],
    ['tiny-gpt2-int8', 'decoder'],
    ['tiny-t5', 'encoder'],
    ['tiny-t5', 'decoder'],
    ['tiny-t5', 'cross'],
    ['tiny-t5-int8', 'decoder'],
  ] as const)('become the weights of %s, %s, by mask and softmax', async (name, kind) => {
    const target = name.startsWith('tiny-t5') ? { target: 'Das Haus ist klein.' } : {};
    const model = golden(`models/${name}`);
    const { maps } = await attention({
      model,
      text: 'The cat sat on the mat.',
      scores: true,
      kinds: [kind],
      ...target,
    });
    const { scores = new Float32Array(0), values, queries, keys } = maps[0]!;
    expect(scores).toHaveLength(values.length);
    for (let row = 0; row < values.length / keys; row++) {
      const query = row % queries;
      const before = scores.subarray(row * keys, (row + 1) * keys);
      const masked = before.map((score, key) => (kind === 'decoder' && key > query ? -Infinity : score));
      softmax(masked).forEach((weight, key) => expect(Math.abs(weight - values[row * keys + key]!)).toBeLessThan(1e-4));
    }
    // What the mask hides has scores, too: the picture before it is whole.
    expect(scores.every(Number.isFinite)).toBe(true);
    if (kind === 'decoder') expect(Math.min(...scores)).toBeGreaterThan(-1000);
  });

  it('are left out of averages', async () => {
    expect(
      only(await attention({ model: tiny.bert, text: 'a', scores: true, average: 'heads' })).scores,
    ).toBeUndefined();
  });
});

describe('what is asked for', () => {
  const text = 'The cat sat on the mat.';

  it('are some layers, heads and rows', async () => {
    const all = only(await attention({ model: tiny.gpt2, text }));
    const some = only(
      await attention({ model: tiny.gpt2, text, layerIndices: [1], headIndices: [3, 1, 3], queryIndices: [4, 2] }),
    );
    expect(some).toMatchObject({ layers: 1, heads: 2, queries: 2, keys: all.keys });
    expect(some).toMatchObject({ layerIndices: [1], headIndices: [1, 3], queryIndices: [2, 4] });
    const rows = [2, 4].flatMap((row) => head(all, 1, 3).slice(row * all.keys, (row + 1) * all.keys));
    expect(head(some, 1, 3)).toEqual(rows);
  });

  it.each(['heads', 'all'] as const)('is an average of %s', async (average) => {
    const all = only(await attention({ model: tiny.bert, text }));
    const mean = only(await attention({ model: tiny.bert, text, average }));
    expect(mean).toMatchObject({ heads: 1, layers: average === 'all' ? 1 : 2, headIndices: [0, 1, 2, 3] });
    const cells = all.queries * all.keys;
    for (let layer = 0; layer < mean.layers; layer++) {
      for (let cell = 0; cell < cells; cell++) {
        const from = average === 'all' ? 0 : layer * 4;
        const count = average === 'all' ? 8 : 4;
        let sum = 0;
        for (let at = from; at < from + count; at++) sum += all.values[at * cells + cell]!;
        expect(mean.values[layer * cells + cell]).toBeCloseTo(sum / count, 5);
      }
    }
  });

  it('is some of an encoder-decoder’s maps', async () => {
    const params = { model: tiny.t5, text: 'I am Tom.', target: 'Ich bin Tom.' };
    const { maps } = await attention(params);
    const encoder = await attention({ ...params, kinds: ['encoder'] });
    const cross = await attention({ ...params, kinds: ['cross'], queryIndices: [5] });
    expect(encoder.maps).toEqual([maps[0]]);
    expect(encoder.target).toBeUndefined();
    expect(cross.maps).toHaveLength(1);
    expect(head(cross.maps[0]!, 0, 0)).toEqual(head(maps[2]!, 0, 0).slice(-5));
  });

  it('are two texts in one sequence', async () => {
    const { source, pairStart, maps } = await attention({ text: 'The cat sat.', textPair: 'It slept.' });
    expect(source.map(({ text }) => text)).toEqual([
      '[CLS]',
      'the',
      'cat',
      'sat',
      '.',
      '[SEP]',
      'it',
      'slept',
      '.',
      '[SEP]',
    ]);
    expect(pairStart).toBe(6);
    expect(source[7]).toMatchObject({ start: 3, end: 8 });
    expect(maps[0]).toMatchObject({ queries: 10, keys: 10 });
    // Segments are told apart: the same tokens in one text give other weights.
    const one = await attention({ text: 'The cat sat.[SEP]It slept.' });
    expect(one.source.map(({ id }) => id)).toEqual(source.map(({ id }) => id));
    expect(Array.from(one.maps[0]!.values)).not.toEqual(Array.from(maps[0]!.values));
  });

  it('is what greedy decoding writes, its words with their places', async () => {
    const {
      target,
      targetText = '',
      maps,
    } = await attention({
      model: 't5-mini',
      text: 'translate English to German: The house is small.',
    });
    expect(target?.[0]).toMatchObject({ start: null, end: null });
    for (const { text, start, end } of target!.slice(1)) expect(targetText.slice(start!, end!)).toBe(text.trim());
    expect(maps.find(({ kind }) => kind === 'cross')).toMatchObject({ queries: target?.length });
  });
});

describe('the embedded models', () => {
  it.each([
    ['bert-mini', ['encoder']],
    ['gpt2-mini', ['decoder']],
    ['gpt2-mini-amateur', ['decoder']],
    ['t5-mini', ['encoder', 'decoder', 'cross']],
  ])('%s have maps', async (model, kinds) => {
    const { maps } = await attention({ model, text: 'The old man went to the river.' });
    expect(maps.map(({ kind }) => kind)).toEqual(kinds);
    for (const map of maps) {
      for (const row of rowsOf(map)) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    }
  });
});

describe('a call that cannot be answered', () => {
  const refused = (params: Params<'attention'>) => attention(params).catch((error: unknown) => error);

  it.each([
    [{ text: '' }, /text has nothing/],
    [{ text: '  ' }, /text has nothing/],
    [{ text: 'a', layerIndices: [6] }, /layerIndices must be from 0 to 5 in the encoder map of bert-mini; one is 6/],
    [{ text: 'a', headIndices: [0, 8] }, /headIndices must be from 0 to 7 .* one is 8/],
    [{ text: 'a', queryIndices: [3] }, /queryIndices must be from 0 to 2 .* one is 3/],
    [{ text: 'a', layerIndices: [] }, /layerIndices must not be empty/],
    [{ text: 'a', kinds: ['cross'] }, /kinds must be among encoder with bert-mini; one is cross/],
    [{ text: 'a', target: 'b' }, /target is for encoder-decoders/],
    [{ text: 'a', textPair: 'b', model: 'gpt2-mini' }, /textPair is for models that read two texts/],
  ] as [Params<'attention'>, RegExp][])('%j', async (params, message) => {
    expect(await refused(params)).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(message) as string,
    });
  });

  it('for its length tells both figures', async () => {
    const error = await refused({ model: tiny.t5, text: 'a', target: 'b '.repeat(600) });
    expect(error).toMatchObject({ code: 'too-long', message: expect.stringMatching(/\d+ tokens.*511/) as string });
  });
});
