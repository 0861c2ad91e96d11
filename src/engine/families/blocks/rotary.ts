import { MICROSOFT, type GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT } from '../../onnx/protobuf/write.js';

/** Cosines and sines of the angles, [tokens, half of the dimensions that are turned] each. */
export interface RotaryAngles {
  cos: string;
  sin: string;
}

/**
 * The angles of rotary positions (Su et al. 2021): position · frequency.
 * @param positions int64 [tokens]
 * @param frequencies half as many as dimensions of a head are turned
 */
export function rotaryAngles(graph: GraphBuilder, positions: string, frequencies: readonly number[]): RotaryAngles {
  const places = graph.node('Unsqueeze', [graph.node('Cast', [positions], { to: FLOAT }), graph.ints(1)]);
  const angles = graph.node('Mul', [places, graph.reals(`frequencies.${frequencies.join()}`, frequencies)]);
  return { cos: graph.node('Cos', [angles]), sin: graph.node('Sin', [angles]) };
}

/**
 * Turns heads by their positions, as Hugging Face lays the dimensions out: x · cos + rotateHalf(x) · sin with the list of
 * angles twice. onnxruntime's own operator does in one node what takes seven, for each layer's queries and keys.
 * @param heads [rows, heads, tokens, width], of which the first `dimensions` are turned
 */
export function rotate(
  graph: GraphBuilder,
  tensor: string,
  { cos, sin }: RotaryAngles,
  { heads, width, dimensions = width }: { heads: number; width: number; dimensions?: number },
): string {
  const isPart = dimensions < width;
  // The angles are those of the tokens at hand, so the first of them has the place 0.
  return graph.node(
    'RotaryEmbedding',
    [tensor, graph.ints(0), cos, sin],
    isPart ? { num_heads: heads, rotary_embedding_dim: dimensions } : {},
    MICROSOFT,
  );
}
