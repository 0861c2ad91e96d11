import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { isFloatType, type FloatType, type StoredTensor } from '../checkpoint/safetensors.js';
import type { GraphBuilder } from '../onnx/build/graphBuilder.js';

/** A checkpoint's weights as tensors of the graph that is being written. */
export class GraphWeights {
  /** @param prefix before the names of the base model, such as `bert.`; files of the bare model have none */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly checkpoint: Checkpoint,
    private readonly prefix: string,
  ) {}

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /**
   * A weight in 32 bit by its name in the base model or in the whole one.
   * @param shape that the configuration asks for
   * @throws GlassboxError `model-broken` for one that is missing, of another shape or no floating-point numbers
   */
  get(name: string, ...shape: number[]): string {
    return this.graph.weight(this.#require(name, shape));
  }

  /** Rows of a weight of this shape, by their numbers. @throws GlassboxError as `get` */
  rows(name: string, ids: string, ...shape: number[]): string {
    return this.graph.rows(this.#require(name, shape), ids);
  }

  #require(name: string, shape: readonly number[]): StoredTensor & { type: FloatType } {
    const tensor = this.#find(name);
    if (!tensor) throw this.#broken(this.checkpoint.listing, `there is no weight ${name}.`, name);
    const { file, type } = tensor;
    if (tensor.shape.join() !== shape.join()) {
      const what = `${name} is ${tensor.shape.join(' × ')}; config.json asks for ${shape.join(' × ')}.`;
      throw this.#broken(path.join(this.checkpoint.folder, file), what, name);
    }
    if (!isFloatType(type)) {
      const what = `${name} is of the type ${type}; weights are read as F32, F16 and BF16.`;
      throw this.#broken(path.join(this.checkpoint.folder, file), what, name);
    }
    return { ...tensor, type };
  }

  #find(name: string) {
    const { tensors } = this.checkpoint;
    return [name, this.prefix + name]
      .flatMap(namesOf)
      .map((one) => tensors.get(one))
      .find((found) => found !== undefined);
  }

  #broken(file: string, what: string, at: string): GlassboxError {
    const message = `${file}: ${what} Weights and config.json are not of one model; get both again.`;
    return new GlassboxError('model-broken', message, { details: { kind: 'file', file, problem: 'content', at } });
  }
}

/** The first releases of BERT call a norm's weight and bias gamma and beta. */
const namesOf = (name: string): string[] => [
  name,
  ...(/(norm|LayerNorm)\.(weight|bias)$/i.test(name)
    ? [name.replace(/weight$/, 'gamma').replace(/bias$/, 'beta')]
    : []),
];
