import { GlassboxError, throwIfCancelled, type FinishReason } from '../../protocol/engine/index.js';
import { expNonPositive } from '../../maths/softmax.js';
import { topKWarper } from '../logits/warpers.js';
import { tokenProbabilities } from '../logits/alternatives.js';
import { createLogitsProcessors, rankingFor } from '../logits/processorList.js';
import { noTokenLeftError, assertFinite } from '../errors.js';
import type { TokenGenerator, DecodeRequest, TokenStep } from '../output.js';
import type { CreateTokenGenerator, StrategySpec } from './strategy.js';
import { selectCacheRows } from '../model/cacheRows.js';
import type { ResolvedGenerationConfig } from '../config/resolve.js';
import { readRowLogits, sliceRow, type RowLogits } from '../logits/rowLogits.js';
import { processLogits } from '../logits/processedLogits.js';
import type { LanguageModel, StepOutput } from '../model/languageModel.js';

/** The model is run on every candidate, each with its own keys and values. */
const MAX_CANDIDATES = 256;

export const contrastiveSearch: StrategySpec = {
  fields: () => ({ first: ['penaltyAlpha', 'topK'], more: [] }),
  draws: () => false,
  initial: { penaltyAlpha: 0.6, topK: 4 },

  findContradiction({ topK }, given, { vocabularySize }) {
    if (given.penaltyAlpha === undefined) {
      const message = 'is missing: contrastive search needs one from 0 to 1, such as 0.6.';
      return { field: 'penaltyAlpha', kind: 'missing', message };
    }
    const max = Math.min(vocabularySize, MAX_CANDIDATES);
    if (topK >= 1 && topK <= max) return null;
    const message = `must be from 1 to ${max} with contrastiveSearch, such as 4; it is ${topK}.`;
    return { field: 'topK', kind: 'candidates', min: 1, max, message };
  },

  customGenerate: () => 'transformers-community/contrastive-search',
};

export const createContrastiveSearch: CreateTokenGenerator = ({ main }, request, config, signal) =>
  searchContrastively(main, request, config, signal);

/**
 * Contrastive search (arXiv 2202.06417; transformers' `_contrastive_search`): of the k most probable tokens the one with
 * the highest (1 − α) · p − α · (the largest cosine of its hidden state with those of all tokens before it). The model
 * reads all k candidates in one batch and goes on from the chosen one's row.
 * @throws GlassboxError `wrong-architecture` when the graph gives no hidden states
 */
async function* searchContrastively(
  model: LanguageModel,
  { prompt, limit, stops, alternatives, ended }: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
): TokenGenerator {
  const step = model.stepWithHidden;
  if (!step) {
    throw new GlassboxError(
      'wrong-architecture',
      `${model.id} cannot do contrastive search: its last hidden state was not found in the graph. Take another strategy.`,
      { details: { kind: 'noHiddenState', model: model.id } },
    );
  }
  const penalties = createLogitsProcessors(config, model, limit);
  const chain = [...penalties, { name: 'topK' as const, process: topKWarper(config.topK, 1) }];
  const { best: wanted } = rankingFor(penalties, Math.max(config.topK, alternatives), model.vocabularySize);
  // The row is still looked at after the step that tries its candidates.
  const rowAfter = (output: StepOutput, index: number): RowLogits => {
    const row = readRowLogits(output, model.vocabularySize, index);
    return { ...row, values: row.values.slice() };
  };
  const ids: number[] = [];
  const steps: TokenStep[] = [];
  let logProbability = 0;

  throwIfCancelled(signal);
  let output = await step({ past: null, tokens: [prompt], more: limit, best: wanted }, signal);
  const width = output.hiddenStates!.length / prompt.length;
  const context: Float32Array[] = prompt.map((_, at) => normalise(sliceRow(output.hiddenStates!, width, at)));
  let row = rowAfter(output, 0);
  let finish: FinishReason | null = null;
  while (finish === null) {
    throwIfCancelled(signal);
    const { values, total } = row;
    assertFinite(total, model.id);
    const history = { ids: [...prompt, ...ids], newTokens: ids.length };
    const penalised = processLogits(penalties, values, history, row);
    // A filter keeps what equals the k-th; Hugging Face takes exactly k.
    const candidates = Array.from(penalised.best(config.topK)).filter((id) => penalised.at(id) !== -Infinity);
    if (candidates.length === 0) throw noTokenLeftError(ids.length);

    const past = output.past.select(candidates.map(() => 0));
    const tokens = candidates.map((id) => [id]);
    output = await step({ past, tokens, more: limit - ids.length - 1, best: wanted }, signal);
    const states = candidates.map((_, row) => normalise(sliceRow(output.hidden!, width, row)));
    let chosen = 0;
    let best = -Infinity;
    for (const [index, id] of candidates.entries()) {
      const probability = expNonPositive(Math.min(0, penalised.at(id) - penalised.total));
      const degeneration = Math.max(...context.map((state) => dot(state, states[index]!)));
      const rank = (1 - config.penaltyAlpha) * probability - config.penaltyAlpha * degeneration;
      if (rank > best) [best, chosen] = [rank, index];
    }

    const id = candidates[chosen]!;
    const own = values[id]! - total;
    ids.push(id);
    logProbability += own;
    context.push(states[chosen]!);
    if (alternatives > 0) {
      const processed = processLogits(chain, values, history, row);
      steps.push({ id, probability: Math.exp(own), ...tokenProbabilities(processed, total, alternatives) });
    }
    const made = steps.at(-1);
    yield { sequence: 0, id, ...(made && { step: made }) };
    const last = ids.length >= limit || ended?.();
    finish = model.eosIds.includes(id) ? 'eos' : stops?.(ids) ? 'stop' : last ? 'length' : null;
    row = rowAfter(output, chosen);
    output = { ...output, past: selectCacheRows(output.past, [chosen]) };
  }
  return {
    sequences: [{ ids, logProbability, score: logProbability, finish, ...(alternatives > 0 && { steps }) }],
  };
}

function normalise(state: Float32Array): Float32Array {
  const norm = Math.sqrt(dot(state, state));
  return state.map((value) => value / norm);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
