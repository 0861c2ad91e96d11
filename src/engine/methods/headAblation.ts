import { GlassboxError, type HeadAblationValue } from '../../protocol/index.js';
import { divergenceBits } from '../../maths/divergence.js';
import { counted } from '../attention/counted.js';
import { InspectedModel } from '../attention/passes.js';
import { readSubject } from '../attention/subject.js';
import { logitsAt, measured, watch } from '../attention/watched.js';
import type { Method } from './context.js';

/**
 * How the prediction of the token `at` changes when one head's result is zero: KL(whole ‖ without the head) in bits, for
 * each head in turn (Michel, Levy and Neubig 2019, "Are sixteen heads really better than one?"). The result is set to
 * zero before the output projection. What `at` means, and how that prediction is made, is as for `occlusion`.
 * @throws GlassboxError as `attention`
 */
export const headAblation: Method<'headAblation'> = async (context, params, report, signal) => {
  const model = await context.open(params.model);
  const subject = await readSubject(model, 'headAblation', params, true, signal);
  const watched = watch(model, 'headAblation', subject, params.at);
  const inspected = await InspectedModel.open(model);
  inspected.require({ logits: true });
  const most = Math.max(...[...inspected.sizes.values()].map(({ layers }) => layers));
  const wrong = params.layerIndices?.find((layer) => layer >= most);
  if (wrong !== undefined) {
    const range = `must be from 0 to ${most - 1} with ${model.info.id}`;
    throw new GlassboxError('bad-request', `headAblation: layerIndices ${range}; one is ${wrong}.`);
  }
  const heads = [...inspected.sizes].flatMap(([kind, sizes]) =>
    Array.from({ length: sizes.layers }, (_, layer) => layer)
      .filter((layer) => params.layerIndices?.includes(layer) ?? true)
      .flatMap((layer) => Array.from({ length: sizes.heads }, (_, head) => ({ kind, layer, head }))),
  );
  const { batch, place } = watched;
  const [whole = new Float32Array(0)] = await logitsAt(inspected, batch, place, signal);
  const row = batch.source[0] ?? [];
  const effects: HeadAblationValue['effects'] = [];
  for (const silenced of counted(heads, inspected.rowsAtOnce(row.length), report)) {
    const rows = await logitsAt(inspected, { ...batch, source: silenced.map(() => row), silenced }, place, signal);
    for (const [at, head] of silenced.entries()) {
      const what = `head ${head.head} of layer ${head.layer} taken out`;
      effects.push({ ...head, bits: measured(divergenceBits(whole, rows[at] ?? []), model, what) });
    }
  }
  return { model: model.info.id, at: params.at, watched: watched.in, effects };
};
