import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT } from '../../onnx/protobuf/write.js';

/** Cosines and sines of the angles, [tokens, dimensions] each. */
export interface RotaryAngles {
  cos: string;
  sin: string;
}

/**
 * The angles of rotary positions (Su et al. 2021) as Hugging Face lays them out: position · frequency, the list of them
 * twice.
 * @param positions int64 [tokens]
 * @param frequencies half as many as dimensions of a head are turned
 */
export function rotaryAngles(graph: GraphBuilder, positions: string, frequencies: readonly number[]): RotaryAngles {
  const places = graph.node('Unsqueeze', [graph.node('Cast', [positions], { to: FLOAT }), graph.ints(1)]);
  const half = graph.node('Mul', [places, graph.reals(`frequencies.${frequencies.join()}`, frequencies)]);
  const angles = graph.node('Concat', [half, half], { axis: -1 });
  return { cos: graph.node('Cos', [angles]), sin: graph.node('Sin', [angles]) };
}

/**
 * Turns heads by their positions: x · cos + rotateHalf(x) · sin.
 * @param heads [rows, heads, tokens, width], of which the first `dimensions` are turned
 */
export function rotate(
  graph: GraphBuilder,
  heads: string,
  { cos, sin }: RotaryAngles,
  { width, dimensions = width }: { width: number; dimensions?: number },
): string {
  const split = (tensor: string, ...sizes: number[]) =>
    graph.nodes('Split', [tensor, graph.ints(...sizes)], sizes.length, { axis: -1 });
  const [turning = '', rest] = dimensions === width ? [heads] : split(heads, dimensions, width - dimensions);
  const [first = '', second = ''] = split(turning, dimensions / 2, dimensions / 2);
  const swapped = graph.node('Concat', [graph.node('Neg', [second]), first], { axis: -1 });
  const turned = graph.node('Add', [graph.node('Mul', [turning, cos]), graph.node('Mul', [swapped, sin])]);
  return rest === undefined ? turned : graph.node('Concat', [turned, rest], { axis: -1 });
}
