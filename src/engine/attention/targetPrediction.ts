import { GlassboxError, type MethodName, type Prediction } from '../../protocol/engine/index.js';
import { softmax } from '../../maths/softmax.js';
import { topK } from '../../maths/topK.js';
import type { Model } from '../models/model.js';
import type { InputBatch, AttentionModel } from './attentionModel.js';
import type { ModelInputs } from './modelInputs.js';

/** A place whose prediction is watched while something is taken away. */
export interface TargetPrediction {
  /** list that `at` counts in */
  in: 'source' | 'target';
  /** one row: what the model reads for that prediction */
  batch: InputBatch;
  /** position that the prediction is read off at */
  position: number;
}

/** Predictions listed with a result. */
const PREDICTIONS_LISTED = 5;

/**
 * Says how the prediction of the token `at` is made. BERT predicts a token where a mask stands in its place. A decoder
 * predicts it at the token before, having read no more; `at` may be one behind the last token. For an encoder-decoder
 * `at` counts in the target, the decoder's start token being 0.
 * @throws GlassboxError `bad-request` with what `at` may be
 */
export function prepareTargetPrediction(
  model: Model,
  method: MethodName,
  inputs: ModelInputs,
  at: number,
): TargetPrediction {
  const { source, target, tokenTypeIds: types } = inputs;
  const { architecture } = model.info;
  const ids = source.map(({ id }) => id);
  const refuse = (what: string) =>
    new GlassboxError('bad-request', `${method}: at ${what}; it is ${at}.`, {
      details: { kind: 'parameter', name: 'at' },
    });
  switch (architecture) {
    case 'encoder': {
      const { mask } = model.tokenizer.specialIds;
      if (at >= source.length) throw refuse(`must be from 0 to ${source.length - 1} in this text`);
      if (source[at]?.start === null)
        throw refuse(`must be a token of the text, and ${source[at].text} was added to it`);
      if (mask === undefined)
        throw new GlassboxError('no-mask', `${model.info.id} has no mask to put in a word’s place.`, {
          details: { kind: 'noMaskToken', model: model.info.id },
        });
      return { in: 'source', batch: { source: [ids.with(at, mask)], tokenTypeIds: types }, position: at };
    }
    case 'decoder':
      if (at < 1 || at > ids.length) {
        throw refuse(`must be from 1 to ${ids.length} in this text: nothing predicts the first token`);
      }
      return { in: 'source', batch: { source: [ids.slice(0, at)] }, position: at - 1 };
    case 'encoder-decoder': {
      const read = (target ?? []).map(({ id }) => id);
      if (at < 1 || at > read.length) throw refuse(`counts in the target and must be from 1 to ${read.length}`);
      return { in: 'target', batch: { source: [ids], target: read.slice(0, at) }, position: at - 1 };
    }
  }
}

/** The logits at one place, row by row. */
export async function logitsAt(
  attentionModel: AttentionModel,
  batch: InputBatch,
  place: number,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const { logits } = await attentionModel.run(batch, { positions: [place], logits: true }, signal);
  const all = logits ?? new Float32Array(0);
  const width = all.length / batch.source.length;
  return batch.source.map((_, row) => all.subarray(row * width, (row + 1) * width));
}

/** Lists the most probable tokens of logits, with the model's own probabilities. */
export function topPredictions({ tokenizer }: Model, logits: Float32Array): Prediction[] {
  const probabilities = Float32Array.from(softmax(logits));
  return Array.from(topK(probabilities, PREDICTIONS_LISTED), (id) => ({
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
