/* What the experiment “BERT as a writer” comes to with transformers’ own models, beside PyTorch’s (laboratory/writer.py). */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { joint } from '../../../webview-ui/laboratory/experiments/writer/joint.js';
import { maskPredict } from '../../../webview-ui/laboratory/experiments/writer/maskPredict.js';
import { turn } from '../../../webview-ui/laboratory/experiments/writer/turn.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

interface Step {
  at: number;
  id: number;
  logProbability: number;
}
const wanted = JSON.parse(readFileSync(golden('laboratory/writer.json'), 'utf8')) as {
  beginning: string;
  masks: number;
  left: Step[];
  certain: Step[];
  maskPredict: { ids: number[]; logProbabilities: number[]; masked: number[] }[];
  continuation: { texts: string[]; logProbabilities: number[] };
  text: string;
  costs: Record<'left' | 'right' | 'inTurn', number[]>;
};
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());
const chosen = { masked: 'mini-bert', causal: 'mini-gpt2' };
const text = wanted.beginning;
const draftLength = String(wanted.masks);
const near = (probability: number, logProbability: number) =>
  expect(Math.log(probability)).toBeCloseTo(logProbability, 3);

it.each(['left', 'certain'] as const)('filled in turn, %s', async (fillOrder) => {
  const { result } = await measureLocally(engine, turn, { text, options: { fillOrder, draftLength } }, chosen);
  const first = Math.min(...wanted[fillOrder].map(({ at }) => at));
  expect(result.turns.map(({ place, guesses }) => [place, guesses[place]!.id])).toEqual(
    wanted[fillOrder].map(({ at, id }) => [at - first, id]),
  );
  result.turns.forEach(({ place, guesses }, step) => {
    near(guesses[place]!.probability, wanted[fillOrder][step]!.logProbability);
  });
  const { texts, logProbabilities } = wanted.continuation;
  expect(result.continuation?.tokens.map((token) => token.text)).toEqual(texts);
  result.continuation?.tokens.forEach(({ probability }, at) => near(probability, logProbabilities[at]!));
});

it('mask-predict: every iteration', async () => {
  const asked = { text, options: { iterations: '4', draftLength } };
  const { result, steps } = await measureLocally(engine, maskPredict, asked, chosen);
  expect(result.iterations).toHaveLength(wanted.maskPredict.length);
  for (const [at, { tokens, masked }] of result.iterations.entries()) {
    const one = wanted.maskPredict[at]!;
    expect(masked).toEqual(one.masked);
    expect(tokens.map(({ id }) => id)).toEqual(one.ids);
    tokens.forEach(({ probability }, place) => near(probability, one.logProbabilities[place]!));
  }
  // It is shown as it comes, GPT-2's text at the end.
  expect(steps).toBe(result.iterations.length + 1);
});

it('the cost of a text in two orders and masked in turn', async () => {
  const { result } = await measureLocally(engine, joint, { text: wanted.text }, chosen);
  for (const order of ['left', 'right', 'inTurn'] as const) {
    const { bits } = result.costs.find((cost) => cost.order === order)!;
    expect(bits).toHaveLength(wanted.costs[order].length);
    bits.forEach((value, at) => expect(value).toBeCloseTo(wanted.costs[order][at]!, 3));
  }
});
