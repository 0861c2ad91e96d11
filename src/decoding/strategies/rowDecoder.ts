import { throwIfCancelled, type FinishReason } from '../../protocol/engine/index.js';
import { tokenProbabilities, filteredProbabilityOf } from '../logits/alternatives.js';
import { noTokenLeftError, assertFinite } from '../errors.js';
import type { TokenGenerator, DecodedSequence, DecodeRequest, TokenStep } from '../output.js';
import { selectCacheRows } from '../model/cacheRows.js';
import type { ProcessorContext } from '../logits/processors.js';
import { readRowLogits, sliceRow, tokenIdAt, type RowLogits } from '../logits/rowLogits.js';
import type { ProcessedLogits } from '../logits/processedLogits.js';
import type { LanguageModel, StepInput } from '../model/languageModel.js';

/** A strategy that extends each sequence by itself, one token a step. */
export interface RowStrategy {
  /** they read the same tokens; the first one's probabilities are the sequence's */
  models: readonly LanguageModel[];
  /**
   * @param own what the first model says of a row
   * @param others logits of that row by the other models
   */
  score(own: RowLogits, others: readonly Float32Array[], history: ProcessorContext): ProcessedLogits;
  /** how many of the first model's largest logits it looks at, and whether at no others */
  ranked(count: number): Pick<StepInput, 'best' | 'bestOnly'>;
  /** @returns the index of the chosen token among the scores, −1 when none is left */
  choose(processed: ProcessedLogits, sequence: number): number;
}

interface Row {
  sequence: number;
  /** prompt and new tokens */
  all: number[];
  ids: number[];
  logProbability: number;
  finish: FinishReason | null;
  steps: TokenStep[];
}

/**
 * Grows sequences side by side in one batch from one prefill; a finished one leaves the batch.
 * @param count how many sequences
 */
export async function* decodeRows(
  strategy: RowStrategy,
  { prompt, limit, stops, alternatives, ended }: DecodeRequest,
  count: number,
  signal?: AbortSignal,
): TokenGenerator {
  const { models } = strategy;
  const main = models[0]!;
  const rows = Array.from({ length: count }, (_, sequence): Row => ({
    sequence,
    all: [...prompt],
    ids: [],
    logProbability: 0,
    finish: null,
    steps: [],
  }));
  const ranked = strategy.ranked(Math.min(main.vocabularySize, Math.max(1, alternatives)));
  const step = (inputOf: (k: number) => StepInput) =>
    Promise.all(models.map((model, k) => model.step({ ...inputOf(k), ...(k === 0 && ranked) }, signal)));
  throwIfCancelled(signal);
  let outputs = await step(() => ({ past: null, tokens: [prompt], more: limit - 1 }));
  let live = rows;
  for (;;) {
    throwIfCancelled(signal);
    const prefilled = outputs[0]!.past.rows === 1;
    const kept: number[] = [];
    const next: Row[] = [];
    let shared: ProcessedLogits | null = null;
    for (const [index, row] of live.entries()) {
      const at = prefilled ? 0 : index;
      const own = readRowLogits(outputs[0]!, main.vocabularySize, at);
      const others = outputs.slice(1).map(({ logits }, k) => sliceRow(logits, models[k + 1]!.vocabularySize, at));
      const history = { ids: row.all, newTokens: row.ids.length };
      const processed: ProcessedLogits = shared ?? strategy.score(own, others, history);
      if (prefilled) shared = processed;
      assertFinite(own.total, main.id);
      const chosen = strategy.choose(processed, row.sequence);
      if (chosen < 0) throw noTokenLeftError(row.ids.length);
      const id = tokenIdAt(own, chosen);
      const logProbability = own.values[chosen]! - own.total;
      row.ids.push(id);
      row.all.push(id);
      row.logProbability += logProbability;
      if (alternatives > 0) {
        const probability = Math.exp(logProbability);
        const chances = tokenProbabilities(processed, own.total, alternatives, own);
        row.steps.push({ id, probability, ...filteredProbabilityOf(processed, chosen), ...chances });
      }
      const made = row.steps.at(-1);
      yield { sequence: row.sequence, id, ...(made && { step: made }) };
      row.finish = main.eosIds.includes(id)
        ? 'eos'
        : stops?.(row.ids)
          ? 'stop'
          : row.ids.length >= limit || ended?.()
            ? 'length'
            : null;
      if (row.finish === null) {
        next.push(row);
        kept.push(at);
      }
    }
    live = next;
    if (live.length === 0) break;
    const tokens = live.map((row) => row.ids.slice(-1));
    const pasts = outputs.map(({ past }) => selectCacheRows(past, kept));
    const more = limit - live[0]!.ids.length - 1;
    outputs = await step((k) => ({ past: pasts[k]!, tokens, more }));
  }
  return { sequences: rows.map((row) => toDecodedSequence(row, alternatives > 0)) };
}

function toDecodedSequence({ ids, logProbability, finish, steps }: Row, withSteps: boolean): DecodedSequence {
  return { ids, logProbability, score: logProbability, finish: finish ?? 'length', ...(withSteps && { steps }) };
}
