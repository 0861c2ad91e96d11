import { GlassboxError, type CheckedParams, type MapKind } from '../../protocol/index.js';
import type { HeadChoice } from '../onnx/inspectionFeeds.js';
import type { InspectedModel } from './passes.js';
import { mapSides } from './sides.js';
import type { Subject } from './subject.js';

/** Layers and heads of a map, and of its rows those that are asked for; null for all. */
export interface MapChoice extends HeadChoice {
  rows: readonly number[] | null;
}

const unique = (indices: readonly number[]) => [...new Set(indices)].sort((a, b) => a - b);

/**
 * What is asked for, everything when left out; indices in rising order.
 * @throws GlassboxError `bad-request` with the field and what it may be
 */
export function chosenMaps(
  { sizes, model }: InspectedModel,
  subject: Subject,
  params: CheckedParams<'attention'>,
): MapChoice[] {
  const refuse = (what: string) => new GlassboxError('bad-request', `attention: ${what}`);
  const { id } = model.info;
  const missing = params.kinds?.find((kind) => !sizes.has(kind));
  if (missing) throw refuse(`kinds must be among ${[...sizes.keys()].join(', ')} with ${id}; one is ${missing}.`);
  const checked = (field: string, given: number[], count: number, kind: MapKind): number[] => {
    const wrong = given.find((index) => index >= count);
    if (wrong === undefined) return unique(given);
    throw refuse(`${field} must be from 0 to ${count - 1} in the ${kind} map of ${id}; one is ${wrong}.`);
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  const { kinds, layerIndices, headIndices, queryIndices } = params;
  return [...sizes]
    .filter(([kind]) => kinds?.includes(kind) ?? true)
    .map(([kind, { layers, heads }]) => ({
      kind,
      layers: checked('layerIndices', layerIndices ?? upTo(layers), layers, kind),
      heads: checked('headIndices', headIndices ?? upTo(heads), heads, kind),
      rows: queryIndices ? checked('queryIndices', queryIndices, mapSides(subject, kind).queries, kind) : null,
    }));
}
