import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params, PredictedPlace } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { TOLERANCE } from '../../golden/methods.js';
import { localEngine, tiny } from '../engineOf.js';

type ExpectedPlace = Omit<PredictedPlace, 'predictions'> & { top: number };
interface PredictionsCase {
  name: string;
  method: 'predictions';
  params: Params<'predictions'> & { model: string };
  expect: { tokens: number[]; variants: ExpectedPlace[][] };
}
interface VectorsCase {
  name: string;
  method: 'inputVectors';
  params: Params<'inputVectors'> & { model: string };
  expect: { tokens: number[]; parts: { kind: string; values: number[] }[]; sum: number[] };
}

const { cases } = JSON.parse(readFileSync(golden('laboratory.json'), 'utf8')) as {
  cases: (PredictionsCase | VectorsCase)[];
};
const engine = localEngine();
afterAll(() => engine.dispose());

const predictions = (params: Params<'predictions'>) => engine.call('predictions', params);
const refused = (params: Params<'predictions'>) => predictions(params).catch((error: unknown) => error);
const GPTBERT = 'gptbert-mini';

describe('predictions by transformers', () => {
  const mine = cases.filter((one) => one.method === 'predictions');

  it.each(mine)('$name', async ({ params, expect: wanted }) => {
    const value = await predictions({ ...params, model: golden(params.model) });
    expect(value.tokens.map(({ id }) => id)).toEqual(wanted.tokens);
    wanted.variants.forEach((places, variant) =>
      places.forEach(({ index, logProbability, entropy, rank, top, bits }, at) => {
        const found = value.variants[variant]!.places[at]!;
        expect(found.index).toBe(index);
        expect(Math.abs(found.logProbability - logProbability)).toBeLessThan(TOLERANCE.logProbability);
        expect(Math.abs(found.entropy - entropy)).toBeLessThan(TOLERANCE.logProbability);
        expect(found.rank).toBe(rank);
        expect(found.predictions[0]?.id).toBe(top);
        if (bits === undefined) expect(found.bits).toBeUndefined();
        else expect(Math.abs(found.bits! - bits)).toBeLessThan(TOLERANCE.logProbability / Math.LN2);
      }),
    );
  });
});

describe('input vectors by transformers', () => {
  const mine = cases.filter((one) => one.method === 'inputVectors');

  it.each(mine)('$name', async ({ params, expect: wanted }) => {
    const value = await engine.call('inputVectors', { ...params, model: golden(params.model) });
    expect(value.source.map(({ id }) => id)).toEqual(wanted.tokens);
    expect(value.parts.map(({ kind }) => kind)).toEqual(wanted.parts.map(({ kind }) => kind));
    const near = (found: Float32Array, expected: number[]) => {
      expect(found).toHaveLength(expected.length);
      found.forEach((number, at) => expect(Math.abs(number - expected[at]!)).toBeLessThan(TOLERANCE.vector));
    };
    wanted.parts.forEach(({ values }, at) => near(value.parts[at]!.values, values));
    near(value.sum, wanted.sum);
  });

  it.each(['bert-mini', 'gpt2-mini', 't5-mini', 'e5-mini', GPTBERT])(
    '%s: its parts add up to the sum',
    async (model) => {
      const { parts, sum } = await engine.call('inputVectors', { model, text: 'The bank of the river.' });
      for (let at = 0; at < sum.length; at++) {
        expect(parts.reduce((total, { values }) => total + values[at]!, 0)).toBeCloseTo(sum[at]!, 5);
      }
    },
  );
});

describe('whatever is asked', () => {
  const TEXT = 'He put the money into the bank and went home.';
  const at = [1, 4, 9];

  it.each(['bert-mini', GPTBERT, 'gpt2-mini'])(
    '%s: entropy is at most log V, KL at least 0, a rank within V',
    async (model) => {
      const cut = { at, hiddenFrom: 10, versus: 0 };
      const { vocabulary, variants } = await predictions({
        model,
        text: TEXT,
        variants: [{ at }, cut, { at, versus: 0 }],
      });
      for (const { index, entropy, logProbability, rank, predictions: first } of variants.flatMap(
        ({ places }) => places,
      )) {
        expect(at).toContain(index);
        expect(entropy).toBeGreaterThanOrEqual(0);
        expect(entropy).toBeLessThanOrEqual(Math.log(vocabulary) + 1e-6);
        expect(logProbability).toBeLessThanOrEqual(0);
        expect(rank).toBeGreaterThanOrEqual(1);
        expect(rank).toBeLessThanOrEqual(vocabulary);
        expect(first).toHaveLength(5);
        expect(first.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-6);
      }
      for (const { bits } of variants[1]!.places) expect(bits).toBeGreaterThanOrEqual(0);
      // The same text twice.
      for (const { bits } of variants[2]!.places) expect(bits).toBeLessThan(1e-6);
    },
  );

  it('a causal row knows nothing of what follows, a row with both sides does', async () => {
    const { tokens } = await predictions({ model: GPTBERT, text: TEXT, variants: [{ at }] });
    const last = tokens.findLastIndex(({ start }) => start !== null);
    const replaced = [{ at: last, id: tokens[1]!.id }];
    const { variants } = await predictions({
      model: GPTBERT,
      text: TEXT,
      variants: [
        { at, causal: true },
        { at, causal: true, replaced, versus: 0 },
        { at: [4], masked: [4] },
        { at: [4], masked: [4], replaced, versus: 2 },
      ],
    });
    for (const { bits } of variants[1]!.places) expect(bits).toBeLessThan(1e-6);
    expect(variants[3]!.places[0]!.bits).toBeGreaterThan(1e-4);
  });

  it('many variants in one call are what each is by itself', async () => {
    const each = [1, 2, 3, 4, 5, 6, 7].map((place) => ({ at: [place], masked: [place] }));
    const together = await predictions({ model: 'bert-mini', text: TEXT, variants: each });
    for (const [index, variant] of each.entries()) {
      const alone = await predictions({ model: 'bert-mini', text: TEXT, variants: [variant] });
      expect(together.variants[index]!.places[0]!.logProbability).toBeCloseTo(
        alone.variants[0]!.places[0]!.logProbability,
        4,
      );
    }
  });

  it('is refused with what may be asked', async () => {
    const wrong = async (model: string, variant: Params<'predictions'>['variants'][number]) =>
      expect(await refused({ model, text: TEXT, variants: [variant] })).toMatchObject({ code: 'bad-request' });
    await wrong('bert-mini', { at: [0] });
    await wrong('bert-mini', { at: [99] });
    await wrong('bert-mini', { at: [1], masked: [0] });
    await wrong('bert-mini', { at: [1], causal: true });
    await wrong('bert-mini', { at: [1], versus: 0 });
    await wrong('bert-mini', { at: [1], replaced: [{ at: 1, id: 999_999 }] });
    await wrong('gpt2-mini', { at: [0] });
    await wrong('gpt2-mini', { at: [1], masked: [1] });
    expect(await refused({ model: tiny.t5, text: TEXT, variants: [{ at: [1] }] })).toMatchObject({
      code: 'wrong-architecture',
    });
    expect(await refused({ model: 'bert-mini', text: ' ', variants: [{ at: [1] }] })).toMatchObject({
      code: 'bad-request',
    });
  });
});
