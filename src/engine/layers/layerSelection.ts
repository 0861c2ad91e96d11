import { GlassboxError, type MethodName } from '../../protocol/engine/index.js';
import type { LayerModel } from './layerModel.js';

/** Layers and positions that are asked for, in rising order. */
export interface LayerSelection {
  layers: number[];
  positions: number[];
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const unique = (indices: readonly number[]) => [...new Set(indices)].sort((a, b) => a - b);

/**
 * Selects what is asked for, everything when left out.
 * @throws GlassboxError `bad-request` with the field and what it may be
 */
export function selectLayers(
  { model, stateCount, tokens }: LayerModel,
  method: MethodName,
  { layerIndices, at }: { layerIndices?: number[] | undefined; at?: number[] | undefined },
): LayerSelection {
  const { id } = model.info;
  const layer = layerIndices?.find((index) => index >= stateCount);
  if (layer !== undefined) {
    const range = `must be from 0, the embeddings, to ${stateCount - 1} with ${id}`;
    throw new GlassboxError('bad-request', `${method}: layerIndices ${range}; one is ${layer}.`, {
      details: { kind: 'index', what: 'layer', index: layer, count: stateCount, model: id },
    });
  }
  const position = at?.find((index) => index >= tokens.length);
  if (position !== undefined) {
    const range = `must be from 0 to ${tokens.length - 1} in this text`;
    throw new GlassboxError('bad-request', `${method}: at ${range}; one is ${position}.`, {
      details: { kind: 'parameter', name: 'at' },
    });
  }
  return { layers: unique(layerIndices ?? upTo(stateCount)), positions: unique(at ?? upTo(tokens.length)) };
}
