/* What a step tells beside its alternatives: how many tokens were left, and what the chosen one was drawn from. */
import { describe, expect, it } from 'vitest';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { decodeAll } from '../decodeAll.js';
import { randomTables, tableModel } from '../tableModel.js';

const WIDTH = 30;
const stepsOf = async (decoding: GenerationConfig) => {
  const { sequences } = await decodeAll(tableModel(randomTables(WIDTH, 3)), decoding, {
    limit: 12,
    alternatives: WIDTH,
  });
  return sequences.flatMap(({ steps = [] }) => steps);
};

describe('a step', () => {
  it.each<GenerationConfig>([
    { strategy: 'sample', topP: 0.6, temperature: 1.5, seed: 4 },
    { strategy: 'sample', topK: 5, repetitionPenalty: 1.3, seed: 4 },
    { strategy: 'greedy', noRepeatNgramSize: 1 },
  ])('counts the tokens left by $strategy', async (decoding) => {
    for (const { left, alternatives } of await stepsOf(decoding)) {
      const kept = alternatives.filter(({ cut }) => cut === undefined).length;
      expect(left ?? WIDTH).toBe(kept);
    }
  });

  it('tells what its token was drawn from, renormalised', async () => {
    for (const { id, filteredProbability, alternatives } of await stepsOf({ strategy: 'sample', topP: 0.6, seed: 4 })) {
      expect(filteredProbability).toBeCloseTo(alternatives.find((one) => one.id === id)!.filteredProbability!, 12);
    }
  });

  it('tells neither where nothing changed the model’s probabilities', async () => {
    for (const step of await stepsOf({ strategy: 'sample', seed: 4 })) {
      expect(step).not.toHaveProperty('left');
      expect(step).not.toHaveProperty('filteredProbability');
    }
  });

  it('of a beam counts what bans left', async () => {
    const { sequences } = await decodeAll(
      tableModel(randomTables(WIDTH, 3)),
      { strategy: 'beam', numBeams: 3, noRepeatNgramSize: 1 },
      { limit: 6, alternatives: WIDTH },
    );
    sequences[0]!.steps!.forEach(({ left }, index) => expect(left).toBe(WIDTH - 1 - index));
  });
});
