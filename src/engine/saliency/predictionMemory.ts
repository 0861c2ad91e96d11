import { wholeConstant, type TrainingNode } from '../../training/graph.js';
import { countOf } from '../../training/parameters.js';
import type { GraphRole } from '../families/family.js';
import type { FamilyConfig } from '../families/familyConfig.js';
import { graphOf } from '../training/trainableModel.js';
import { MOST_WORK } from '../training/trainer.js';

/** What a part of a model computes, counted by the graph that its family writes without weights. */
interface PartSizes {
  /** numbers that the products with weights read and give for each token, of the encoder's states and of its own */
  ofSource: number;
  ofOwn: number;
  /** attention maps of all layers and heads: of its own tokens, and of these over the encoder's */
  ownMaps: number;
  crossMaps: number;
}

/** A model's sizes, as its memory goes by them. */
export interface PredictionSizes {
  /** numbers of all weights, and of matrices alone */
  weights: number;
  matrices: number;
  /** of each of its graphs, an encoder's before a decoder's */
  parts: PartSizes[];
  vocabulary: number;
}

/** What is read at once: rows of one length; `target` is what a decoder beside an encoder reads, 0 without one. */
export interface ReadSizes {
  rows: number;
  tokens: number;
  target: number;
  /** at which logits are made */
  places: number;
}

/** Bytes of a number in 32 bit. */
const FLOAT_BYTES = 4;
/** Numbers that are held at the most, forwards and back, for one that a product reads or gives, and for one of a map. */
const OF_STATES = 1.6;
const OF_MAPS = 3.5;
/** Logits, their softmax and its gradient. */
const OF_LOGITS = 3;
/** Graph, session and what is not given back at once. */
const BESIDE = 60e6;

/** The graphs that predict. */
export const predictingRoles = ({ family }: FamilyConfig): GraphRole[] =>
  family.architecture === 'encoder-decoder' ? ['encoder', 'decoder'] : ['model'];

export function predictionSizes(family: FamilyConfig): PredictionSizes {
  const roles = predictingRoles(family);
  const all = new Map<string, readonly number[]>();
  let vocabulary = 0;
  const parts = roles.map((role): PartSizes => {
    const { graph, shapes } = graphOf(family, role);
    for (const [name, shape] of shapes) all.set(name, shape);
    const products = graph.nodes.filter(({ op, inputs }) => isProduct(op) && shapes.has(inputs[1] ?? ''));
    const sizesOf = ({ inputs }: TrainingNode) => shapes.get(inputs[1]!)!;
    // The last matrix is multiplied at the places that predict only.
    const last = role === 'encoder' ? undefined : products.pop();
    if (last) vocabulary = Math.max(...sizesOf(last));
    const numbers = (some: readonly TrainingNode[]) =>
      some.reduce((sum, product) => sum + sizesOf(product).reduce((one, size) => one + size, 0), 0);
    const ofSource = products.filter(({ inputs }) => inputs[0] === 'encoder_hidden_states');
    // Keys and values of one layer each.
    const crossLayers = ofSource.length / 2;
    const layers = graph.nodes.filter(({ op }) => op === 'Softmax').length - crossLayers;
    const heads = headsOf(graph.nodes);
    return {
      ofSource: numbers(ofSource),
      ofOwn: numbers(products) - numbers(ofSource),
      ownMaps: layers * heads,
      crossMaps: crossLayers * heads,
    };
  });
  const shapes = [...all.values()];
  const count = (some: readonly (readonly number[])[]) => some.reduce((sum, shape) => sum + countOf(shape), 0);
  return { weights: count(shapes), matrices: count(shapes.filter(({ length }) => length > 1)), parts, vocabulary };
}

const isProduct = (op: string) => op === 'MatMul' || op === 'FusedMatMul';

/** Heads that states are split into, [rows, tokens, heads, width]; of queries where keys have fewer. */
function headsOf(nodes: readonly TrainingNode[]): number {
  const constants = new Map(nodes.map((node) => [node.outputs[0] ?? '', wholeConstant(node)] as const));
  const splits = nodes.flatMap(({ op, inputs }) => {
    const shape = op === 'Reshape' ? constants.get(inputs[1] ?? '') : null;
    return shape?.length === 4 && shape[0] === 0 && shape[1] === 0 ? [shape[2]!] : [];
  });
  return Math.max(1, ...splits);
}

/** Rows of this many tokens that a run may have, so that others wait no longer than for a step of training. */
export const rowsAtOnce = (matrices: number, tokens: number): number =>
  Math.max(1, Math.floor(MOST_WORK / Math.max(1, matrices) / Math.max(1, tokens)));

/**
 * Bytes that the gradients of a prediction take at the most: 4 · (weights + rows · (1.6 · Σ tokens · (in + out) over all
 * products with weights + 3.5 · Σ queries · keys over all heads + 3 · places · vocabulary)) + 60 MB. The three factors and
 * the rest are measured: within 20 % of peaks of resident memory of models of BERT, GPT-2, T5, Llama and ModernBERT of
 * 13 to 32 million weights, from 5 to 500 tokens.
 */
export function predictionBytes(sizes: PredictionSizes, { rows, tokens, target, places }: ReadSizes): number {
  const { weights, parts, vocabulary } = sizes;
  const ofRow = parts.reduce(
    (sum, part, at) => {
      const own = at === 0 ? tokens : target;
      const states = own * part.ofOwn + tokens * part.ofSource;
      const maps = own * own * part.ownMaps + own * tokens * part.crossMaps;
      return sum + OF_STATES * states + OF_MAPS * maps;
    },
    OF_LOGITS * places * vocabulary,
  );
  return FLOAT_BYTES * (weights + rows * ofRow) + BESIDE;
}
