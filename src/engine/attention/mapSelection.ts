import {
  GlassboxError,
  type CheckedParams,
  type ErrorDetails,
  type ErrorDetailsOf,
  type MapKind,
} from '../../protocol/engine/index.js';
import type { HeadSelection } from '../onnx/attentionFeeds.js';
import type { AttentionModel } from './attentionModel.js';
import { mapDimensions } from './mapDimensions.js';
import type { ModelInputs } from './modelInputs.js';

/** Layers and heads of a map, and of its rows those that are asked for; null for all. */
export interface MapSelection extends HeadSelection {
  rows: readonly number[] | null;
}

const unique = (indices: readonly number[]) => [...new Set(indices)].sort((a, b) => a - b);

type IndexKind = ErrorDetailsOf<'index'>['what'];

const INDEX_FIELDS: Record<IndexKind, string> = {
  layer: 'layerIndices',
  head: 'headIndices',
  row: 'queryIndices',
};

/**
 * Selects what is asked for, everything when left out; indices in rising order.
 * @throws GlassboxError `bad-request` with the field and what it may be
 */
export function selectMaps(
  { sizes, model }: AttentionModel,
  inputs: ModelInputs,
  params: CheckedParams<'attention'>,
): MapSelection[] {
  const refuse = (message: string, details: ErrorDetails) =>
    new GlassboxError('bad-request', `attention: ${message}`, { details });
  const { id } = model.info;
  const missing = params.kinds?.find((kind) => !sizes.has(kind));
  if (missing) {
    const message = `kinds must be among ${[...sizes.keys()].join(', ')} with ${id}; one is ${missing}.`;
    throw refuse(message, { kind: 'parameter', name: 'kinds' });
  }
  const checked = (what: IndexKind, given: number[], count: number, kind: MapKind): number[] => {
    const wrong = given.find((index) => index >= count);
    if (wrong === undefined) return unique(given);
    const message = `${INDEX_FIELDS[what]} must be from 0 to ${count - 1} in the ${kind} map of ${id}; one is ${wrong}.`;
    throw refuse(message, { kind: 'index', what, index: wrong, count, model: id });
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  const { kinds, layerIndices, headIndices, queryIndices } = params;
  return [...sizes]
    .filter(([kind]) => kinds?.includes(kind) ?? true)
    .map(([kind, { layers, heads }]) => ({
      kind,
      layers: checked('layer', layerIndices ?? upTo(layers), layers, kind),
      heads: checked('head', headIndices ?? upTo(heads), heads, kind),
      rows: queryIndices ? checked('row', queryIndices, mapDimensions(inputs, kind).queries, kind) : null,
    }));
}
