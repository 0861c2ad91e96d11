import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkParams, type Params } from '../../../../src/protocol/engine/index.js';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { learnerModel, learnerPlan } from '../../../../src/engine/training/pretraining/learnerModel.js';
import { pretrain } from '../../../../src/engine/training/pretraining/pretrain.js';
import { pretrainBytes } from '../../../../src/engine/training/pretraining/pretrainMemory.js';
import { countOf } from '../../../../src/training/parameters.js';

const text = 'The dog sees the moon. A cat likes a house. '.repeat(60);
const settingsOf = (more: Partial<Params<'pretrain'>> = {}) => checkParams('pretrain', { text, ...more });
const control = { pause: () => Promise.resolve(), isStopped: () => false, report: () => {} };
const characters = Array.from('The dogsm.Aclikahu');

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what learning from nothing takes', () => {
  it('is known before a weight is drawn, so that sizes that are too large cost no memory', async () => {
    const drawn = vi.spyOn(Random.prototype, 'uniform');
    const settings = settingsOf({ layers: 24, width: 1024, heads: 16 });
    await expect(pretrain(settings, control, { threads: 1, limit: 1e9 })).rejects.toMatchObject({
      code: 'out-of-memory',
      details: { kind: 'memory', limit: 1e9 },
    });
    expect(drawn).not.toHaveBeenCalled();
  });

  it.each([
    ['decoder', 'learned'],
    ['encoder', 'learned'],
    ['encoder', 'sinusoidal'],
    ['encoder', 'relative'],
  ] as const)('is reckoned from the shapes that the weights of a %s have, places %s', (name, positions) => {
    const settings = settingsOf({ encoder: { positions } });
    const plan = learnerPlan(name, settings, characters);
    const { model } = learnerModel(plan, settings, new Random(1, 0));
    const shapes = [...model.weights].map(([own, { shape }]) => [own, shape] as const);
    expect(new Map(shapes)).toEqual(plan.shapes);
    const numbers = [...model.weights.values()].reduce((sum, { values }) => sum + values.length, 0);
    expect([...plan.shapes.values()].reduce((sum, shape) => sum + countOf(shape), 0)).toBe(numbers);
    // Each number itself, as it began, its gradient, two moments and the best, 4 bytes each.
    expect(pretrainBytes([plan], settings)).toBeGreaterThan(24 * numbers);
  });
});
