import { INT64 } from '../../onnx/protobuf/write.js';
import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';

/** 0, 1, 2 … for as many tokens as there are, [tokens]. */
export function positionsFrom(graph: GraphBuilder, ids: string): string {
  const tokens = graph.node('Gather', [graph.node('Shape', [ids]), graph.whole(1)]);
  return graph.node('Range', [graph.whole(0), tokens, graph.whole(1)]);
}

/**
 * RoBERTa's positions, [rows, tokens]: those of tokens that are no padding are counted from the padding's id + 1, padding
 * has its own id (transformers, `create_position_ids_from_input_ids`).
 */
export function positionsBehindPadding(graph: GraphBuilder, ids: string, padding: number): string {
  const isText = graph.node('Cast', [graph.node('Not', [graph.node('Equal', [ids, graph.ints(padding)])])], {
    to: INT64,
  });
  const counted = graph.node('CumSum', [isText, graph.whole(1)]);
  return graph.node('Add', [graph.node('Mul', [counted, isText]), graph.ints(padding)]);
}
