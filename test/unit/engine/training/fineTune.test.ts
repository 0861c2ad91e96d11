import { describe, expect, it } from 'vitest';
import { checkParams } from '../../../../src/protocol/engine/index.js';
import { fineTune, type Trainable } from '../../../../src/engine/training/fineTune.js';
import { Parameters } from '../../../../src/training/parameters.js';

const lines = { rows: [[1], [2], [3], [4]], classes: [0, 1, 0, 1], labels: ['a', 'b'], cut: [] };
const settings = checkParams('train', {
  examples: [],
  folder: '/none',
  epochs: 5,
  batchSize: 2,
  learningRate: 0.1,
  warmup: 0,
});
const control = { pause: () => Promise.resolve(), isStopped: () => false, report: () => {} };

/** One weight; the steps' losses and the losses on lines held out are as given. */
function trainable(losses: readonly number[], heldLosses: readonly number[] = []): Trainable {
  const parameters = new Parameters([{ name: 'classifier.weight', shape: [1, 1] }]);
  let [step, judged] = [0, 0];
  return {
    parameters,
    model: { head: new Set<string>() },
    gradients: () => {
      parameters.gradients[0] = 1;
      return Promise.resolve(losses[step++] ?? 1);
    },
    // Of two classes the difference d gives the loss log(1 + e^−d).
    logits: ({ rows }) => {
      const loss = heldLosses[judged++] ?? 1;
      const difference = -Math.log(Math.exp(loss) - 1);
      return Promise.resolve(
        Float32Array.from(rows.flatMap(([id]) => (id! % 2 === 1 ? [difference, 0] : [0, difference]))),
      );
    },
  };
}

describe('a run', () => {
  it('whose loss is no number goes back to the best before, and says at which step', async () => {
    const model = trainable([1, 0.5, 0.4, 0.3, Number.NaN]);
    const found = await fineTune(model, lines, { learnt: [0, 1, 2, 3], held: [] }, settings, control);
    expect(found).toMatchObject({ failedStep: 5, bestStep: 4, losses: [1, 0.5, 0.4, 0.3], isStopped: false });
    expect(Number.isFinite(model.parameters.values[0])).toBe(true);
  });

  it('keeps the weights of the epoch that tells the lines held out best', async () => {
    const model = trainable([], [0.9, 0.5, 0.2, 0.6, 0.7, 0.8]);
    const kept: number[] = [];
    const report = ({ done }: { done: number }) => void (kept[done] = model.parameters.values[0]!);
    const found = await fineTune(model, lines, { learnt: [0, 1], held: [2, 3] }, settings, { ...control, report });
    expect(found.losses).toHaveLength(5);
    expect(found.bestStep).toBe(2);
    expect(model.parameters.values[0]).toBe(kept[2]);
  });

  it('that gets no better than where it began goes back there', async () => {
    const model = trainable([], [0.1, 0.5, 0.5, 0.5, 0.5, 0.5]);
    model.parameters.values[0] = 3;
    expect((await fineTune(model, lines, { learnt: [0, 1], held: [2, 3] }, settings, control)).bestStep).toBe(0);
    expect(model.parameters.values[0]).toBe(3);
  });
});
