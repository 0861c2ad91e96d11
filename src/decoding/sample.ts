import { penaltyChain, rankedFor, samplingChain } from './chains.js';
import { draw } from './draw.js';
import type { Decoder, DecodeRequest } from './outcome.js';
import type { Plan } from './plan.js';
import type { NamedProcessor } from './processors.js';
import { Random } from './random.js';
import { decodeRows, type RowStrategy } from './rows.js';
import { applyAll } from './scored.js';
import type { LanguageModel } from './step.js';

/** The most probable token of each step, after penalties and bans; the first among equals. */
export function greedy(model: LanguageModel, request: DecodeRequest, plan: Plan, signal?: AbortSignal): Decoder {
  const chain = penaltyChain(plan, model.eosIds);
  const strategy = alone(model, chain, likeliest);
  const ranked: RowStrategy['ranked'] = (count) => rankedFor(chain, count, model.vocabularySize);
  return decodeRows({ ...strategy, ranked }, request, plan.numReturnSequences, signal);
}

/** A token drawn from what penalties, temperature and filters leave; every sequence has its own random numbers. */
export function sample(model: LanguageModel, request: DecodeRequest, plan: Plan, signal?: AbortSignal): Decoder {
  const chain = [...penaltyChain(plan, model.eosIds), ...samplingChain(plan, 1)];
  const choose = drawn(plan);
  return decodeRows(alone(model, chain, choose), request, plan.numReturnSequences, signal);
}

/** A choice by chance, with a stream of random numbers for each sequence. */
export function drawn({ seed, numReturnSequences }: Plan): RowStrategy['choose'] {
  const randoms = Array.from({ length: numReturnSequences }, (_, stream) => new Random(seed, stream));
  return (scored, sequence) => draw(scored.final, randoms[sequence]!, scored.mass);
}

/** The choice of the highest score, the first among equals. */
export const likeliest: RowStrategy['choose'] = (scored) => {
  const [id = -1] = scored.best(1);
  return id >= 0 && scored.at(id) > -Infinity ? id : -1;
};

/** For a strategy that looks at all logits: what is ranked beside them saves reading them once more. */
export const rankedToo = (count: number) => ({ best: count });

function alone(model: LanguageModel, chain: readonly NamedProcessor[], choose: RowStrategy['choose']): RowStrategy {
  const score: RowStrategy['score'] = (own, _, history) => applyAll(chain, own.values, history, own);
  return { models: [model], score, ranked: rankedToo, choose };
}
