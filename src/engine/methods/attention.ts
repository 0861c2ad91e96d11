import { GlassboxError, type AttentionMap, type CheckedParams, type MapKind } from '../../protocol/index.js';
import { InspectedModel } from '../attention/passes.js';
import { batchOf, mapSides, type Sides } from '../attention/sides.js';
import { readSubject, type Subject } from '../attention/subject.js';
import type { HeadChoice } from '../onnx/inspectionFeeds.js';
import type { Method } from './context.js';

/**
 * Attention weights, exactly as the model computes them: which position read how much of which. Only the layers, heads
 * and rows asked for are given out of the model. `scores` are left out of averages, which no softmax gives, and where a
 * graph does not show them.
 * @throws GlassboxError `bad-request` for an index that the model does not have, `too-long`, `model-broken` with what was
 * looked for in a graph that does not match, `wrong-architecture`
 */
export const attention: Method<'attention'> = async (context, params, _report, signal) => {
  const model = await context.open(params.model);
  const withTarget = params.kinds?.every((kind) => kind === 'encoder') !== true;
  const subject = await readSubject(model, 'attention', params, withTarget, signal);
  const inspected = await InspectedModel.open(model, withTarget);
  const chosen = choices(inspected, subject, params);
  const scored = params.scores && params.average === 'none';
  const found = await inspected.read(
    batchOf(subject),
    {
      weights: chosen,
      ...(scored && { scores: chosen.filter(({ kind }) => inspected.sizes.get(kind)?.scored) }),
      ...(params.queryIndices && { queries: unique(params.queryIndices) }),
    },
    signal,
  );
  const maps = chosen.map((choice): AttentionMap => {
    const { kind, layers, heads } = choice;
    const sides = mapSides(subject, kind);
    const queryIndices = params.queryIndices && unique(params.queryIndices);
    const values = found.weights.get(kind) ?? new Float32Array(0);
    const scores = found.scores.get(kind);
    const map = {
      kind,
      queries: queryIndices?.length ?? sides.queries,
      keys: sides.keys,
      layerIndices: [...layers],
      headIndices: [...heads],
      ...(queryIndices && { queryIndices }),
    };
    const size = { layers: layers.length, heads: heads.length };
    if (params.average === 'none') return { ...map, ...size, values, ...(scores && { scores }) };
    const rows = params.average === 'heads' ? size.layers : 1;
    return { ...map, layers: rows, heads: 1, values: averaged(values, rows, map.queries * map.keys) };
  });
  const { source, pairStart, target, targetText } = subject;
  return {
    model: model.info.id,
    source,
    ...(pairStart !== undefined && { pairStart }),
    ...(target && { target }),
    ...(targetText !== undefined && { targetText }),
    maps,
  };
};

const unique = (indices: readonly number[]) => [...new Set(indices)].sort((a, b) => a - b);

/** What is asked for, all when left out. @throws GlassboxError `bad-request` with the field and what it may be */
function choices(inspected: InspectedModel, subject: Subject, params: CheckedParams<'attention'>): HeadChoice[] {
  const { sizes } = inspected;
  const refuse = (what: string) => new GlassboxError('bad-request', `attention: ${what}`);
  const { id } = inspected.model.info;
  const missing = params.kinds?.find((kind) => !sizes.has(kind));
  if (missing) throw refuse(`kinds must be among ${[...sizes.keys()].join(', ')} with ${id}; one is ${missing}.`);
  const kinds: MapKind[] = [...sizes.keys()].filter((kind) => params.kinds?.includes(kind) ?? true);
  const checked = (field: string, given: number[] | undefined, count: number, kind: MapKind): number[] => {
    const wrong = given?.find((index) => index >= count);
    if (wrong === undefined) return given ? unique(given) : Array.from({ length: count }, (_, index) => index);
    throw refuse(`${field} must be from 0 to ${count - 1} in the ${kind} map of ${id}; one is ${wrong}.`);
  };
  return kinds.map((kind) => {
    const { layers, heads } = sizes.get(kind)!;
    const sides: Sides = mapSides(subject, kind);
    checked('queryIndices', params.queryIndices, sides.queries, kind);
    return {
      kind,
      layers: checked('layerIndices', params.layerIndices, layers, kind),
      heads: checked('headIndices', params.headIndices, heads, kind),
    };
  });
}

/** The mean of as many maps as there are for each row. @param cells of one map */
function averaged(values: Float32Array, rows: number, cells: number): Float32Array {
  const count = values.length / cells / rows;
  const means = new Float32Array(rows * cells);
  for (let map = 0; map < rows * count; map++) {
    const row = Math.floor(map / count) * cells;
    for (let cell = 0; cell < cells; cell++) means[row + cell]! += values[map * cells + cell]! / count;
  }
  return means;
}
