import { describe, expect, it } from 'vitest';
import { resolveGenerationConfig } from '../../../../src/decoding/config/resolve.js';
import type { KnownTokens, RemoteDraw } from '../../../../src/decoding/logits/knownTokens.js';
import type { LanguageModel } from '../../../../src/decoding/model/languageModel.js';
import { generateAll } from '../../../../src/decoding/output.js';
import { createTokenGenerator } from '../../../../src/decoding/run.js';
import { Random } from '../../../../src/decoding/sampling/random.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';

/** Falling, so that a token's number is its rank. */
const PROBABILITIES = Array.from({ length: 30 }, (_, at) => 0.9 ** at);
const TOTAL = PROBABILITIES.reduce((sum, one) => sum + one, 0);
const SHARES = PROBABILITIES.map((one) => one / TOTAL);

interface Elsewhere {
  /** tokens that are told at once, and at most */
  told: number;
  most: number;
  draws?: boolean;
  drawsRest?: boolean;
}

/** A model elsewhere with the same distribution behind everything, and what it was asked to draw. */
function modelElsewhere({ told, most, draws = true, drawsRest = true }: Elsewhere) {
  const drawn: RemoteDraw[] = [];
  const draw = (how: RemoteDraw) => {
    drawn.push(how);
    if (!draws) return Promise.resolve(null);
    const weights = SHARES.map((share, id) =>
      how.banned.includes(id) ? 0 : share ** (1 / Math.max(how.temperature, 0.01)),
    );
    let place = how.uniform * weights.reduce((sum, one) => sum + one, 0);
    const id = weights.findIndex((weight) => (place -= weight) < 0);
    return Promise.resolve({ id, logProbability: Math.log(SHARES[id]!) });
  };
  const knownTokens = (count: number): KnownTokens => ({
    ids: Int32Array.from({ length: count }, (_, at) => at),
    logProbabilities: Float64Array.from(SHARES.slice(0, count), Math.log),
    rest: count === SHARES.length ? 0 : 1 - SHARES.slice(0, count).reduce((sum, one) => sum + one, 0),
    drawsRest,
    widen: () => Promise.resolve(count < most ? knownTokens(Math.min(most, count * 2)) : null),
    draw,
  });
  const model: LanguageModel = {
    ...{ id: 'elsewhere', vocabularySize: SHARES.length, eosIds: [], maxLength: null },
    step: ({ tokens }) => {
      const past = { rows: tokens.length, length: 1, select: () => past };
      return Promise.resolve({ logits: new Float32Array(0), known: tokens.map(() => knownTokens(told)), past });
    },
  };
  return { model, drawn };
}

const write = async (elsewhere: Elsewhere, decoding: GenerationConfig, limit = 1) => {
  const { model, drawn } = modelElsewhere(elsewhere);
  const config = resolveGenerationConfig(decoding, { vocabularySize: SHARES.length, maxNewTokens: limit });
  const request = { prompt: [0], limit, alternatives: 5 };
  return { ...(await generateAll(createTokenGenerator({ main: model }, request, config))), drawn };
};

/** How often each rank comes first with so many seeds. */
async function counts(elsewhere: Elsewhere, decoding: Partial<GenerationConfig>, times = 1500): Promise<number[]> {
  const found = SHARES.map(() => 0);
  for (let seed = 0; seed < times; seed++) {
    const { sequences } = await write(elsewhere, { strategy: 'sample', ...decoding, seed });
    found[sequences[0]!.ids[0]!]! += 1 / times;
  }
  return found;
}

const powered = (temperature: number) => {
  const weights = SHARES.map((share) => share ** (1 / temperature));
  const sum = weights.reduce((total, one) => total + one, 0);
  return weights.map((one) => one / sum);
};
const beyond = (shares: readonly number[], rank: number) => shares.slice(rank).reduce((sum, one) => sum + one, 0);

describe('decoding on the likeliest tokens alone', () => {
  const FEW: Elsewhere = { told: 5, most: 5 };

  it.each<[string, Elsewhere, Partial<GenerationConfig>, readonly number[]]>([
    ['as they are', FEW, {}, SHARES],
    ['where others cannot be drawn by themselves', { ...FEW, drawsRest: false }, {}, SHARES],
    ['hot', FEW, { temperature: 1.5 }, powered(1.5)],
    ['cold', FEW, { temperature: 0.5 }, powered(0.5)],
    ['where all are told when asked for', { told: 5, most: 30, draws: false, drawsRest: false }, {}, SHARES],
  ])('draws tokens as often as the model has them: %s', async (_, elsewhere, decoding, shares) => {
    const found = await counts(elsewhere, decoding);
    // Three standard deviations of 1,500 draws.
    for (const rank of [1, 3, 5, 10]) {
      const wanted = beyond(shares, rank);
      expect(Math.abs(beyond(found, rank) - wanted)).toBeLessThan(3 * Math.sqrt((wanted * (1 - wanted)) / 1500) + 1e-9);
    }
  });

  it.each<[string, Partial<GenerationConfig>, number]>([
    ['top-k', { topK: 4 }, 4],
    ['top-p', { topP: 0.3 }, 4],
    ['min-p', { minP: 0.7 }, 4],
    ['epsilon', { epsilonCutoff: 0.085 }, 2],
    ['top-p, cold', { topP: 0.3, temperature: 0.5 }, 2],
  ])('keeps by %s what all tokens would have kept, by itself', async (_, decoding, left) => {
    const few = await write({ told: 5, most: 10 }, { strategy: 'sample', seed: 1, ...decoding });
    const all = await write({ told: 30, most: 30 }, { strategy: 'sample', seed: 1, ...decoding });
    const [step, wanted] = [few, all].map(({ sequences }) => sequences[0]!.steps![0]!);
    expect(step).toMatchObject({ left });
    expect(wanted).toMatchObject({ left, id: step!.id });
    step!.alternatives.slice(0, left).forEach(({ filteredProbability }, at) => {
      expect(filteredProbability).toBeCloseTo(wanted!.alternatives[at]!.filteredProbability!, 6);
    });
    expect(few.drawn).toEqual([]);
  });

  it('asks for a penalty of logits elsewhere, with what may not come', async () => {
    const { drawn, sequences } = await write(FEW, { strategy: 'sample', repetitionPenalty: 1.2, topK: 3, seed: 1 });
    expect(drawn).toEqual([expect.objectContaining({ repetitionPenalty: 1.2, topK: 3, temperature: 1, banned: [] })]);
    expect(sequences[0]!.steps![0]).toMatchObject({ drawnByServer: true });
  });

  it('has a first token for the greedy, and says of no other that it might be higher', async () => {
    expect((await write(FEW, { strategy: 'greedy' }, 3)).sequences[0]!.ids).toEqual([0, 0, 0]);
    const { sequences } = await write({ told: 2, most: 10 }, { strategy: 'greedy', noRepeatNgramSize: 1 }, 6);
    expect(sequences[0]!.ids).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each<[string, GenerationConfig]>([
    ['a draw', { strategy: 'sample', seed: 1 }],
    ['the entropy', { strategy: 'sample', typicalP: 0.5, seed: 1 }],
    ['more beams than are told', { strategy: 'beam', numBeams: 6 }],
    ['beams that are drawn', { strategy: 'beam', numBeams: 2, doSample: true, seed: 1 }],
  ])('says which step is not certain where %s takes others', async (_, decoding) => {
    const failed = write({ ...FEW, draws: false, drawsRest: false }, decoding);
    await expect(failed).rejects.toMatchObject({ details: { kind: 'uncertainStep', step: 1, known: 5 } });
  });

  it('is the same text with the same seed', async () => {
    const random = new Random(9);
    const seed = Math.floor(random.uniform() * 1e6);
    const texts = await Promise.all([seed, seed].map((one) => write(FEW, { strategy: 'sample', seed: one }, 12)));
    expect(texts[0]!.sequences[0]!.ids).toEqual(texts[1]!.sequences[0]!.ids);
    expect(new Set(texts[0]!.sequences[0]!.ids).size).toBeGreaterThan(3);
  });
});
