/* What experiments come to with transformers’ own models, beside figures that PyTorch and numpy make of the same (laboratory.py). */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { averages, context } from '../../../webview-ui/laboratory/experiments/information/context.js';
import { perplexity } from '../../../webview-ui/laboratory/experiments/sentence/perplexity.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

interface Score {
  logProbability: number;
  perplexity: number;
  bitsPerByte: number;
}
interface Experiments {
  information: {
    text: string;
    bothBits: number;
    leftBits: number;
    bothEntropy: number;
    leftEntropy: number;
    divergence: number;
  };
  sentence: { text: string; causalScore: Score; pseudoScore: Score };
}

const { experiments } = JSON.parse(readFileSync(golden('laboratory.json'), 'utf8')) as { experiments: Experiments };
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());

it('information: surprise and entropy with and without the right side, and their divergence', async () => {
  const wanted = experiments.information;
  const { result, steps } = await measureLocally(engine, context, wanted, { bothWays: 'mini-bert' });
  expect(result.model).toBe('mini-bert');
  const found = averages(result);
  expect(found.both).toBeCloseTo(wanted.bothBits, 2);
  expect(found.left).toBeCloseTo(wanted.leftBits, 2);
  expect(found.bothEntropy).toBeCloseTo(wanted.bothEntropy, 2);
  expect(found.leftEntropy).toBeCloseTo(wanted.leftEntropy, 2);
  expect(found.divergence).toBeCloseTo(wanted.divergence, 2);
  // It is shown as it comes.
  expect(steps).toBe(Math.ceil(result.count / 4));
});

it('probability: perplexity, pseudo-perplexity and bits a byte', async () => {
  const { text, causalScore, pseudoScore } = experiments.sentence;
  const chosen = { causal: 'mini-gpt2', masked: 'mini-bert' };
  const { result } = await measureLocally(engine, perplexity, { text }, chosen);
  const by = (way: string) => result.scores.find((score) => score.way === way)!;
  for (const [way, wanted] of [
    ['causal', causalScore],
    ['pseudo', pseudoScore],
  ] as const) {
    const score = by(way);
    expect(-score.bits * Math.LN2).toBeCloseTo(wanted.logProbability, 2);
    expect(Math.abs(score.perplexity / wanted.perplexity - 1)).toBeLessThan(2e-3);
    expect(score.bitsPerByte).toBeCloseTo(wanted.bitsPerByte, 3);
  }
});

it('what is asked of the engine is what its command asks again', async () => {
  const { result, calls } = await measureLocally(engine, context, { text: 'the old man' }, { bothWays: 'mini-bert' });
  const [tokens, predictions] = calls;
  expect(calls.map(({ method }) => method)).toEqual(['tokens', 'predictions']);
  expect(tokens!.params).toEqual({ model: 'mini-bert', text: 'the old man' });
  const again = await engine.call('predictions', predictions!.params as never);
  expect((again as { variants: unknown[] }).variants).toHaveLength(2 * result.count);
});
