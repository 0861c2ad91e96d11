import { argmax } from '../maths/softmax.js';
import { penaltyChain, samplingChain } from './chains.js';
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
  const strategy = alone(model, chain, ({ final }) => argmax(final));
  const plain = chain.length === 0;
  return decodeRows({ ...strategy, ...(plain && { best: 1 }) }, request, plan.numReturnSequences, signal);
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
  return ({ final }, sequence) => draw(final, randoms[sequence]!);
}

function alone(model: LanguageModel, chain: readonly NamedProcessor[], choose: RowStrategy['choose']): RowStrategy {
  return { models: [model], score: ([logits], history) => applyAll(chain, logits!, history), choose };
}
