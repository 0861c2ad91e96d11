import { throwIfCancelled, type FinishReason } from '../../protocol/engine/index.js';
import { tokenProbabilities, filteredProbabilityOf } from '../logits/alternatives.js';
import { noTokenLeftError, assertFinite, uncertainStepError } from '../errors.js';
import { untilBrokenOff } from '../brokenOff.js';
import type { TokenGenerator, DecodedSequence, DecodeRequest, TokenEvent, TokenStep } from '../output.js';
import { selectCacheRows } from '../model/cacheRows.js';
import type { ProcessorContext } from '../logits/processors.js';
import type { DrawnToken, RemoteDraw } from '../logits/knownTokens.js';
import { UNCERTAIN, type ProcessedKnown } from '../logits/processedKnown.js';
import type { ProcessedRow } from '../logits/processedLogits.js';
import { readRowLogits, rowOfKnown, sliceRow, tokenIdAt, type RowLogits } from '../logits/rowLogits.js';
import type { LanguageModel, StepInput } from '../model/languageModel.js';

/** A strategy that extends each sequence by itself, one token a step. */
export interface RowStrategy {
  /** they read the same tokens; the first one's probabilities are the sequence's */
  models: readonly LanguageModel[];
  /**
   * @param own what the first model says of a row
   * @param others logits of that row by the other models
   */
  score(own: RowLogits, others: readonly Float32Array[], history: ProcessorContext): ProcessedRow;
  /** how many of the first model's largest logits it looks at, and whether at no others */
  ranked(count: number): Pick<StepInput, 'best' | 'bestOnly' | 'takesBest'>;
  /**
   * @returns the index of the chosen token among the scores, −1 when none is left, `UNCERTAIN` where it depends on tokens
   * that are not known
   */
  choose(processed: ProcessedRow, sequence: number): number;
  /** How a step is drawn where the model is; null where that cannot be asked for. */
  drawElsewhere?(history: ProcessorContext, sequence: number): RemoteDraw | null;
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
  request: DecodeRequest,
  count: number,
  signal?: AbortSignal,
): TokenGenerator {
  const rows = Array.from({ length: count }, (_, sequence): Row => ({
    sequence,
    all: [...request.prompt],
    ids: [],
    logProbability: 0,
    finish: null,
    steps: [],
  }));
  const hasBegun = () => rows.some(({ ids }) => ids.length > 0);
  const fault = yield* untilBrokenOff(growRows(strategy, request, rows, signal), hasBegun);
  if (fault) for (const row of rows) row.finish ??= 'cut';
  const withSteps = request.alternatives > 0;
  return { sequences: rows.map((row) => toDecodedSequence(row, withSteps)), ...(fault && { fault }) };
}

/** Takes the steps of all rows. */
async function* growRows(
  strategy: RowStrategy,
  { prompt, limit, stops, alternatives, ended }: DecodeRequest,
  rows: readonly Row[],
  signal?: AbortSignal,
): AsyncGenerator<TokenEvent, void, void> {
  const { models } = strategy;
  const main = models[0]!;
  const ranked = strategy.ranked(Math.min(main.vocabularySize, Math.max(1, alternatives)));
  const step = (inputOf: (k: number) => StepInput) =>
    Promise.all(models.map((model, k) => model.step({ ...inputOf(k), ...(k === 0 && ranked) }, signal)));
  throwIfCancelled(signal);
  let outputs = await step(() => ({ past: null, tokens: [prompt], more: limit - 1 }));
  let live: readonly Row[] = rows;
  for (;;) {
    throwIfCancelled(signal);
    const prefilled = outputs[0]!.past.rows === 1;
    const kept: number[] = [];
    const next: Row[] = [];
    let shared: Choice | null = null;
    for (const [index, row] of live.entries()) {
      const at = prefilled ? 0 : index;
      const own = readRowLogits(outputs[0]!, main.vocabularySize, at);
      const others = outputs.slice(1).map(({ logits }, k) => sliceRow(logits, models[k + 1]!.vocabularySize, at));
      const history = { ids: row.all, newTokens: row.ids.length };
      assertFinite(own.total, main.id);
      const processed: ProcessedRow = shared?.processed ?? strategy.score(own, others, history);
      const choice = await settle(strategy, { own, processed }, { history, sequence: row.sequence, signal });
      if (prefilled) shared = choice;
      const { id, logProbability } = choice;
      row.ids.push(id);
      row.all.push(id);
      row.logProbability += logProbability;
      if (alternatives > 0) {
        row.steps.push(stepOf(choice, alternatives));
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
    if (live.length === 0) return;
    const tokens = live.map((row) => row.ids.slice(-1));
    const pasts = outputs.map(({ past }) => selectCacheRows(past, kept));
    const more = limit - live[0]!.ids.length - 1;
    outputs = await step((k) => ({ past: pasts[k]!, tokens, more }));
  }
}

/** Known tokens up to which more are asked for before a token is drawn elsewhere. */
const MOST_TO_WIDEN = 10_000;

/** A row, and what its processors made of it. */
interface ReadRow {
  own: RowLogits;
  processed: ProcessedRow;
}

interface Choice extends ReadRow, DrawnToken {
  /** among the row's values; null where it was drawn elsewhere */
  index: number | null;
}

/**
 * The token that a strategy chooses. Where only the likeliest are known and that is not enough, more are asked for, and in
 * the end the token is drawn where the model is.
 * @throws GlassboxError `bad-request` when no token is left, `server-failed` where a step stays uncertain
 */
async function settle(
  strategy: RowStrategy,
  { own, processed }: ReadRow,
  { history, sequence, signal }: { history: ProcessorContext; sequence: number; signal: AbortSignal | undefined },
): Promise<Choice> {
  for (;;) {
    const index = strategy.choose(processed, sequence);
    if (index === UNCERTAIN) {
      const { known, canWiden, isCertain, drawsRest } = processed as ProcessedKnown;
      const how = strategy.drawElsewhere?.(history, sequence) ?? null;
      // A few more may make a filter certain, or the highest; of what is drawn from all there is, they do not.
      const isHelped = !isCertain || how?.temperature === 0;
      const widensFirst = canWiden && isHelped && known.ids.length < MOST_TO_WIDEN;
      const draw = async () => {
        const banned = drawsRest ? [...known.ids, ...(how?.banned ?? [])] : how?.banned;
        return how && known.draw({ ...how, banned: banned! }, signal);
      };
      const drawn = widensFirst ? null : await draw();
      const wider = drawn || !canWiden ? null : await known.widen(signal);
      const last = drawn ?? (wider === null && widensFirst ? await draw() : null);
      if (last) return { own, processed, index: null, ...last };
      if (wider === null) throw uncertainStepError(strategy.models[0]!.id, history.newTokens, known.ids.length);
      own = rowOfKnown(wider);
      processed = strategy.score(own, [], history);
      continue;
    }
    if (index < 0) throw noTokenLeftError(history.newTokens);
    return { own, processed, index, id: tokenIdAt(own, index), logProbability: own.values[index]! - own.total };
  }
}

function stepOf({ own, processed, index, id, logProbability }: Choice, alternatives: number): TokenStep {
  const chances = tokenProbabilities(processed, own.total, alternatives, own);
  const probability = Math.exp(logProbability);
  if (index !== null) return { id, probability, ...filteredProbabilityOf(processed, index), ...chances };
  // What the server left of them, it does not tell.
  const told = chances.alternatives.map((one) => ({
    id: one.id,
    probability: one.probability,
    filteredProbability: null,
  }));
  return { id, probability, alternatives: told, drawnByServer: true };
}

function toDecodedSequence({ ids, logProbability, finish, steps }: Row, withSteps: boolean): DecodedSequence {
  return { ids, logProbability, score: logProbability, finish: finish ?? 'length', ...(withSteps && { steps }) };
}
