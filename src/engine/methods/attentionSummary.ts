import type { MapKind } from '../../protocol/index.js';
import type { PatternSides } from '../../maths/attention/patterns.js';
import { InspectedModel } from '../attention/passes.js';
import { batchOf, mapSides } from '../attention/sides.js';
import { readSubject, type Subject } from '../attention/subject.js';
import { MapSummary, rolledOut } from '../attention/summary.js';
import type { ModelHandle } from '../models/handle.js';
import { withProduct } from '../onnx/product.js';
import type { HeadChoice } from '../onnx/inspectionFeeds.js';
import type { Method } from './context.js';

/** Weights held at once; a longer text is read again for further layers. Three copies exist while they are passed out. */
const MOST_BYTES = 100e6;

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
  for (const weights of portions(inspected, sides)) {
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

/** All heads of all layers, as many layers at once as may be held. */
function portions(
  { sizes }: InspectedModel,
  sides: (kind: MapKind) => { queries: number; keys: number },
): HeadChoice[][] {
  const portions: Map<MapKind, HeadChoice & { layers: number[] }>[] = [];
  let room = 0;
  for (const [kind, { layers, heads }] of sizes) {
    const bytes = 4 * heads * sides(kind).queries * sides(kind).keys;
    for (let layer = 0; layer < layers; layer++) {
      if (room < bytes || portions.length === 0) {
        portions.push(new Map());
        room = MOST_BYTES;
      }
      room -= bytes;
      const portion = portions.at(-1)!;
      const choice = portion.get(kind) ?? { kind, layers: [], heads: Array.from({ length: heads }, (_, head) => head) };
      portion.set(kind, { ...choice, layers: [...choice.layers, layer] });
    }
  }
  return portions.map((portion) => [...portion.values()]);
}

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
