import { GlassboxError, type MethodName, type Prediction, type Token } from '../../protocol/engine/index.js';
import { axisLabels } from '../../attention/displayMatrix.js';
import { klDivergenceBits } from '../../maths/divergence.js';
import { softmax } from '../../maths/softmax.js';
import { topK } from '../../maths/topK.js';
import type { Model } from '../models/model.js';
import type { InputBatch, AttentionModel } from './attentionModel.js';
import type { ModelInputs } from './modelInputs.js';
import { requireMask } from './requireMask.js';

/** What a model reads for one or more predictions. */
interface PredictionReading {
  /** one row, or one for each change of it */
  batch: InputBatch;
  /** positions that predictions are read off at */
  positions: readonly number[];
}

/** A token or a word whose prediction is watched while something is taken away. */
export interface TargetPrediction {
  /** list that `at` counts in */
  in: 'source' | 'target';
  /** what the model reads for the watched tokens' predictions, in their order */
  readings: readonly PredictionReading[];
  /** the watched tokens, `to` exclusive: `at` alone, or the pieces of its word */
  from: number;
  to: number;
}

/** Predictions listed with a result. */
const PREDICTIONS_LISTED = 5;

/**
 * Says how the prediction of the token `at` is made. BERT predicts a token where a mask stands in its place. A decoder
 * predicts it at the token before, having read no more; `at` may be one behind the last token. For an encoder-decoder
 * `at` counts in the target, the decoder's start token being 0.
 *
 * With `words` all pieces of the word of `at` are watched. BERT has a mask in the place of each, all at once; a decoder
 * predicts each having read the pieces before it.
 * @throws GlassboxError `bad-request` with what `at` may be
 */
export function prepareTargetPrediction(
  model: Model,
  method: MethodName,
  inputs: ModelInputs,
  { at, words, text }: { at: number; words: boolean; text: string },
): TargetPrediction {
  const { source, target, tokenTypeIds: types } = inputs;
  const { architecture } = model.info;
  const ids = source.map(({ id }) => id);
  const refuse = (what: string) =>
    new GlassboxError('bad-request', `${method}: at ${what}; it is ${at}.`, {
      details: { kind: 'parameter', name: 'at' },
    });
  const watched = (tokens: readonly Token[], of: string) =>
    (words ? wordsOf(tokens, of) : []).find(({ from, to }) => at >= from && at < to) ?? { from: at, to: at + 1 };
  switch (architecture) {
    case 'encoder': {
      if (at >= source.length) throw refuse(`must be from 0 to ${source.length - 1} in this text`);
      if (source[at]?.start === null)
        throw refuse(`must be a token of the text, and ${source[at].text} was added to it`);
      const mask = requireMask(model);
      const { from, to } = watched(source, text);
      const masked = ids.map((id, index) => (index >= from && index < to ? mask : id));
      const batch = { source: [masked], tokenTypeIds: types };
      return { in: 'source', readings: [{ batch, positions: upTo(from, to) }], from, to };
    }
    case 'decoder': {
      if (at < 1 || at > ids.length) {
        throw refuse(`must be from 1 to ${ids.length} in this text: nothing predicts the first token`);
      }
      const { from, to } = behindFirst(watched(source, text));
      // One by one: where all before a piece is hidden, its row would spread over the pieces that are read behind it.
      const readings = upTo(from, to).map((piece) => ({
        batch: { source: [ids.slice(0, piece)] },
        positions: [piece - 1],
      }));
      return { in: 'source', readings, from, to };
    }
    case 'encoder-decoder': {
      const tokens = target ?? [];
      const read = tokens.map(({ id }) => id);
      if (at < 1 || at > read.length) throw refuse(`counts in the target and must be from 1 to ${read.length}`);
      const { from, to } = behindFirst(watched(tokens, inputs.targetText ?? ''));
      const batch = { source: [ids], target: read.slice(0, to - 1) };
      return { in: 'target', readings: [{ batch, positions: upTo(from - 1, to - 1) }], from, to };
    }
  }
}

/** Words of a text by its tokens; tokens that were added are by themselves. */
export const wordsOf = (tokens: readonly Token[], text: string) =>
  axisLabels({ tokens, text }, { words: true, specials: 'show' });

/** Tokens that are taken away together, `to` exclusive. */
export interface TokenSpan {
  from: number;
  to: number;
}

/**
 * The tokens of the source, or its words, that may be taken away from a prediction: those of the text that are read for it and
 * are not watched themselves.
 */
export function otherTokens(
  { source }: ModelInputs,
  { in: side, readings, from, to }: TargetPrediction,
  { words, text }: { words: boolean; text: string },
): TokenSpan[] {
  const read = readings[0]?.batch.source[0]?.length ?? 0;
  const all = words ? wordsOf(source, text) : source.map(({ start }, index) => ({ start, from: index, to: index + 1 }));
  return all.filter((one) => {
    const isWatched = side === 'source' && one.to > from && one.from < to;
    return one.start !== null && one.to <= read && !isWatched;
  });
}

const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Nothing predicts a decoder's first token: of a word that begins with it the other pieces are watched. */
const behindFirst = ({ from, to }: { from: number; to: number }) => ({ from: Math.max(1, from), to });

/** Logits of the watched tokens, row by row, each row a list of them. @param change of what is read, row by row */
export async function watchedLogits(
  attentionModel: AttentionModel,
  { readings }: TargetPrediction,
  change: (batch: InputBatch) => InputBatch = (batch) => batch,
  signal?: AbortSignal,
): Promise<Float32Array[][]> {
  const rows: Float32Array[][] = [];
  for (const { batch, positions } of readings) {
    const changed = change(batch);
    const { logits } = await attentionModel.run(changed, { positions, logits: true }, signal);
    const all = logits ?? new Float32Array(0);
    const width = all.length / changed.source.length / positions.length;
    changed.source.forEach((_, row) => {
      const own = (rows[row] ??= []);
      for (const [at] of positions.entries()) {
        const start = (row * positions.length + at) * width;
        own.push(all.subarray(start, start + width));
      }
    });
  }
  return rows;
}

/**
 * How much the predictions of the watched tokens change: Σ KL(whole ‖ changed) in bits. For a decoder, which predicts
 * each piece having read those before it, that is by the chain rule the divergence of the whole word along its own
 * pieces.
 */
export function changeInBits(whole: readonly Float32Array[], changed: readonly Float32Array[]): number {
  return whole.reduce((sum, logits, at) => sum + klDivergenceBits(logits, changed[at] ?? []), 0);
}

/** Lists the most probable tokens of logits, with the model's own probabilities. */
export function topPredictions({ tokenizer }: Model, logits: Float32Array, count = PREDICTIONS_LISTED): Prediction[] {
  const probabilities = Float32Array.from(softmax(logits));
  return Array.from(topK(probabilities, count), (id) => ({
    id,
    text: tokenizer.tokenText(id),
    probability: probabilities[id] ?? 0,
  }));
}

/** What is to be tried, so many at once. */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** A number that the model really gave. @throws GlassboxError `model-broken` */
export function requireFinite(bits: number, model: Model, what: string): number {
  if (Number.isFinite(bits)) return bits;
  throw new GlassboxError(
    'model-broken',
    `${model.info.id} gave no numbers with ${what}. Take another form of the model.`,
    { details: { kind: 'notANumber' } },
  );
}
