import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { FLOAT_TYPES, isFloatType, type FloatType, type StoredTensor } from '../checkpoint/safetensors.js';
import { MICROSOFT, type BlockMatrix, type GraphBuilder } from '../onnx/build/graphBuilder.js';

/** Behind a matrix's name in a copy with 8 bit: its codes and their scales, see `BlockMatrix`. */
export const CODES = '.codes';
export const SCALES = '.scales';

/** Numbers of a part: 32 MB in 32 bit. */
const PART_VALUES = 8_000_000;

/** A checkpoint's weights as tensors of the graph that is being written. */
export class GraphWeights {
  /** names of matrices that states are multiplied by, and whether they are [in, out] instead of [out, in] */
  readonly products = new Map<string, boolean>();
  /** names of tables that rows are taken from by number, and of what is read otherwise */
  readonly tables = new Set<string>();
  readonly others = new Set<string>();

  /** @param prefix before the names of the base model, such as `bert.`; files of the bare model have none */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly checkpoint: Checkpoint,
    private readonly prefix: string,
  ) {}

  has(name: string): boolean {
    return this.#find(name) !== undefined || this.#blocks(name) !== null;
  }

  /**
   * A weight in 32 bit by its name in the base model or in the whole one.
   * @param shape that the configuration asks for
   * @throws GlassboxError `model-broken` for one that is missing, of another shape or no floating-point numbers
   */
  get(name: string, ...shape: number[]): string {
    const tensor = this.#require(name, shape);
    this.others.add(tensor.name);
    return this.graph.weight(tensor);
  }

  /**
   * The product of states and a matrix, in the precision that it is in.
   * @param isTurned it is [in, out], as GPT-2 has it, and not [out, in] as PyTorch's Linear
   * @throws GlassboxError as `get`
   */
  times(input: string, name: string, [from, to]: readonly [number, number], isTurned = false): string {
    const blocks = this.#blocks(name, to, from);
    if (blocks) return this.graph.timesBlocks(input, blocks);
    const tensor = this.#require(name, isTurned ? [from, to] : [to, from]);
    this.products.set(tensor.name, isTurned);
    const weight = this.graph.weight(tensor);
    if (isTurned) return this.graph.node('MatMul', [input, weight]);
    return this.graph.node('FusedMatMul', [input, weight], { transB: 1 }, MICROSOFT);
  }

  /**
   * The same for a large matrix [out, in] and few states, by some of its rows after the others: onnxruntime widens and
   * packs a matrix beside the one in the file, so that loading has its peak at the largest.
   */
  timesInParts(input: string, name: string, [from, to]: readonly [number, number]): string {
    const step = Math.ceil(PART_VALUES / from);
    if (this.#blocks(name) || to <= step) return this.times(input, name, [from, to]);
    const tensor = this.#require(name, [to, from]);
    this.products.set(tensor.name, false);
    const rowBytes = from * FLOAT_TYPES[tensor.type];
    const parts = Array.from({ length: Math.ceil(to / step) }, (_, at) => {
      const [first, rows] = [at * step, Math.min(step, to - at * step)];
      const place = { offset: tensor.offset + first * rowBytes, length: rows * rowBytes };
      const part = { ...tensor, ...place, name: `${tensor.name}.${first}`, shape: [rows, from] };
      return this.graph.node('FusedMatMul', [input, this.graph.weight(part)], { transB: 1 }, MICROSOFT);
    });
    return this.graph.node('Concat', parts, { axis: -1 });
  }

  /** Rows of a table of this shape, by their numbers [rows, tokens] or [tokens]. @throws GlassboxError as `get` */
  rows(name: string, ids: string, ...shape: [number, number]): string {
    const blocks = this.#blocks(name, ...shape);
    if (blocks) return this.graph.blockRows(blocks, ids);
    const tensor = this.#require(name, shape);
    this.tables.add(tensor.name);
    return this.graph.rows(tensor, ids);
  }

  /** The 8-bit form of a matrix; null where it has none of this size. */
  #blocks(name: string, rows?: number, columns?: number): BlockMatrix | null {
    const { tensors } = this.checkpoint;
    for (const one of [name, this.prefix + name]) {
      const [codes, scales] = [tensors.get(one + CODES), tensors.get(one + SCALES)];
      if (!codes || !scales) continue;
      const [count = 0, blocks = 0, size = 0] = codes.shape;
      if (rows === undefined || (count === rows && blocks * size === columns)) return { codes, scales };
    }
    return null;
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
