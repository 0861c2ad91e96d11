import { expect, test } from 'vitest';
import { toErrorValue, type GenerationConfig } from '../../../src/protocol/engine/index.js';
import { decodeAll } from './decodeAll.js';
import { randomConfig } from './randomConfig.js';
import { randomTables, tableModel } from './tableModel.js';
import { Random } from '../../../src/decoding/sampling/random.js';

test('2,000 random option sets give a valid result or a coded error', async () => {
  const random = new Random(1);
  const codes = new Map<string, number>();
  for (let round = 0; round < 2000; round++) {
    const width = 3 + Math.floor(random.uniform() * 30);
    const eosIds = random.uniform() < 0.8 ? [width - 1, ...(random.uniform() < 0.2 ? [1] : [])] : [];
    const model = tableModel(randomTables(width, round), { eosIds });
    const amateur = tableModel(randomTables(width, round + 1), { eosIds });
    const decoding = randomConfig(random);
    const limit = 1 + Math.floor(random.uniform() * 12);
    try {
      const result = await decodeAll(model, decoding, { limit, alternatives: round % 3 }, { amateur });
      validate(result, decoding, limit, eosIds, width);
      codes.set('valid', (codes.get('valid') ?? 0) + 1);
    } catch (error) {
      const { code, message } = toErrorValue(error);
      expect(['bad-request', 'wrong-architecture'], `${JSON.stringify(decoding)}: ${message}`).toContain(code);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }
  // Both must occur, or the test would say nothing.
  expect(codes.get('valid')).toBeGreaterThan(500);
  expect(codes.get('bad-request')).toBeGreaterThan(100);
});

function validate(
  { sequences, events }: Awaited<ReturnType<typeof decodeAll>>,
  decoding: GenerationConfig,
  limit: number,
  eosIds: readonly number[],
  width: number,
): void {
  const what = JSON.stringify(decoding);
  expect(sequences.length, what).toBeGreaterThan(0);
  expect(sequences.length, what).toBeLessThanOrEqual(decoding.numReturnSequences ?? 1);
  for (const [index, { ids, logProbability, score, finish, steps }] of sequences.entries()) {
    expect(ids.length, what).toBeGreaterThan(0);
    expect(ids.length, what).toBeLessThanOrEqual(limit);
    expect(
      ids.every((id) => Number.isInteger(id) && id >= 0 && id < width),
      what,
    ).toBe(true);
    expect(
      ids.slice(0, -1).some((id) => eosIds.includes(id)),
      what,
    ).toBe(false);
    expect(finish, what).toBe(eosIds.includes(ids.at(-1)!) ? 'eos' : 'length');
    if (finish === 'length') expect(ids.length, what).toBe(limit);
    else expect(ids.length - 1, what).toBeGreaterThanOrEqual(Math.min(limit, decoding.minNewTokens ?? 0) || 0);
    expect(Number.isFinite(logProbability) && Number.isFinite(score), what).toBe(true);
    expect(logProbability, what).toBeLessThanOrEqual(1e-6);
    expect(
      events.filter(({ sequence }) => sequence === index).map(({ id }) => id),
      what,
    ).toEqual(ids);
    for (const { alternatives } of steps ?? []) {
      for (const { probability, filteredProbability } of alternatives) {
        expect(
          probability >= 0 && probability <= 1 && filteredProbability! >= 0 && filteredProbability! <= 1,
          what,
        ).toBe(true);
      }
    }
  }
}
