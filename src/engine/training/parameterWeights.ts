import type { StoredTensor } from '../checkpoint/safetensors.js';
import { GraphWeights } from '../families/graphWeights.js';
import { MICROSOFT, type GraphBuilder } from '../onnx/build/graphBuilder.js';
import { FLOAT } from '../onnx/protobuf/write.js';

const NO_TENSORS = { folder: '', listing: '', tensors: new Map<string, StoredTensor>() };

/** Weights that a graph is given with each run instead of holding them: one input for each, by its name. */
export class ParameterWeights extends GraphWeights {
  /** sizes of what the graph reads, by name in the base model or in the whole one */
  readonly shapes = new Map<string, readonly number[]>();
  /** names of matrices that are [in, out], as GPT-2 has them */
  readonly turned = new Set<string>();

  /** @param isThere whether the model has a weight that its family can do without */
  constructor(
    private readonly builder: GraphBuilder,
    private readonly isThere: (name: string) => boolean,
  ) {
    super(builder, NO_TENSORS, '');
  }

  override has(name: string): boolean {
    return this.isThere(name);
  }

  override get(name: string, ...shape: number[]): string {
    if (!this.shapes.has(name)) {
      this.shapes.set(name, shape);
      this.builder.input(name, FLOAT, shape);
    }
    return name;
  }

  override times(input: string, name: string, [from, to]: readonly [number, number], isTurned = false): string {
    if (isTurned) this.turned.add(name);
    if (isTurned) return this.builder.node('MatMul', [input, this.get(name, from, to)]);
    return this.builder.node('FusedMatMul', [input, this.get(name, to, from)], { transB: 1 }, MICROSOFT);
  }

  override timesInParts(input: string, name: string, sizes: readonly [number, number]): string {
    return this.times(input, name, sizes);
  }

  override rows(name: string, ids: string, ...shape: [number, number]): string {
    return this.builder.node('Gather', [this.get(name, ...shape), ids]);
  }
}
