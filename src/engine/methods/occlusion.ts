import type { OcclusionValue } from '../../protocol/index.js';
import { divergenceBits } from '../../maths/divergence.js';
import { counted } from '../attention/counted.js';
import { InspectedModel, type Batch } from '../attention/passes.js';
import { readSubject } from '../attention/subject.js';
import { logitsAt, measured, predictions, watch, type Watched } from '../attention/watched.js';
import type { ModelHandle } from '../models/handle.js';
import type { Method } from './context.js';

/**
 * How the prediction of the token `at` changes when another token is hidden: KL(whole ‖ hidden) in bits, for each token
 * of the text in turn.
 *
 * BERT: a mask stands at `at`, and another one in the place of the hidden token. GPT-2: the attention mask hides a token
 * before `at` from the others, places kept; the last token before `at` cannot be taken from the prediction that is made
 * at it, so its effect is what later layers read of it. T5: `at` counts in the target, and source tokens are hidden by
 * the attention mask from the encoder and from cross-attention.
 * @throws GlassboxError as `attention`
 */
export const occlusion: Method<'occlusion'> = async (context, params, report, signal) => {
  const model = await context.open(params.model);
  const subject = await readSubject(model, 'occlusion', params, true, signal);
  const watched = watch(model, 'occlusion', subject, params.at);
  const inspected = await InspectedModel.open(model);
  inspected.require({ logits: true, mask: model.info.architecture !== 'encoder' });
  const [whole = new Float32Array(0)] = await logitsAt(inspected, watched.batch, watched.place, signal);
  const read = watched.batch.source[0]?.length ?? 0;
  const hideable = subject.source.flatMap(({ start }, index) =>
    start !== null && index < read && !(watched.in === 'source' && index === params.at) ? [index] : [],
  );
  const effects: OcclusionValue['effects'] = [];
  for (const indices of counted(hideable, inspected.rowsAtOnce(read), report)) {
    const rows = await logitsAt(inspected, hidden(model, watched, indices), watched.place, signal);
    for (const [row, index] of indices.entries()) {
      const bits = measured(divergenceBits(whole, rows[row] ?? []), model, `token ${index} hidden`);
      effects.push({ index, bits });
    }
  }
  const { source, target, targetText } = subject;
  return {
    model: model.info.id,
    source,
    ...(target && { target }),
    ...(targetText !== undefined && { targetText }),
    at: params.at,
    watched: watched.in,
    hidden: 'source',
    predictions: predictions(model, whole),
    effects,
  };
};

/** A row for each of these tokens, in which it is hidden. */
function hidden(model: ModelHandle, { batch }: Watched, indices: readonly number[]): Batch {
  const row = batch.source[0] ?? [];
  const { mask } = model.tokenizer.special;
  if (model.info.architecture === 'encoder' && mask !== undefined) {
    return { ...batch, source: indices.map((index) => row.with(index, mask)) };
  }
  const seen = indices.map((index) => row.map((_, at) => (at === index ? 0 : 1)));
  return { ...batch, source: indices.map(() => row), seen };
}
