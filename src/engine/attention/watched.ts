import { GlassboxError, type MethodName, type Prediction } from '../../protocol/index.js';
import { softmax } from '../../maths/softmax.js';
import { topK } from '../../maths/top-k.js';
import type { ModelHandle } from '../models/handle.js';
import type { Batch, InspectedModel } from './passes.js';
import type { Subject } from './subject.js';

/** A place whose prediction is watched while something is taken away. */
export interface Watched {
  /** list that `at` counts in */
  in: 'source' | 'target';
  /** one row: what the model reads for that prediction */
  batch: Batch;
  /** position that the prediction is read off at */
  place: number;
}

/** Predictions listed with a result. */
const LISTED = 5;

/**
 * How the prediction of the token `at` is made. BERT predicts a token where a mask stands in its place. A decoder
 * predicts it at the token before, having read no more; `at` may be one behind the last token. For an encoder-decoder
 * `at` counts in the target, the decoder's start token being 0.
 * @throws GlassboxError `bad-request` with what `at` may be
 */
export function watch(model: ModelHandle, method: MethodName, subject: Subject, at: number): Watched {
  const { source, target, types } = subject;
  const { architecture } = model.info;
  const ids = source.map(({ id }) => id);
  const refuse = (what: string) => new GlassboxError('bad-request', `${method}: at ${what}; it is ${at}.`);
  switch (architecture) {
    case 'encoder': {
      const { mask } = model.tokenizer.special;
      if (at >= source.length) throw refuse(`must be from 0 to ${source.length - 1} in this text`);
      if (source[at]?.start === null)
        throw refuse(`must be a token of the text, and ${source[at].text} was added to it`);
      if (mask === undefined)
        throw new GlassboxError('no-mask', `${model.info.id} has no mask to put in a word’s place.`);
      return { in: 'source', batch: { source: [ids.with(at, mask)], types }, place: at };
    }
    case 'decoder':
      if (at < 1 || at > ids.length) {
        throw refuse(`must be from 1 to ${ids.length} in this text: nothing predicts the first token`);
      }
      return { in: 'source', batch: { source: [ids.slice(0, at)] }, place: at - 1 };
    case 'encoder-decoder': {
      const read = (target ?? []).map(({ id }) => id);
      if (at < 1 || at > read.length) throw refuse(`counts in the target and must be from 1 to ${read.length}`);
      return { in: 'target', batch: { source: [ids], target: read.slice(0, at) }, place: at - 1 };
    }
  }
}

/** The logits at one place, row by row. */
export async function logitsAt(
  inspected: InspectedModel,
  batch: Batch,
  place: number,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const { logits } = await inspected.read(batch, { places: [place], logits: true }, signal);
  const all = logits ?? new Float32Array(0);
  const width = all.length / batch.source.length;
  return batch.source.map((_, row) => all.subarray(row * width, (row + 1) * width));
}

/** The most probable tokens of logits, with the model's own probabilities. */
export function predictions({ tokenizer }: ModelHandle, logits: Float32Array): Prediction[] {
  const probabilities = Float32Array.from(softmax(logits));
  return Array.from(topK(probabilities, LISTED), (id) => ({
    id,
    text: tokenizer.tokenText(id),
    probability: probabilities[id] ?? 0,
  }));
}

/** What is to be tried, so many at once. */
export function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** A number that the model really gave. @throws GlassboxError `model-broken` */
export function measured(bits: number, model: ModelHandle, what: string): number {
  if (Number.isFinite(bits)) return bits;
  throw new GlassboxError(
    'model-broken',
    `${model.info.id} gave no numbers with ${what}. Take another form of the model.`,
  );
}
