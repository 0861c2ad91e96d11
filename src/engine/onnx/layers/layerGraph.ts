import { GlassboxError } from '../../../protocol/engine/index.js';
import type { PartSource } from '../attention/attentionGraph.js';
import { castEncoderStates, ENCODER_HIDDEN_STATES, renameInputs } from '../attention/attentionOutputs.js';
import { readModelPart } from '../graph/modelPart.js';
import { encodeNode, FLOAT, INT64 } from '../protobuf/write.js';
import { assembleModel } from '../rewrite/assemble.js';
import { graphName } from '../session.js';
import { BARE_SUM, bareSum } from './fusedSum.js';
import { streamOf } from './streamOf.js';

/** A state that can be read: of a layer by its index, the embeddings' output being 0, or the last one as the lens takes it. */
export type StateIndex = number | 'lens';

/** The positions of a state that are given out, int64 [n]; none where it is not asked for. */
export const positionsInput = (state: StateIndex) => `glassbox.positions.${state}`;
/** The state there, float [rows, n, width]. */
export const stateOutput = (state: StateIndex) => `glassbox.state.${state}`;

export interface LayerGraph {
  bytes: Uint8Array;
  /** those that can be read; `lens` where the head takes the last one before the final norm */
  states: StateIndex[];
}

/** Errors of graphs whose states cannot be told. */
export const unreadable = (file: string) => (what: string) =>
  new GlassboxError('model-broken', `${file}: ${what}. Take another form of the model for looking into it.`, {
    details: { kind: 'graph', name: file },
  });

/**
 * Rewrites a model's first step with the states between its layers as outputs, at the positions asked for of each. What is not
 * asked for costs next to nothing, and nothing behind the last state is computed. States go when they have been picked
 * from: with 64 layers of 256 numbers and 3,960 tokens, which are 260 MB of states, one position of each took 235 MB more than
 * of a text of 11 tokens, attention included; nodes that have each layer wait for the pick before it changed nothing.
 * @param bytes the file's, or those without its weights
 * @throws GlassboxError `model-broken` with what was looked for and what was found
 */
export function buildLayerGraph(bytes: Uint8Array, source: PartSource): LayerGraph {
  const file = graphName(source.file);
  const broken = unreadable(file);
  const part = readModelPart(bytes, broken);
  const { graphIndex, nodes, declared } = part;
  const { layers, last, lens, sum } = streamOf(bytes, part, source, broken);
  const states: [StateIndex, string][] = [...layers, last].map((tensor, index) => [index, tensor]);
  if (lens !== last) states.push(['lens', lens ?? BARE_SUM]);

  const renamed = new Map<string, string>();
  const added = states.flatMap(([index, tensor]) => [
    encodeNode('Gather', [tensor, positionsInput(index)], [`${stateOutput(index)}.some`], { axis: 1 }),
    encodeNode('Cast', [`${stateOutput(index)}.some`], [stateOutput(index)], { to: FLOAT }),
  ]);
  const encoded = castEncoderStates(bytes, declared, renamed);
  const model = assembleModel({
    bytes,
    file,
    nodes: [
      ...nodes.map((node) => renameInputs(bytes, node, renamed, (name) => graphIndex.isDefined(name))),
      ...(lens === null ? bareSum(sum) : []),
      ...added,
      ...encoded.nodes,
    ],
    declared: encoded.declared,
    newInputs: {
      [ENCODER_HIDDEN_STATES]: FLOAT,
      ...Object.fromEntries(states.map(([index]) => [positionsInput(index), INT64])),
    },
    outputs: Object.fromEntries(states.map(([index]) => [stateOutput(index), FLOAT])),
  });
  if (!model) throw broken('a tensor of the graph comes from nowhere');
  return { bytes: model, states: states.map(([index]) => index) };
}
