import type { ScoredToken, Token } from '../../../protocol/engine/index.js';
import { entropyOfLogits, logSumExp } from '../../../maths/softmax.js';
import type { AttentionModel, InputBatch } from '../../attention/attentionModel.js';
import { batchesWithProgress } from '../../attention/progressBatches.js';
import { requireFinite } from '../../attention/targetPrediction.js';
import type { ReportProgress } from './methodContext.js';

/** Logits held at once, in numbers: 64 MB. */
const MOST_LOGITS = 2 ** 24;

/** What is scored, and what is read for it. */
export interface TokenPrediction {
  /** index among the tokens that are scored */
  index: number;
  /** what the model reads */
  row: readonly number[];
  /** position in the row that the token is predicted at */
  position: number;
}

/** A figure for each token that there is a prediction of. */
export type TokenScores = Map<number, Pick<ScoredToken, 'logProbability' | 'entropy'>>;

interface Scoring {
  model: AttentionModel;
  ids: readonly number[];
  report: ReportProgress;
  signal: AbortSignal | undefined;
}

/** The log-probability of a token and the entropy of the distribution that it is from, in nats. */
function scoreOf(
  logits: Float32Array,
  id: number,
  { model }: AttentionModel,
): { logProbability: number; entropy: number } {
  const logProbability = (logits[id] ?? Number.NaN) - logSumExp(logits);
  const entropy = entropyOfLogits(logits);
  return {
    logProbability: requireFinite(logProbability, model, `token ${id} scored`),
    entropy: requireFinite(entropy, model, `token ${id} scored`),
  };
}

/** Scores tokens whose predictions are all read off one batch of one row. */
export async function scoreInOneRow(
  { model, ids, report, signal }: Scoring,
  batch: InputBatch,
  predictions: readonly Omit<TokenPrediction, 'row'>[],
): Promise<TokenScores> {
  const scores: TokenScores = new Map();
  const most = Math.max(1, Math.floor(MOST_LOGITS / model.model.vocabularySize));
  for (const some of batchesWithProgress(predictions, most, report)) {
    const positions = some.map(({ position }) => position);
    const logits = (await model.run(batch, { positions, logits: true }, signal)).logits ?? new Float32Array(0);
    const width = logits.length / some.length;
    some.forEach(({ index }, at) => {
      scores.set(index, scoreOf(logits.subarray(at * width, (at + 1) * width), ids[index] ?? -1, model));
    });
  }
  return scores;
}

/** Scores tokens that are each predicted in a row of its own; rows of equal length are read together. */
export async function scoreInRows(
  { model, ids, report, signal }: Scoring,
  predictions: readonly TokenPrediction[],
): Promise<TokenScores> {
  const scores: TokenScores = new Map();
  const length = predictions[0]?.row.length ?? 0;
  // Each row's logits are given at the places of all.
  const square = Math.floor(Math.sqrt(MOST_LOGITS / model.model.vocabularySize));
  const most = Math.max(1, Math.min(model.maxBatchRows(length), square));
  for (const some of batchesWithProgress(predictions, most, report)) {
    const positions = some.map(({ position }) => position);
    const batch = { source: some.map(({ row }) => row) };
    const logits = (await model.run(batch, { positions, logits: true }, signal)).logits ?? new Float32Array(0);
    const width = logits.length / some.length ** 2;
    some.forEach(({ index }, at) => {
      const start = (at * some.length + at) * width;
      scores.set(index, scoreOf(logits.subarray(start, start + width), ids[index] ?? -1, model));
    });
  }
  return scores;
}

/** Tokens with their figures, null where there is none. */
export const withScores = (tokens: readonly Token[], scores: TokenScores): ScoredToken[] =>
  tokens.map((token, index) => ({ ...token, ...(scores.get(index) ?? { logProbability: null, entropy: null }) }));
