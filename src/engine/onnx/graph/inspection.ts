import { GlassboxError, type MapKind } from '../../../protocol/index.js';
import { assemble } from './assemble.js';
import { attentionSites, LOOKED_FOR, type AttentionSite, type Layer } from './attentionSites.js';
import { branchOf } from './branch.js';
import { declarations } from './details.js';
import {
  ENCODED,
  encodedStates,
  gate,
  gateOf,
  headsOf,
  LOGITS,
  picks,
  PLACES,
  placesOf,
  QUERIES,
  scoredOf,
  scoresOf,
  sizesOf,
  STATES,
  together,
  weightsOf,
  withRenamed,
} from './inspectionNodes.js';
import { lastHiddenState } from './lastHidden.js';
import { readModelGraph, type Graph, type GraphNode } from './read.js';
import { logitsInput } from './trace.js';
import { GraphWiring } from './wiring.js';
import { FLOAT, INT64, newNode, type NodePart } from './write.js';

export interface InspectionGraph {
  bytes: Uint8Array;
  layers: Layer[];
  /** activations are rounded to 8 bit by their largest values, so rows read together change each other's last digits */
  rounds: boolean;
}

export interface Inspected {
  file: string;
  /** of the maps of attention to the tokens themselves */
  kind: Extract<MapKind, 'encoder' | 'decoder'>;
  /** layers that the config names; null when it does not */
  layers: number | null;
  /** whether the graph's logits are of tokens at each position */
  predicts: boolean;
}

const readsNoPast = ({ nodes }: Graph) =>
  !nodes.some(({ inputs }) => inputs.some((name) => name.startsWith('past_key_values.')));

/**
 * A model's first step with its attention as outputs: weights and scores of the heads asked for, a gate on each head,
 * and states and logits at the positions asked for. What is not asked for costs next to nothing, since the graph picks
 * it before it is given out; naming the inner tensors as outputs would keep all maps in memory in every run. A merged
 * decoder's branch without a past is taken out of its If.
 * @param bytes the file's, or its skeleton's
 * @throws GlassboxError `model-broken` with what was looked for and what was found
 */
export function inspectionGraph(
  bytes: Uint8Array,
  { file, kind, layers: known, predicts }: Inspected,
): InspectionGraph {
  const broken = (what: string) =>
    new GlassboxError('model-broken', `${file}: ${what}. Take another form of the model for looking at attention.`);
  const whole = readModelGraph(bytes);
  if (!whole) throw broken('the file holds no graph');
  const { graph, outer, names } = branchOf(bytes, whole, readsNoPast);
  const declared = (graph === whole ? [whole] : [whole, graph]).map((one) => declarations(bytes, one));
  const nodes = [...outer, ...graph.nodes];
  const wiring = new GraphWiring(bytes, nodes, declared);
  const layers = numbered(attentionSites(bytes, wiring), kind);
  const found = layers.filter((layer) => layer.kind === kind).length;
  if (found === 0 || (known !== null && found !== known)) {
    const wanted = known === null ? '' : ` in each of ${known} layers`;
    throw broken(`looked for ${LOOKED_FOR}${wanted}, found ${found} among ${describe(nodes)}`);
  }

  const result = [...names.keys()].find((name) => name === 'logits' || name === 'last_hidden_state') ?? first(names);
  const states = lastHiddenState(wiring, names.get(result) ?? result);
  const added: NodePart[] = layers.flatMap((layer) => picks(layer));
  const renamed = new Map<string, string>();
  const gated = layers.map((layer) => gate(wiring, layer, renamed));
  const outputs: Record<string, number> = {};
  for (const one of new Set(layers.map((layer) => layer.kind))) {
    const of = layers.filter((layer) => layer.kind === one);
    added.push(...together(of, weightsOf(one), headsOf));
    outputs[weightsOf(one)] = FLOAT;
    if (of.some(({ scores }) => scores === null)) continue;
    added.push(...together(of, scoresOf(one), scoredOf));
    outputs[scoresOf(one)] = FLOAT;
  }
  for (const layer of layers) outputs[sizesOf(layer)] = INT64;
  if (states !== null) {
    added.push(...placesOf(states, STATES));
    outputs[STATES] = FLOAT;
  }
  const projected = predicts ? logitsInput({ ...graph, nodes }, names.get('logits') ?? '') : null;
  if (projected !== null) {
    const [at, logits] = [`${LOGITS}.at`, names.get('logits')!];
    added.push(
      newNode('Gather', [projected, PLACES], [at], { axis: 1 }),
      newNode('Cast', [logits], [LOGITS], { to: FLOAT }),
    );
    renamed.set(projected, at);
    outputs[LOGITS] = FLOAT;
  }
  const encoded = encodedStates(bytes, declared);
  if (encoded) renamed.set(ENCODED, encoded.outputs[0]!);

  const model = assemble({
    bytes,
    file,
    nodes: [
      ...nodes.map((node) => withRenamed(bytes, node, renamed, (name) => wiring.has(name))),
      ...gated.flat(),
      ...added,
      ...(encoded ? [encoded] : []),
    ],
    declared: encoded
      ? declared.map((one) => ({ ...one, inputs: new Map([...one.inputs].filter(([name]) => name !== ENCODED)) }))
      : declared,
    newInputs: {
      [PLACES]: INT64,
      [QUERIES]: INT64,
      [ENCODED]: FLOAT,
      ...Object.fromEntries(
        layers.flatMap((layer) => [
          [headsOf(layer), INT64],
          [scoredOf(layer), INT64],
          [gateOf(layer), FLOAT],
        ]),
      ),
    },
    outputs,
    inner: Object.fromEntries(layers.flatMap(({ further }) => (further ? [[further, FLOAT]] : []))),
  });
  if (!model) throw broken('a tensor of the graph comes from nowhere');
  return { bytes: model, layers, rounds: nodes.some(({ op }) => op.startsWith('DynamicQuantize')) };
}

const first = (names: ReadonlyMap<string, string>) => [...names.keys()][0] ?? '';

/** The sites as layers of their maps, counted from 0. */
function numbered(sites: readonly AttentionSite[], kind: MapKind): Layer[] {
  const counts = new Map<MapKind, number>();
  return sites.map((site) => {
    const of = site.cross ? 'cross' : kind;
    const layer = counts.get(of) ?? 0;
    counts.set(of, layer + 1);
    return { ...site, kind: of, layer };
  });
}

/** The operators of a graph that could have to do with attention, for a message. */
function describe(nodes: readonly GraphNode[]): string {
  const counts = new Map<string, number>();
  for (const { op } of nodes) {
    if (/softmax|attention|matmul|gemm|einsum|^if$|^loop$/i.test(op)) counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  const list = [...counts].map(([op, count]) => `${count} ${op}`).join(', ');
  return `${nodes.length} nodes (${list || 'none of them a matrix product'})`;
}
