import { readModelInputs } from '../attention/modelInputs.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import { LayerModel } from '../layers/layerModel.js';
import { selectLayers } from '../layers/layerSelection.js';
import type { Method } from './shared/methodContext.js';

/**
 * What each layer of a model gives for each token, as Hugging Face's `output_hidden_states`: layer 0 is the embeddings' output,
 * the last the last hidden state, after the final norm. Of an encoder-decoder the encoder's, with `target` the decoder's,
 * which reads its start token and the target. Only what is asked for is given out of the model.
 * @returns values [layers, positions, width]
 * @throws GlassboxError `bad-request` for an index that the model or the text does not have, `too-long`, `model-broken` with
 * what was looked for in a graph that does not match, `wrong-architecture`
 */
export const hidden: Method<'hidden'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'hidden', params, params.target !== undefined, signal);
  const layerModel = await LayerModel.open(model, inputs, signal);
  const { layers, positions } = selectLayers(layerModel, 'hidden', params);
  const { width } = layerModel;
  const size = positions.length * width;
  const values = new Float32Array(layers.length * size);
  let filled = 0;
  for (const some of batchesWithProgress(layers, layerModel.maxLayers(positions.length), report)) {
    for (const state of await layerModel.states(some, positions, signal)) {
      values.set(state, filled);
      filled += size;
    }
  }
  const { source, target } = inputs;
  return {
    model: model.info.id,
    source,
    ...(target && { target }),
    layers: layers.length,
    positions: positions.length,
    width,
    values,
    layerIndices: layers,
    indices: positions,
  };
};
