import { type LensPosition, type LogitLensValue } from '../../protocol/engine/index.js';
import { readingTold, readModelInputs } from '../attention/modelInputs.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import { chunk } from '../attention/targetPrediction.js';
import { LayerModel, maxLensPositions } from '../layers/layerModel.js';
import { selectLayers } from '../layers/layerSelection.js';
import type { LensOutputs } from '../onnx/layers/lensSession.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import type { Method } from './shared/methodContext.js';

/**
 * What a model would predict if it ended behind a layer: the layer's hidden state through the model's own final norm and output
 * head (nostalgebraist 2020, "interpreting GPT: the logit lens"). BERT has its masked-language head, an encoder-decoder its
 * decoder, which reads the target or what greedy decoding writes. Layer 0 is the embeddings' output; the last layer's
 * predictions are the model's own, and are not normed twice. Entropy is in nats.
 * @throws GlassboxError as `hidden`; `wrong-architecture` for a model without such a head
 */
export const logitLens: Method<'logitLens'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'logitLens', params, true, signal);
  const layerModel = await LayerModel.open(model, inputs, signal);
  const { layers, positions } = selectLayers(layerModel, 'logitLens', params);
  const lens = await layerModel.openLens();
  const most = maxLensPositions(lens.graph);
  // Where positions change each other's last digits all are read, as the model does.
  const read = most === null ? layerModel.tokens.map((_, at) => at) : positions;
  const work = layers.flatMap((layer) =>
    chunk([...read.entries()], most ?? read.length).map((places) => ({ layer, places })),
  );
  const result: LogitLensValue['layers'] = layers.map((layer) => ({ layer, positions: [] }));
  const states = new Map<number, Float32Array>();
  const asked = new Set(positions);
  for (const [step] of batchesWithProgress(work, 1, report)) {
    const { layer, places } = step!;
    if (!states.has(layer)) {
      const from = layers.indexOf(layer);
      const next = layers.slice(from, from + layerModel.maxLayers(read.length));
      states.clear();
      const found = await layerModel.lensStates(next, read, signal);
      next.forEach((one, at) => states.set(one, found[at] ?? new Float32Array(0)));
    }
    const [[first] = [0]] = places;
    const width = layerModel.width;
    const some = states.get(layer)!.slice(first * width, (first + places.length) * width);
    const outputs = await lens.run(some, params.topK, signal);
    const listed = result.find((one) => one.layer === layer)!.positions;
    for (const [at, [, index]] of places.entries()) {
      if (asked.has(index)) listed.push(lensPosition(model.tokenizer, outputs, at, index));
    }
  }
  return {
    ...readingTold(model, inputs),
    layers: result,
  };
};

/** The distribution of the `at`th position that was read, which is the token `index`. */
function lensPosition(
  tokenizer: TextTokenizer,
  { entropies, ids, logProbabilities, count }: LensOutputs,
  at: number,
  index: number,
): LensPosition {
  const start = at * count;
  return {
    index,
    entropy: entropies[at]!,
    predictions: ids.slice(start, start + count).map((id, rank) => ({
      id,
      text: tokenizer.tokenText(id),
      probability: Math.exp(logProbabilities[start + rank]!),
    })),
  };
}
