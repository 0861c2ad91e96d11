import { throwIfCancelled, type FinishReason } from '../protocol/index.js';
import { chancesOf, filteredOf } from './alternatives.js';
import { nothingLeft, requireFinite } from './faults.js';
import type { Decoder, DecodedSequence, DecodeRequest, TokenStep } from './outcome.js';
import { keepRows } from './past-rows.js';
import type { History } from './processors.js';
import { rowLogits, rowOf, tokenAt, type RowLogits } from './row-logits.js';
import type { Scored } from './scored.js';
import type { LanguageModel, StepInput } from './step.js';

/** A strategy that extends each sequence by itself, one token a step. */
export interface RowStrategy {
  /** they read the same tokens; the first one's probabilities are the sequence's */
  models: readonly LanguageModel[];
  /**
   * @param own what the first model says of a row
   * @param others logits of that row by the other models
   */
  score(own: RowLogits, others: readonly Float32Array[], history: History): Scored;
  /** how many of the first model's largest logits it looks at, and whether at no others */
  ranked(count: number): Pick<StepInput, 'best' | 'bestOnly'>;
  /** @returns the index of the chosen token among the scores, −1 when none is left */
  choose(scored: Scored, sequence: number): number;
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
 * Sequences that grow side by side in one batch from one prefill; a finished one leaves the batch.
 * @param count how many sequences
 */
export async function* decodeRows(
  strategy: RowStrategy,
  { prompt, limit, stops, alternatives, ended }: DecodeRequest,
  count: number,
  signal?: AbortSignal,
): Decoder {
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
    let shared: Scored | null = null;
    for (const [index, row] of live.entries()) {
      const at = prefilled ? 0 : index;
      const own = rowLogits(outputs[0]!, main.vocabularySize, at);
      const others = outputs.slice(1).map(({ logits }, k) => rowOf(logits, models[k + 1]!.vocabularySize, at));
      const history = { ids: row.all, newTokens: row.ids.length };
      const scored: Scored = shared ?? strategy.score(own, others, history);
      if (prefilled) shared = scored;
      requireFinite(own.total, main.id);
      const chosen = strategy.choose(scored, row.sequence);
      if (chosen < 0) throw nothingLeft(row.ids.length);
      const id = tokenAt(own, chosen);
      const logProbability = own.values[chosen]! - own.total;
      row.ids.push(id);
      row.all.push(id);
      row.logProbability += logProbability;
      if (alternatives > 0) {
        const probability = Math.exp(logProbability);
        const chances = chancesOf(scored, own.total, alternatives, own);
        row.steps.push({ id, probability, ...filteredOf(scored, chosen), ...chances });
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
    const pasts = outputs.map(({ past }) => keepRows(past, kept));
    const more = limit - live[0]!.ids.length - 1;
    outputs = await step((k) => ({ past: pasts[k]!, tokens, more }));
  }
  return { sequences: rows.map((row) => sequenceOf(row, alternatives > 0)) };
}

function sequenceOf({ ids, logProbability, finish, steps }: Row, withSteps: boolean): DecodedSequence {
  return { ids, logProbability, score: logProbability, finish: finish ?? 'length', ...(withSteps && { steps }) };
}
