import type { MapKind } from '../../protocol/engine/index.js';
import type { PatternContext } from '../../attention/headPatterns.js';
import { AttentionModel } from '../attention/attentionModel.js';
import { chunkByLayers } from '../attention/layerChunks.js';
import { toBatch, mapDimensions } from '../attention/mapDimensions.js';
import { readingTold, readModelInputs, type ModelInputs } from '../attention/modelInputs.js';
import { MapSummary, summariseMaps } from '../attention/summary.js';
import type { Model } from '../models/model.js';
import { withMatMul } from '../onnx/matMulSession.js';
import type { Method } from './shared/methodContext.js';

/**
 * What the heads do, without their maps: mean entropy (bits) and distance, the pattern that explains most, a small
 * picture of each head, and attention rollout over all layers.
 * @throws GlassboxError as `attention`
 */
export const attentionSummary: Method<'attentionSummary'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'attentionSummary', params, true, signal);
  const attentionModel = await AttentionModel.open(model);
  const sides = (kind: MapKind) => mapDimensions(inputs, kind);
  const summaries = new Map(
    [...attentionModel.sizes].map(([kind, sizes]) => [
      kind,
      new MapSummary(kind, patternSides(model, inputs, kind), sizes),
    ]),
  );
  const all = [...attentionModel.sizes].map(([kind, { layers, heads }]) => ({
    kind,
    layers: upTo(layers),
    heads: upTo(heads),
  }));
  for (const weights of chunkByLayers(all, (kind) => sides(kind).queries * sides(kind).keys)) {
    const found = await attentionModel.run(toBatch(inputs), { weights }, signal);
    for (const { kind, layers, heads } of weights) {
      const cells = sides(kind).queries * sides(kind).keys;
      const values = found.weights.get(kind) ?? new Float32Array(0);
      for (const [at, layer] of layers.entries()) {
        for (const head of heads) {
          const start = (at * heads.length + head) * cells;
          summaries.get(kind)?.add(layer, head, values.subarray(start, start + cells));
        }
        await model.yield(signal);
      }
    }
  }
  const maps = await withMatMul((product) => summariseMaps(summaries, sides, product));
  const { pairStart } = inputs;
  return {
    ...readingTold(model, inputs),
    ...(pairStart !== undefined && { pairStart }),
    maps,
  };
};

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

function patternSides({ tokenizer }: Model, { source, target }: ModelInputs, kind: MapKind): PatternContext {
  const readers = kind === 'encoder' ? source : (target ?? source);
  const read = kind === 'decoder' ? readers : source;
  const { sep, eos } = tokenizer.specialIds;
  const separators = read.flatMap(({ id, start }, at) => (start === null && (id === sep || id === eos) ? [at] : []));
  return {
    queries: readers.length,
    keys: read.length,
    isSelf: kind !== 'cross',
    isCausal: kind === 'decoder',
    queryIds: readers.map(({ id }) => id),
    keyIds: read.map(({ id }) => id),
    separators,
  };
}
