import { describe, expect, it } from 'vitest';
import { checkParams } from '../../../../src/protocol/engine/index.js';
import { AdaptLoop } from '../../../../src/engine/training/adapting/adaptLoop.js';
import type { RunKeeper, RunState } from '../../../../src/engine/training/runKeeper.js';
import type { Trainer } from '../../../../src/engine/training/trainer.js';
import { Parameters } from '../../../../src/training/parameters.js';

const STEPS = 8;
const text = {
  ids: Array.from({ length: 60 }, (_, at) => at),
  ...{ cut: 50, heldOut: 'end', learnt: '', length: 8, begins: new Set<number>(), startOf: () => 0 },
};
const settings = checkParams('adapt', { text: 'x', folder: '/none', steps: STEPS, batchSize: 2, looks: 1, warmup: 0 });

/** One weight that is drawn to 3; what is held out is told worse at each look, so that it was best at the beginning. */
function loopOf() {
  const parameters = new Parameters([{ name: 'h.0.weight', shape: [1, 1] }]);
  parameters.values[0] = 1;
  const gradients = () => {
    parameters.gradients[0] = parameters.values[0]! - 3;
    return Promise.resolve(1);
  };
  let looks = 0;
  const judge = () => Promise.resolve({ bitsPerByte: 2 + looks++, bitsPerToken: 4 });
  const trainer = { parameters, gradients } as unknown as Trainer;
  return { parameters, loop: new AdaptLoop(trainer, text, settings, { bitsPerByte: 1, bitsPerToken: 4 }, judge) };
}

/** Keeps nothing but the last state, as it was then. */
function keeperOf() {
  const states: RunState[] = [];
  const keep = ({ tensors, ...rest }: RunState) => {
    const copies = [...tensors].map(([name, values]) => [name, values.slice()] as const);
    states.push({ ...structuredClone(rest), tensors: new Map(copies) });
    return Promise.resolve();
  };
  return { states, keeper: { isDue: false, keep } as unknown as RunKeeper };
}

/** @param last step after which it is ended */
const controlOf = (last = Infinity) => {
  let done = 0;
  const report = (progress: { done: number }) => void (done = progress.done);
  return { pause: () => Promise.resolve(), isStopped: () => done >= last, report };
};

describe('a run whose first weights were the best', () => {
  it('is kept with its own weights, and leaves the best', async () => {
    const { loop, parameters } = loopOf();
    const { keeper, states } = keeperOf();
    await loop.run(controlOf(), keeper);
    const { step, tensors } = states.at(-1)!;
    expect(step).toBe(STEPS);
    expect(tensors.get('best')).toEqual(Float32Array.of(1));
    expect(tensors.get('values')![0]).toBeGreaterThan(1);
    expect(parameters.values).toEqual(Float32Array.of(1));
  });

  it('that was ended goes on as if it had not been', async () => {
    const whole = keeperOf();
    await loopOf().loop.run(controlOf(), whole.keeper);
    const [ended, resumed] = [keeperOf(), keeperOf()];
    await loopOf().loop.run(controlOf(3), ended.keeper);
    const { loop } = loopOf();
    expect(ended.states.at(-1)!.step).toBe(3);
    expect(loop.restore(ended.states.at(-1)!)).toBe(true);
    await loop.run(controlOf(), resumed.keeper);
    expect(resumed.states.at(-1)!.step).toBe(STEPS);
    expect(resumed.states.at(-1)!.tensors).toEqual(whole.states.at(-1)!.tensors);
  });
});
