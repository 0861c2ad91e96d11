import { describe, expect, it } from 'vitest';
import { checkParams } from '../../../../src/protocol/engine/index.js';
import { fineTune, lineLessons, type Trainable, type TuningKeeper } from '../../../../src/engine/training/fineTune.js';
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
    rowsAtOnce: () => 16,
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
    const found = await fineTune(model, lineLessons(lines), { learnt: [0, 1, 2, 3], held: [] }, settings, control);
    expect(found).toMatchObject({ failedStep: 5, bestStep: 4, losses: [1, 0.5, 0.4, 0.3], isStopped: false });
    expect(Number.isFinite(model.parameters.values[0])).toBe(true);
  });

  it('keeps the weights of the epoch that tells the lines held out best', async () => {
    const model = trainable([], [0.9, 0.5, 0.2, 0.6, 0.7, 0.8]);
    const kept: number[] = [];
    const report = ({ done }: { done: number }) => void (kept[done] = model.parameters.values[0]!);
    const found = await fineTune(model, lineLessons(lines), { learnt: [0, 1], held: [2, 3] }, settings, {
      ...control,
      report,
    });
    expect(found.losses).toHaveLength(5);
    expect(found.bestStep).toBe(2);
    expect(model.parameters.values[0]).toBe(kept[2]);
  });

  it('that gets no better than where it began goes back there', async () => {
    const model = trainable([], [0.1, 0.5, 0.5, 0.5, 0.5, 0.5]);
    model.parameters.values[0] = 3;
    expect(
      (await fineTune(model, lineLessons(lines), { learnt: [0, 1], held: [2, 3] }, settings, control)).bestStep,
    ).toBe(0);
    expect(model.parameters.values[0]).toBe(3);
  });
});

describe('a run that is broken off', () => {
  /** One weight that is drawn to the class of the lines of a step: what it learns depends on the steps before. */
  function drawn(): Trainable {
    const parameters = new Parameters([{ name: 'classifier.weight', shape: [1, 1] }]);
    const off = (classes: readonly number[]) => parameters.values[0]! - classes.reduce((sum, one) => sum + one, 0);
    return {
      parameters,
      model: { head: new Set<string>() },
      rowsAtOnce: () => 1,
      gradients: (_, labels) => {
        parameters.gradients[0] = off(labels);
        return Promise.resolve(off(labels) ** 2);
      },
      logits: ({ rows }) => Promise.resolve(Float32Array.from(rows.flatMap(() => [parameters.values[0]!, 0.3]))),
    };
  }
  const learnt = [0, 1, 2];
  const held = [3];

  it('at any step is gone on with as if nothing had been', async () => {
    const whole = drawn();
    const expected = await fineTune(whole, lineLessons(lines), { learnt, held }, settings, control);
    for (let end = 1; end <= expected.losses.length; end++) {
      let kept: TuningKeeper['found'] = null;
      const keeper = (found: TuningKeeper['found']): TuningKeeper => ({
        found,
        isDue: () => true,
        keep: (record, tensors) => {
          // As it comes back from files.
          const numbers = new Map([...tensors].map(([name, values]) => [name, values.slice()]));
          kept = { record: JSON.parse(JSON.stringify(record)) as typeof record, tensors: numbers };
          if (record.result.losses.length === end) throw new Error('killed');
          return Promise.resolve();
        },
      });
      await expect(
        fineTune(drawn(), lineLessons(lines), { learnt, held }, settings, control, { keeper: keeper(null) }),
      ).rejects.toThrow('killed');
      const again = drawn();
      const found = await fineTune(again, lineLessons(lines), { learnt, held }, settings, control, {
        keeper: { ...keeper(kept), isDue: () => false },
      });
      expect(found).toEqual(expected);
      expect([...again.parameters.values]).toEqual([...whole.parameters.values]);
    }
  });
});
