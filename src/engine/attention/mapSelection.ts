import { GlassboxError, type CheckedParams, type MapKind } from '../../protocol/engine/index.js';
import type { HeadSelection } from '../onnx/attentionFeeds.js';
import type { AttentionModel } from './attentionModel.js';
import { mapDimensions } from './mapDimensions.js';
import type { ModelInputs } from './modelInputs.js';

/** Layers and heads of a map, and of its rows those that are asked for; null for all. */
export interface MapSelection extends HeadSelection {
  rows: readonly number[] | null;
}

const unique = (indices: readonly number[]) => [...new Set(indices)].sort((a, b) => a - b);

/**
 * Selects what is asked for, everything when left out; indices in rising order.
 * @throws GlassboxError `bad-request` with the field and what it may be
 */
export function selectMaps(
  { sizes, model }: AttentionModel,
  inputs: ModelInputs,
  params: CheckedParams<'attention'>,
): MapSelection[] {
  const refuse = (name: string, what: string) =>
    new GlassboxError('bad-request', `attention: ${name} ${what}`, { details: { kind: 'parameter', name } });
  const { id } = model.info;
  const missing = params.kinds?.find((kind) => !sizes.has(kind));
  if (missing) throw refuse('kinds', `must be among ${[...sizes.keys()].join(', ')} with ${id}; one is ${missing}.`);
  const checked = (field: string, given: number[], count: number, kind: MapKind): number[] => {
    const wrong = given.find((index) => index >= count);
    if (wrong === undefined) return unique(given);
    throw refuse(field, `must be from 0 to ${count - 1} in the ${kind} map of ${id}; one is ${wrong}.`);
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  const { kinds, layerIndices, headIndices, queryIndices } = params;
  return [...sizes]
    .filter(([kind]) => kinds?.includes(kind) ?? true)
    .map(([kind, { layers, heads }]) => ({
      kind,
      layers: checked('layerIndices', layerIndices ?? upTo(layers), layers, kind),
      heads: checked('headIndices', headIndices ?? upTo(heads), heads, kind),
      rows: queryIndices ? checked('queryIndices', queryIndices, mapDimensions(inputs, kind).queries, kind) : null,
    }));
}
