/* The laboratory works with the engine's own processors, so it must say what the engine says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argsortDescending } from '../../../../src/maths/topK.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { BEAM_PRESETS } from '../../../../webview-ui/decoding/laboratory/experiments/twoStepBeam/beamPresets.js';
import { searchTable } from '../../../../webview-ui/decoding/laboratory/experiments/twoStepBeam/beamTable.js';
import { CURVE_SIZE, rankCurve, sampleRanks } from '../../../../webview-ui/decoding/laboratory/rankCurve.js';
import { labLogits, NEUTRAL, runLaboratory } from '../../../../webview-ui/decoding/laboratory/labModel.js';
import { TYPED_PRESETS } from '../../../../webview-ui/decoding/laboratory/experiments/typedLogits/typedPresets.js';
import { SLIDER_END, sliderScales } from '../../../../webview-ui/decoding/laboratory/sliderScales.js';
import { decodeAll } from '../../decoding/decodeAll.js';
import { randomTables, tableModel } from '../../decoding/tableModel.js';

const subject = (logits: readonly number[], before: readonly number[] = []) => {
  const values = Float32Array.from(logits);
  return labLogits(values, argsortDescending(values), before);
};
const left = (logits: readonly number[], settings = {}, before: readonly number[] = []) =>
  runLaboratory(subject(logits, before), { ...NEUTRAL, ...settings }, 20).rows.map((row) => row.left);

describe('the laboratory', () => {
  it('says what the engine says of a step, for any settings', async () => {
    const tables = randomTables(40, 5);
    const logits = Array.from(
      { length: 40 },
      (_, id) => Math.fround(tables.last[1]![id]!) + Math.fround(tables.before[0]![id]!),
    );
    const share = (min: number) => fc.double({ min, max: 1, noNaN: true });
    const settings = fc.record({
      temperature: fc.double({ min: 0.05, max: 3, noNaN: true }),
      topK: fc.integer({ min: 0, max: 40 }),
      topP: share(0),
      minP: share(0),
      typicalP: share(0.01),
      repetitionPenalty: fc.double({ min: 1, max: 2, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(settings, async (given) => {
        const decoding: GenerationConfig = { strategy: 'sample', seed: 1, ...given };
        const { sequences } = await decodeAll(tableModel(tables), decoding, {
          prompt: [1],
          limit: 1,
          alternatives: 40,
        });
        const told = new Map(sequences[0]!.steps![0]!.alternatives.map((one) => [one.id, one] as const));
        const { rows, left: kept } = runLaboratory(subject(logits, [1]), given, 40);
        for (const row of rows) {
          const engine = told.get(row.id)!;
          expect(row.left).toBeCloseTo(engine.filteredProbability!, 12);
          expect(row.own).toBeCloseTo(engine.probability, 12);
          expect(row.cut ?? undefined).toBe(engine.cut);
        }
        expect(kept).toBe(rows.filter((row) => row.left > 0).length);
      }),
      { numRuns: 60 },
    );
  });

  it('gives [1, 0, 0] for [10, 9.9, 5] as the temperature goes to 0, and at 0', () => {
    expect(left([10, 9.9, 5], { temperature: 1e-7 })).toEqual([1, 0, 0]);
    expect(left([10, 9.9, 5], { temperature: 0 })).toEqual([1, 0, 0]);
    const [a, b] = left([10, 9.9, 5]);
    expect(a! / b!).toBeCloseTo(Math.exp(0.1), 5);
  });

  it('divides positive logits of what was there, and multiplies negative ones', () => {
    const { rows } = runLaboratory(subject([2, 1.8, -1, -1.1], [0, 2]), { ...NEUTRAL, repetitionPenalty: 1.5 }, 20);
    expect(rows.map(({ id, score }) => [id, Number(score!.toFixed(4))])).toEqual([
      [0, 1.3333],
      [1, 1.8],
      [2, -1.5],
      [3, -1.1],
    ]);
  });

  it('tells the mass kept of the model’s own probability, and of what temperature and penalty made of it', () => {
    const chances = [0.4, 0.25, 0.15, 0.1, 0.06, 0.04];
    const masses = (settings: object, before: readonly number[] = []) => {
      const { mass, rescaledMass } = runLaboratory(
        subject(chances.map(Math.log), before),
        { ...NEUTRAL, ...settings },
        6,
      );
      return [mass, rescaledMass];
    };
    const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 6) as number);
    // At temperature 0.5 the probabilities are squared: 0.2225 of 0.2602 is on the first two.
    expect(masses({ temperature: 0.5, topK: 2 })).toEqual(close(0.65, 0.2225 / 0.2602));
    // All logits are negative here, so a penalty of 2 squares the first one's probability alone: 0.16 of 0.76.
    expect(masses({ repetitionPenalty: 2, topK: 1 }, [0])).toEqual(close(0.25, 0.25 / 0.76));
    expect(masses({ temperature: 0.5 })).toEqual(close(1, 1));
    expect(masses({ temperature: 0 })).toEqual(close(0.4, 1));
    expect(masses({ topK: 2 })).toEqual([expect.closeTo(0.65, 6), null]);
  });

  it('tells where the cuts fall: share and count of each filter on what the ones before it left', () => {
    const logits = [0.4, 0.25, 0.15, 0.1, 0.06, 0.04].map(Math.log);
    const {
      stages,
      mass,
      left: kept,
      entropyBefore,
    } = runLaboratory(subject(logits), { ...NEUTRAL, topK: 4, topP: 0.7 }, 20);
    expect(stages.map(({ name, left: count }) => [name, count])).toEqual([
      ['topK', 4],
      ['topP', 2],
    ]);
    expect(stages[0]!.cut).toBeCloseTo(0.1, 6);
    expect(stages[1]!.cut).toBeCloseTo(0.25 / 0.9, 6);
    expect(mass).toBeCloseTo(0.65, 6);
    expect(kept).toBe(2);
    expect(entropyBefore).toBeCloseTo(
      -[0.4, 0.25, 0.15, 0.1, 0.06, 0.04].reduce((sum, p) => sum + p * Math.log2(p), 0),
      5,
    );
  });

  it('always shows the likeliest token that is left', () => {
    const logits = [0.3, ...Array.from({ length: 200 }, () => 0.7 / 200)].map(Math.log);
    const { rows } = runLaboratory(subject(logits), { ...NEUTRAL, typicalP: 0.2 }, 1);
    expect(rows).toHaveLength(2);
    expect(rows[0]!.cut).toBe('typicalP');
    expect(rows[1]!.left).toBeGreaterThan(0);
  });

  it('names a setting that is out of range', () => {
    expect(() => left([1, 2, 3], { typicalP: 0 })).toThrow(/typicalP must be above 0/);
  });
});

describe('the curve', () => {
  it('samples ranks from the first to the last, each once', () => {
    const ranks = sampleRanks(50_257);
    expect(ranks[0]).toBe(0);
    expect(ranks.at(-1)).toBe(50_256);
    expect(new Set(ranks).size).toBe(ranks.length);
  });

  it('is empty where a filter cut, and stays in its box', () => {
    const logits = Array.from({ length: 1000 }, (_, id) => -id / 50);
    const curve = rankCurve(runLaboratory(subject(logits), { ...NEUTRAL, topK: 10 }, 20));
    const numbers = [...curve.left.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
    expect(Math.max(...numbers)).toBeLessThanOrEqual(CURVE_SIZE.width);
    expect(curve.left.split('M')).toHaveLength(2);
    const end = Math.max(...[...curve.left.matchAll(/H([\d.]+)/g)].map(([, x]) => Number(x)));
    expect(end).toBeCloseTo((CURVE_SIZE.width * Math.log(11)) / Math.log(1000), 0);
  });
});

describe('sliders', () => {
  it.each(sliderScales(50_257).map((scale) => [scale.field, scale] as const))('%s goes there and back', (_, scale) => {
    for (let place = 0; place <= SLIDER_END; place += 7) {
      const value = scale.fromSlider(place);
      expect(value).toBeGreaterThanOrEqual(scale.min);
      expect(value).toBeLessThanOrEqual(scale.max);
      const back = scale.fromSlider(scale.toSlider(value));
      expect(Math.abs(back - value)).toBeLessThanOrEqual(scale.field === 'topK' ? 0.01 * value : 1e-9);
    }
  });

  it('have off and the whole vocabulary at the ends of top-k', () => {
    const topK = sliderScales(50_257).find(({ field }) => field === 'topK')!;
    expect([topK.fromSlider(0), topK.fromSlider(1), topK.fromSlider(SLIDER_END)]).toEqual([0, 1, 50_257]);
  });
});

describe('the textbook’s examples', () => {
  it('are what their lessons say', () => {
    const run = (index: number, change = {}) => {
      const { logits, settings } = TYPED_PRESETS[index]!;
      const before = logits.flatMap((one, id) => (one.before ? [id] : []));
      return runLaboratory(
        subject(
          logits.map(({ logit }) => logit),
          before,
        ),
        { ...settings, ...change },
        20,
      );
    };
    expect([run(1).left, run(1, { temperature: 3 }).left]).toEqual([3, 3]);
    expect(run(2, { temperature: 3 }).left).toBeGreaterThan(run(2, { temperature: 0.3 }).left);
    const { rows } = run(3);
    expect(rows[0]!.left).toBeLessThan(rows[0]!.own);
    expect(rows[2]!.left).toBeLessThan(rows[2]!.own);
  });

  it('of beams: two find what greedy misses', async () => {
    const { table } = BEAM_PRESETS[0]!;
    const winner = async (numBeams: number) =>
      (await searchTable(table, { numBeams, lengthPenalty: 0 }, '.')).ended.find(({ returned }) => returned)!;
    expect((await winner(1)).names).toEqual(['nice', 'woman']);
    const two = await winner(2);
    expect(two.names).toEqual(['dog', 'has']);
    expect(Math.exp(two.logProbability)).toBeCloseTo(0.36, 6);
  });

  it('of length: 0 is neutral and favours the short text, 1 the longer one', async () => {
    const { table } = BEAM_PRESETS[1]!;
    const ended = async (lengthPenalty: number) =>
      (await searchTable(table, { numBeams: 2, lengthPenalty }, '.')).ended;
    const neutral = await ended(0);
    expect(neutral[0]).toMatchObject({ names: ['.'], returned: true });
    for (const { score, logProbability } of neutral) expect(score).toBeCloseTo(logProbability, 12);
    const averaged = await ended(1);
    expect(averaged[0]).toMatchObject({ names: ['very', 'well'], returned: true });
    for (const { score, logProbability, length } of averaged) expect(score).toBeCloseTo(logProbability / length, 12);
  });
});
