import type { MapKind } from '../../../protocol/engine/index.js';
import type { EncodedNode } from '../protobuf/write.js';

/** One layer's attention in a graph, and the nodes that make it readable. Names are those of tensors. */
export interface AttentionNode {
  /** what the projections to queries multiply: the layer's state, or its norm */
  reads: string[];
  /** keys and values are of another sequence than the queries */
  isCross: boolean;
  /** [rows, heads, queries, keys], each row a distribution */
  weights: string;
  /** scaled products of queries and keys, a bias by distance included, before any mask; null where they cannot be told */
  scores: string | null;
  /** a bias that is looked up in a table of weights (T5's by distance) is among the scores */
  isBiased: boolean;
  /** the products are divided by √d, or multiplied by another factor */
  isScaled: boolean;
  /** nodes that give the two where the graph does not; one with the outputs of an old node takes its place */
  addedNodes: EncodedNode[];
  /** a further output of an old node, whose type onnxruntime is to be told */
  extraOutput?: string;
  /** what is multiplied by a gate for each head, and how many axes that tensor has */
  output: { tensor: string; heads: 'second axis' } | { tensor: string; heads: number };
}

/** An attention node of a model: which map it belongs to, and its layer from 0. */
export interface AttentionLayer extends AttentionNode {
  kind: MapKind;
  layer: number;
}
