import type { MapKind } from '../../protocol/index.js';
import type { PatternSides } from '../../maths/attention/patterns.js';
import { InspectedModel } from '../attention/passes.js';
import { portions } from '../attention/portions.js';
import { batchOf, mapSides } from '../attention/sides.js';
import { readSubject, type Subject } from '../attention/subject.js';
import { MapSummary, rolledOut } from '../attention/summary.js';
import type { ModelHandle } from '../models/handle.js';
import { withProduct } from '../onnx/product.js';
import type { Method } from './context.js';

/**
 * What the heads do, without their maps: mean entropy (bits) and distance, the pattern that explains most, a small
 * picture of each head, and attention rollout over all layers.
 * @throws GlassboxError as `attention`
 */
export const attentionSummary: Method<'attentionSummary'> = async (context, params, _report, signal) => {
  const model = await context.open(params.model);
  const subject = await readSubject(model, 'attentionSummary', params, true, signal);
  const inspected = await InspectedModel.open(model);
  const sides = (kind: MapKind) => mapSides(subject, kind);
  const summaries = new Map(
    [...inspected.sizes].map(([kind, sizes]) => [
      kind,
      new MapSummary(kind, patternSides(model, subject, kind), sizes),
    ]),
  );
  const all = [...inspected.sizes].map(([kind, { layers, heads }]) => ({
    kind,
    layers: upTo(layers),
    heads: upTo(heads),
  }));
  for (const weights of portions(all, (kind) => sides(kind).queries * sides(kind).keys)) {
    const found = await inspected.read(batchOf(subject), { weights }, signal);
    for (const { kind, layers, heads } of weights) {
      const cells = sides(kind).queries * sides(kind).keys;
      const values = found.weights.get(kind) ?? new Float32Array(0);
      for (const [at, layer] of layers.entries()) {
        for (const head of heads) {
          const start = (at * heads.length + head) * cells;
          summaries.get(kind)?.add(layer, head, values.subarray(start, start + cells));
        }
        await model.giveWay(signal);
      }
    }
  }
  const maps = await withProduct((product) => rolledOut(summaries, sides, product));
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

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

function patternSides({ tokenizer }: ModelHandle, { source, target }: Subject, kind: MapKind): PatternSides {
  const readers = kind === 'encoder' ? source : (target ?? source);
  const read = kind === 'decoder' ? readers : source;
  const { sep, eos } = tokenizer.special;
  const separators = read.flatMap(({ id, start }, at) => (start === null && (id === sep || id === eos) ? [at] : []));
  return {
    queries: readers.length,
    keys: read.length,
    own: kind !== 'cross',
    causal: kind === 'decoder',
    queryIds: readers.map(({ id }) => id),
    keyIds: read.map(({ id }) => id),
    separators,
  };
}
