/* Pairs of sentences and replaced words by tiny models, beside PyTorch's (test/golden/laboratory/pairs.py). */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { Doubter } from '../../../webview-ui/laboratory/experiments/pairs/doubts.js';
import { following } from '../../../webview-ui/laboratory/experiments/pairs/following.js';
import { judged, type PairJudge } from '../../../webview-ui/laboratory/experiments/pairs/judges.js';
import { replaced } from '../../../webview-ui/laboratory/experiments/pairs/replaced.js';
import { EngineBench, type AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

interface Golden {
  pairs: ({ first: string; second: string } & Record<PairJudge, number>)[];
  text: string;
  other: string;
  doubts: Record<Doubter, number[]>;
}

const wanted = JSON.parse(readFileSync(golden('laboratory/pairs.json'), 'utf8')) as Golden;
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());

const models = {
  nextSentence: 'mini-bert-nsp',
  embedder: 'mini-bert',
  detector: 'mini-electra',
  masked: 'mini-bert',
  causal: 'mini-gpt2',
};
/** Decimals to which figures agree. */
const DIGITS = { nextSentence: 4, cosine: 4, bits: 2, replaced: 4, masked: 2, causal: 2 } as const;

it('judges say of pairs what PyTorch says', async () => {
  const ask = ((method: never, params: never) => engine.call(method, params)) as unknown as AskEngine;
  const bench = new EngineBench(ask, new AbortController().signal, () => undefined);
  const infos = await engine.call('models', {});
  const chosen = Object.fromEntries(
    Object.entries(models).map(([role, id]) => [role, infos.find((model) => model.id === id)!]),
  );
  const told: string[] = [];
  const pairs = wanted.pairs.map(({ first, second }) => ({ kind: 'following' as const, first, second }));
  for await (const { judge, values } of judged(bench, pairs, chosen)) {
    told.push(judge);
    values.forEach((value, at) => expect(value, judge).toBeCloseTo(wanted.pairs[at]![judge], DIGITS[judge]));
  }
  expect(told).toEqual(['nextSentence', 'cosine', 'bits']);
});

it('words are doubted as PyTorch doubts them', async () => {
  const { result } = await measureLocally(engine, replaced, wanted, models);
  expect(result.words.filter((_, at) => result.isChanged[at])).toEqual(['king', 'town']);
  expect(result.found.map(({ doubter }) => doubter)).toEqual(['replaced', 'masked', 'causal']);
  for (const { doubter, values } of result.found) {
    values.forEach((value, at) =>
      expect(value, `${doubter} ${at}`).toBeCloseTo(wanted.doubts[doubter][at]!, DIGITS[doubter]),
    );
  }
});

it('a head for the next sentence is asked for every pair', async () => {
  const asked = { text: 'It rained. He went home. The dog ran. She sat by the sea.', other: 'London is a town.' };
  const { result, calls } = await measureLocally(engine, following, asked, models);
  expect(result.found.map(({ judge }) => judge)).toEqual(['nextSentence', 'cosine', 'bits']);
  expect(calls.filter(({ method }) => method === 'nextSentence')).toHaveLength(result.pairs.length);
});
