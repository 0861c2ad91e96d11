import type { PartSource } from '../attention/attentionGraph.js';
import { renameInputs } from '../attention/attentionOutputs.js';
import { quantizesTogether, readModelPart, type ModelPart } from '../graph/modelPart.js';
import type { ResidualStream } from '../graph/residualStream.js';
import { constantNode, encodeNode, FLOAT, INT64, type EncodedNode } from '../protobuf/write.js';
import { assembleModel } from '../rewrite/assemble.js';
import { graphName } from '../session.js';
import { normOfSum } from './fusedSum.js';
import { unreadable } from './layerGraph.js';
import { streamOf } from './streamOf.js';

/** Inputs: a layer's state, float [1, positions, width], and how many predictions are wanted, int64 [1]. */
export const LENS_STATE = 'glassbox.lens.state';
export const LENS_COUNT = 'glassbox.lens.count';
/** Outputs: sizes of the logits, int64 [3]; entropy in nats, float [1, positions, 1, 1] … */
export const LENS_SIZES = 'glassbox.lens.sizes';
export const LENS_ENTROPY = 'glassbox.lens.entropy';
/** … the most probable tokens, best first, and their log-probabilities, [1, positions, count]. */
export const LENS_IDS = 'glassbox.lens.ids';
export const LENS_LOG_PROBABILITIES = 'glassbox.lens.log_probabilities';

export interface LensGraph {
  bytes: Uint8Array;
  /** positions read together change each other's last digits */
  quantizesTogether: boolean;
}

/**
 * Takes the way from a layer's state to the logits out of a model: its final norm where its layers begin with theirs, and its
 * output head. What it gives is ranked and summed up where it is: vocabularies are large.
 * @param bytes the file's, or those without its weights
 * @throws GlassboxError `model-broken` with what was looked for and what was found
 */
export function buildLensGraph(bytes: Uint8Array, source: PartSource): LensGraph {
  const file = graphName(source.file);
  const broken = unreadable(file);
  const part = readModelPart(bytes, broken);
  const { graphIndex, nodes, declared, names } = part;
  const logits = names.get('logits');
  if (logits === undefined) throw broken(`looked for the output logits, found ${[...names.keys()].join(', ')}`);
  const stream = streamOf(bytes, part, source, broken);
  if (!followsFromState(part, stream, logits)) {
    throw broken('looked for a way from the last state to the logits that reads nothing else, found none');
  }
  const type = graphIndex.elementType(stream.lens ?? stream.sum.inputs[0] ?? '');
  const state = `${LENS_STATE}.cast`;
  const renamed = new Map(stream.lens === null ? [] : [[stream.lens, state]]);
  const model = assembleModel({
    bytes,
    file,
    nodes: [
      ...nodes.map((node) => renameInputs(bytes, node, renamed, (name) => graphIndex.isDefined(name))),
      ...(stream.lens === null ? normOfSum(bytes, stream.sum, state) : []),
      encodeNode('Cast', [LENS_STATE], [state], { to: type }),
      ...summary(logits),
    ],
    declared,
    newInputs: { [LENS_STATE]: FLOAT, [LENS_COUNT]: INT64 },
    outputs: { [LENS_SIZES]: INT64, [LENS_ENTROPY]: FLOAT, [LENS_IDS]: INT64, [LENS_LOG_PROBABILITIES]: FLOAT },
  });
  if (!model) throw broken('a tensor of the graph comes from nowhere');
  return { bytes: model, quantizesTogether: quantizesTogether(nodes) };
}

/** Whether the logits follow from the state and weights alone; sizes may be read elsewhere, they are the same there. */
function followsFromState({ graphIndex }: ModelPart, { lens, sum }: ResidualStream, logits: string): boolean {
  const waiting = [logits];
  const seen = new Set<string>();
  let isRead = false;
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = graphIndex.producer(name);
    if (name === lens || (lens === null && node === sum)) isRead = true;
    else if (node) waiting.push(...(node.op === 'Shape' ? [] : node.inputs));
    else if (!graphIndex.isConstant(name)) return false;
  }
  return isRead;
}

/**
 * The most probable tokens, and the entropy: −Σ p log p as a product of matrices, whose operators are the same in all opsets.
 * What has no probability adds nothing, though its logarithm is −∞.
 */
const summary = (logits: string): EncodedNode[] => {
  const at = (what: string) => `glassbox.lens.${what}`;
  return [
    encodeNode('Shape', [logits], [LENS_SIZES]),
    encodeNode('Cast', [logits], [at('logits')], { to: FLOAT }),
    encodeNode('LogSoftmax', [at('logits')], [at('all')], { axis: -1 }),
    encodeNode('TopK', [at('logits'), LENS_COUNT], [at('best'), LENS_IDS], { axis: -1 }),
    encodeNode('GatherElements', [at('all'), LENS_IDS], [LENS_LOG_PROBABILITIES], { axis: -1 }),
    constantNode(at('least.whole'), [-10000]),
    encodeNode('Cast', [at('least.whole')], [at('least')], { to: FLOAT }),
    encodeNode('Max', [at('all'), at('least')], [at('bounded')]),
    encodeNode('Exp', [at('bounded')], [at('shares')]),
    constantNode(at('row'), [0, 0, 1, -1]),
    constantNode(at('column'), [0, 0, -1, 1]),
    encodeNode('Reshape', [at('shares'), at('row')], [at('shares.row')]),
    encodeNode('Reshape', [at('bounded'), at('column')], [at('bounded.column')]),
    encodeNode('MatMul', [at('shares.row'), at('bounded.column')], [at('sum')]),
    encodeNode('Neg', [at('sum')], [LENS_ENTROPY]),
  ];
};
