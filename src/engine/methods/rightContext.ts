import { GlassboxError, type RightContextValue } from '../../protocol/index.js';
import { cosine, divergenceBits } from '../../maths/divergence.js';
import { InspectedModel, type Batch } from '../attention/passes.js';
import { batchOf } from '../attention/sides.js';
import { readSubject, type Subject } from '../attention/subject.js';
import { measured, predictions } from '../attention/watched.js';
import type { ModelHandle } from '../models/handle.js';
import type { Method } from './context.js';

/**
 * What a word loses when what stands to its right is hidden from it by the attention mask: the cosine of its last hidden
 * states, and the divergence KL(with ‖ without) of its predictions in bits. BERT predicts it with a mask in its place;
 * its states are of the word itself. GPT-2 predicts it at the token before it, and is run both ways all the same: that
 * nothing changes is computed. T5's encoder predicts nothing, so there are only states.
 * @throws GlassboxError as `attention`; `bad-request` for a token that was added to the text
 */
export const rightContext: Method<'rightContext'> = async (context, params, _report, signal) => {
  const model = await context.open(params.model);
  const { at } = params;
  const subject = await readSubject(model, 'rightContext', params, false, signal);
  const token = subject.source[at];
  if (!token || token.start === null) {
    const what = token
      ? `a token of the text, and ${token.text} was added to it`
      : `from 0 to ${subject.source.length - 1}`;
    throw new GlassboxError('bad-request', `rightContext: at must be ${what}; it is ${at}.`);
  }
  const inspected = await InspectedModel.open(model, false);
  inspected.require({ states: true, mask: true });
  // The word with and without what stands to its right.
  const both = twice(batchOf(subject), at);
  const [withRight, withoutRight] = halves((await inspected.read(both, { places: [at], states: true }, signal)).states);
  const value: RightContextValue = {
    model: model.info.id,
    token,
    at,
    cosine: measured(cosine(withRight, withoutRight), model, 'the right-hand context hidden'),
    bits: null,
    withRight: [],
    withoutRight: [],
  };
  const asked = question(model, subject, at);
  if (!asked || !model.info.tasks.includes('occlusion')) return value;
  inspected.require({ logits: true });
  const { logits } = await inspected.read(twice(asked.batch, at), { places: [asked.place], logits: true }, signal);
  const [whole, cut] = halves(logits);
  return {
    ...value,
    bits: measured(divergenceBits(whole, cut), model, 'the right-hand context hidden'),
    withRight: predictions(model, whole),
    withoutRight: predictions(model, cut),
  };
};

/** What is read to predict the token, and where; null when nothing predicts it. */
function question(model: ModelHandle, subject: Subject, at: number): { batch: Batch; place: number } | null {
  const batch = batchOf(subject);
  const { mask } = model.tokenizer.special;
  switch (model.info.architecture) {
    case 'encoder':
      if (mask === undefined) return null;
      return { batch: { ...batch, source: batch.source.map((row) => row.with(at, mask)) }, place: at };
    case 'decoder':
      return at > 0 ? { batch, place: at - 1 } : null;
    case 'encoder-decoder':
      return null;
  }
}

/** A row that sees everything and one that sees nothing behind `at`. */
function twice({ source: [row = []], ...batch }: Batch, at: number): Batch {
  return { ...batch, source: [row, row], seen: [row.map(() => 1), row.map((_, index) => (index <= at ? 1 : 0))] };
}

function halves(values: Float32Array | null): [Float32Array, Float32Array] {
  const all = values ?? new Float32Array(0);
  return [all.subarray(0, all.length / 2), all.subarray(all.length / 2)];
}
