/* Training signal on tiny models: losses beside those of predictions, and a step beside what its slope says. */
import { afterAll, expect, it } from 'vitest';
import { slopeOf } from '../../../webview-ui/laboratory/experiments/trainingSignal/sides.js';
import { step } from '../../../webview-ui/laboratory/experiments/trainingSignal/step.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());

const text = 'the old man walked down to the river and looked at the water';
const models = { masked: 'mini-bert', causal: 'mini-gpt2' };

it('has the losses that predictions have, of as many tokens as it says', async () => {
  const options = { maskShare: '0.4', stepRate: '0.001', dice: '2' };
  const { result, steps } = await measureLocally(engine, step, { text, options }, models);
  expect(steps).toBe(3);
  expect(result.sides.map(({ kind, draws }) => [kind, draws.length])).toEqual([
    ['masked', 3],
    ['causal', 1],
    ['sparse', 3],
  ]);
  for (const side of result.sides) {
    const share = side.kind === 'causal' ? 1 : 0.4;
    for (const { at, loss } of side.draws) {
      expect(at).toHaveLength(Math.round(share * side.candidates));
      const variant = side.kind === 'masked' ? { at, masked: at } : { at };
      const told = await engine.call('predictions', { model: side.model, text, variants: [variant], topK: 0 });
      const { places } = told.variants[0]!;
      const mean = places.reduce((sum, { logProbability }) => sum - logProbability / places.length, 0);
      expect(Math.abs(loss - mean)).toBeLessThan(1e-4 * mean);
    }
  }
});

it('changes the loss as its slope says where the step is short', async () => {
  // The shortest step that is offered, of a model whose gradients are short enough for it.
  const { result } = await measureLocally(engine, step, { text, options: { stepRate: '0.001' } }, models);
  const gpt = result.sides.find(({ kind }) => kind === 'causal')!;
  const [{ loss, after }] = gpt.draws as [(typeof gpt.draws)[number]];
  const slope = slopeOf(gpt, 0.001);
  expect(after! - loss).toBeLessThan(0);
  expect((after! - loss) / slope).toBeGreaterThan(0.3);
  expect((after! - loss) / slope).toBeLessThan(1.7);
});
