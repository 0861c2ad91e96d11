/* From nothing: what the page shows is what the engine's run came to, and letter frequencies are counted here once more. */
import { afterAll, expect, it } from 'vitest';
import { paramsOf } from '../../../webview-ui/laboratory/experiments/nothing/course.js';
import { learning } from '../../../webview-ui/laboratory/experiments/nothing/learning.js';
import { ENGLISH_FORM } from '../../../webview-ui/laboratory/experiments/nothing/texts.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const options = { learningSteps: '20', learnerWidth: '32', positions: 'sinusoidal', maskShare: '0.4' };
const settings = { steps: 20, width: 32, positions: 'sinusoidal', maskShare: 0.4 } as const;
/** Characters of a window. */
const LENGTH = 64;
const bits = (nats: number) => nats / Math.LN2;

it('shows the losses, looks and shares of the run', async () => {
  const value = await engine.call('pretrain', paramsOf(ENGLISH_FORM, settings));
  const { result, steps } = await measureLocally(engine, learning, { text: ENGLISH_FORM, options });
  expect(steps).toBeGreaterThan(10);
  expect(result).toMatchObject({ ...settings, done: 20, text: value.text });
  for (const own of value.learners) {
    const course = result.courses.find(({ learner }) => learner === own.learner)!;
    expect(course.points.map((point) => point.bits)).toEqual(own.losses.map((loss) => bits(loss)));
    expect(course.points.map((point) => point.gradientNorm)).toEqual(own.gradientNorms);
    expect(course.looks.map((look) => [look.step, look.bits, look.right])).toEqual(
      own.judgements.map(({ step, loss, right }) => [step, bits(loss), right]),
    );
    const last = course.looks.at(-1)!;
    expect([last.read, last.carried]).toEqual([own.tokens.at(-1), own.lossTokens.at(-1)]);
    expect(last.carried / last.read).toBeCloseTo(own.learner === 'decoder' ? 1 : 0.4, 1);
    expect(course.samples.every(({ step }) => step === 20)).toBe(true);
  }
});

it('has the cross-entropy of letter frequencies, each counted once more, of what the GPT predicts', async () => {
  // The end is unlike the rest: it counts as often as windows have it.
  const text = `${ENGLISH_FORM}${'qz'.repeat(20)}`;
  const { result } = await measureLocally(engine, learning, { text, options });
  const characters = Array.from(text);
  const cut = characters.length - Math.round(0.1 * characters.length);
  const kinds = new Set(characters).size;
  const all = characters.slice(cut);
  const windows = Math.floor((all.length - 1) / LENGTH);
  const starts = Array.from({ length: windows }, (_, at) =>
    Math.floor((at * (all.length - LENGTH - 1)) / (windows - 1)),
  );
  const held = starts.flatMap((start) => all.slice(start + 1, start + LENGTH + 1));
  expect(result.courses[0]!.looks[0]!.characters).toBe(held.length);
  expect(held.length).toBeLessThan(all.length - 1);
  const costs = held.map((one) => {
    const often = characters.slice(0, cut).filter((other) => other === one).length;
    return -Math.log2((often + 1) / (cut + kinds));
  });
  expect(result.frequencyBits).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / held.length, 10);
});
