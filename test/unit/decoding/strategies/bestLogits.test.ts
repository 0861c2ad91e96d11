import { describe, expect, test } from 'vitest';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { decodeAll } from '../decodeAll.js';
import { randomTables, tableModel } from '../tableModel.js';

const WIDTH = 40;
const GREEDY: GenerationConfig = { strategy: 'greedy' };
const BEAMS: GenerationConfig = { strategy: 'beam', numBeams: 4, earlyStopping: 'never', numReturnSequences: 4 };

function models(seed: number) {
  const tables = randomTables(WIDTH, seed);
  const make = (ranks: boolean) => tableModel(tables, { eosIds: [3], ranks });
  return { all: make(false), best: make(true) };
}

describe('a step that ranks the best logits', () => {
  test.each<[string, GenerationConfig, number]>([
    ['greedy', GREEDY, 0],
    ['greedy, with alternatives', GREEDY, 7],
    ['beams', BEAMS, 0],
    ['beams, with alternatives', BEAMS, 12],
    ['more candidates than tokens', { ...BEAMS, numBeams: 30 }, 0],
    ['one beam', { strategy: 'beam', numBeams: 1 }, 3],
    ['bans', { strategy: 'greedy', minNewTokens: 4, noRepeatNgramSize: 1 }, 0],
    ['bans and beams', { ...BEAMS, noRepeatNgramSize: 2 }, 0],
    ['a penalty', { strategy: 'greedy', repetitionPenalty: 1.3 }, 4],
    ['sampling', { strategy: 'sample', topK: 5, seed: 1 }, 4],
    ['sampled beams', { ...BEAMS, doSample: true, seed: 1 }, 4],
  ])('changes nothing: %s', async (_, decoding, alternatives) => {
    for (let seed = 0; seed < 20; seed++) {
      const { all, best } = models(seed);
      const expected = await decodeAll(all, decoding, { alternatives });
      expect(await decodeAll(best, decoding, { alternatives })).toEqual(expected);
    }
  });

  test.each<GenerationConfig>([
    { strategy: 'greedy', repetitionPenalty: 1.3 },
    { strategy: 'greedy', minNewTokens: 4 },
    { ...BEAMS, noRepeatNgramSize: 2 },
    { ...BEAMS, numBeamGroups: 2, diversityPenalty: 0.5 },
    { ...BEAMS, doSample: true, seed: 1 },
    { strategy: 'sample', topK: 5, seed: 1 },
  ])('is asked for all others, too, where processors may need them: %j', async (decoding) => {
    const { all, best } = models(5);
    const asked: (boolean | undefined)[] = [];
    const step: typeof best.step = (input) => {
      asked.push(input.bestOnly);
      return best.step(input);
    };
    expect(await decodeAll({ ...best, step }, decoding)).toEqual(await decodeAll(all, decoding));
    expect(new Set(asked)).toEqual(new Set([undefined]));
  });

  test.each<[GenerationConfig, number]>([
    [{ ...BEAMS, numBeams: 30 }, 0],
    [BEAMS, 100],
    [GREEDY, 100],
    [{ strategy: 'sample', seed: 1 }, 100],
  ])('is asked for no more than there are tokens: %j, %i alternatives', async (decoding, alternatives) => {
    const { best } = models(2);
    const asked: (number | undefined)[] = [];
    const step: typeof best.step = (input) => {
      asked.push(input.best);
      return best.step(input);
    };
    await decodeAll({ ...best, step }, decoding, { alternatives });
    expect(asked[0]).toBe(WIDTH);
    expect(asked.every((count = 0) => count <= WIDTH)).toBe(true);
  });
});
