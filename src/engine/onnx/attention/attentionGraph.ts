import { GlassboxError, type MapKind } from '../../../protocol/engine/index.js';
import { assembleModel } from '../rewrite/assemble.js';
import type { AttentionLayer } from './attentionNode.js';
import { findLayers } from './attentionLayers.js';
import {
  ENCODER_HIDDEN_STATES,
  castEncoderStates,
  gate,
  gateInput,
  headsInput,
  LOGITS,
  selectionNodes,
  POSITIONS,
  selectPositions,
  QUERY_INDICES,
  scoredHeadsInput,
  scoresOutput,
  sizesOutput,
  HIDDEN_STATES,
  inputNodes,
  concatNodes,
  weightsOutput,
  renameInputs,
} from './attentionOutputs.js';
import { lastHiddenState } from '../graph/lastHiddenState.js';
import { describeOps, quantizesTogether, readModelPart } from '../graph/modelPart.js';
import { logitsInput } from '../graph/trace.js';
import { FLOAT, INT64, encodeNode, type EncodedNode } from '../protobuf/write.js';
import { graphName, type GraphSource } from '../session.js';

export interface AttentionGraph {
  bytes: Uint8Array;
  layers: AttentionLayer[];
  /** activations are rounded to 8 bit by their largest values, so rows read together change each other's last digits */
  quantizesPerBatch: boolean;
}

/** A part of a model, and what its config says about it. */
export interface PartSource {
  file: GraphSource;
  /** of the maps of attention to the tokens themselves */
  kind: Extract<MapKind, 'encoder' | 'decoder'>;
  /** layers that the config names; null when it does not */
  layers: number | null;
  /** whether the graph's logits are of tokens at each position */
  predicts: boolean;
}

export interface AttentionGraphSource extends PartSource {
  /** whether attention is to be given out; states and logits need none */
  maps: boolean;
  /** only what tokens' vectors are summed from is given out, and nothing behind it is computed */
  inputs?: boolean;
}

/**
 * Rewrites a model's first step with its attention as outputs: weights and scores of the heads asked for, a gate on each head,
 * and states and logits at the positions asked for. What is not asked for costs next to nothing, since the graph picks
 * it before it is given out; naming the inner tensors as outputs would keep all maps in memory in every run. Without maps
 * the graph's attention is left as it is, whatever its form. A merged
 * decoder's branch without a past is taken out of its If.
 * @param bytes the file's, or those without its weights
 * @throws GlassboxError `model-broken` with what was looked for and what was found
 */
export function buildAttentionGraph(
  bytes: Uint8Array,
  { file: source, kind, layers: known, predicts, maps, inputs }: AttentionGraphSource,
): AttentionGraph {
  const file = graphName(source);
  const broken = (what: string) =>
    new GlassboxError('model-broken', `${file}: ${what}. Take another form of the model for looking into it.`, {
      details: { kind: maps ? 'attentionForm' : 'graph', name: file },
    });
  const { graph, nodes, declared, names, graphIndex, result } = readModelPart(bytes, broken);
  const layers = maps ? findLayers(bytes, { graphIndex, kind, known, broken }) : [];
  const states = inputs ? null : lastHiddenState(graphIndex, result);
  const added: EncodedNode[] = layers.flatMap((layer) => selectionNodes(layer));
  const renamed = new Map<string, string>();
  const gated = layers.map((layer) => gate(graphIndex, layer, renamed));
  const outputs: Record<string, number> = {};
  for (const one of new Set(layers.map((layer) => layer.kind))) {
    const of = layers.filter((layer) => layer.kind === one);
    added.push(...concatNodes(of, weightsOutput(one), headsInput));
    outputs[weightsOutput(one)] = FLOAT;
    if (of.some(({ scores }) => scores === null)) continue;
    added.push(...concatNodes(of, scoresOutput(one), scoredHeadsInput));
    outputs[scoresOutput(one)] = FLOAT;
  }
  for (const layer of layers) outputs[sizesOutput(layer)] = INT64;
  if (states !== null) {
    added.push(...selectPositions(states, HIDDEN_STATES));
    outputs[HIDDEN_STATES] = FLOAT;
  }
  const projected = predicts ? logitsInput({ ...graph, nodes }, names.get('logits') ?? '') : null;
  if (projected !== null) {
    const [at, logits] = [`${LOGITS}.at`, names.get('logits')!];
    added.push(
      encodeNode('Gather', [projected, POSITIONS], [at], { axis: 1 }),
      encodeNode('Cast', [logits], [LOGITS], { to: FLOAT }),
    );
    renamed.set(projected, at);
    outputs[LOGITS] = FLOAT;
  }
  for (const cast of inputNodes(graphIndex, inputs)) {
    added.push(cast);
    outputs[cast.outputs[0]!] = FLOAT;
  }
  if (Object.keys(outputs).length === 0) {
    throw broken(
      `looked for logits and for the last sum of two activations, found neither among ${describeOps(nodes)}`,
    );
  }
  const encoded = castEncoderStates(bytes, declared, renamed);

  const model = assembleModel({
    bytes,
    file,
    nodes: [
      ...nodes.map((node) => renameInputs(bytes, node, renamed, (name) => graphIndex.isDefined(name))),
      ...gated.flat(),
      ...added,
      ...encoded.nodes,
    ],
    declared: encoded.declared,
    newInputs: {
      [POSITIONS]: INT64,
      [QUERY_INDICES]: INT64,
      [ENCODER_HIDDEN_STATES]: FLOAT,
      ...Object.fromEntries(
        layers.flatMap((layer) => [
          [headsInput(layer), INT64],
          [scoredHeadsInput(layer), INT64],
          [gateInput(layer), FLOAT],
        ]),
      ),
    },
    outputs,
    inner: Object.fromEntries(layers.flatMap(({ extraOutput: further }) => (further ? [[further, FLOAT]] : []))),
  });
  if (!model) throw broken('a tensor of the graph comes from nowhere');
  return { bytes: model, layers, quantizesPerBatch: quantizesTogether(nodes) };
}
