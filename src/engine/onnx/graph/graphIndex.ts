import { PbfReader } from 'pbf';
import { elementTypeOf, intsAttribute, tensorSize, type Declarations } from '../protobuf/details.js';
import { fieldContents, readFields, type ByteRange, type Graph, type GraphNode } from '../protobuf/read.js';
import { beforeQuantisation, PROJECTIONS } from './trace.js';
import { FLOAT } from '../protobuf/write.js';

/** What leaves the numbers as they are. */
export const IDENTITY_OPS: readonly string[] = ['Cast', 'Identity', 'Dropout'];

/** Operators of which one input at most is data; the others are sizes, places or weights. */
const ELEMENTWISE_OPS = new Set(['Add', 'Sub', 'Mul', 'Div', 'Where', 'Concat', 'Max', 'Min', 'Pow', 'Sum']);

/** The nodes of a graph by what they give and by what they read. Names are those of tensors. */
export class GraphIndex {
  readonly #producers: ReadonlyMap<string, GraphNode>;
  readonly #consumers = new Map<string, GraphNode[]>();
  readonly #fixed = new Map<string, boolean>();

  /** @param nodes a branch's with those around it; `declared` of the whole graph and of the branch */
  constructor(
    private readonly bytes: Uint8Array,
    readonly nodes: Graph['nodes'],
    private readonly declared: readonly Declarations[],
  ) {
    this.#producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    for (const node of nodes) {
      for (const name of new Set(node.inputs)) this.#consumers.set(name, [...(this.#consumers.get(name) ?? []), node]);
    }
  }

  producer(name = ''): GraphNode | undefined {
    return this.#producers.get(name);
  }

  consumers(name: string): readonly GraphNode[] {
    return this.#consumers.get(name) ?? [];
  }

  /** Whether it is declared or made here: branches read such, beside their own. */
  isDefined(name: string): boolean {
    return (
      this.#producers.has(name) || this.declared.some(({ inputs, weights }) => inputs.has(name) || weights.has(name))
    );
  }

  #declaration(which: keyof Declarations, name: string): ByteRange | undefined {
    return this.declared.map((one) => one[which].get(name)).find((found) => found !== undefined);
  }

  /** Whether it follows from weights and constants alone. */
  isConstant(name: string): boolean {
    const known = this.#fixed.get(name);
    if (known !== undefined) return known;
    // A loop cannot be in a graph; the entry ends one in a broken file.
    this.#fixed.set(name, false);
    const node = this.producer(name);
    const fixed = node
      ? node.op !== 'Shape' && node.branches.length === 0 && node.inputs.every((input) => this.isConstant(input))
      : this.#declaration('weights', name) !== undefined || name === '';
    this.#fixed.set(name, fixed);
    return fixed;
  }

  /** Whether it is a constant or a weight of one number. */
  isSingleNumber(name: string): boolean {
    const node = this.producer(name);
    if (node && IDENTITY_OPS.includes(node.op)) return this.isSingleNumber(node.inputs[0] ?? '');
    const weight = this.#declaration('weights', name);
    if (weight) return tensorSize(this.bytes, weight) === 1;
    if (node?.op !== 'Constant') return false;
    const pbf = new PbfReader(this.bytes);
    return fieldContents(pbf, node.content, 5).every((attribute) => {
      let isList = false;
      readFields(pbf, attribute, (number) => (isList ||= number === 7 || number === 8));
      return !isList && fieldContents(pbf, attribute, 5).every((tensor) => tensorSize(this.bytes, tensor) === 1);
    });
  }

  /** The inputs of a node that carry its data. */
  dataInputs(node: GraphNode): string[] {
    if (!ELEMENTWISE_OPS.has(node.op)) return node.inputs.slice(0, 1);
    const inputs = node.op === 'Where' ? node.inputs.slice(1) : node.inputs;
    const moving = inputs.filter((name) => !this.isConstant(name));
    return moving.length > 0 ? moving : inputs.slice(0, 1);
  }

  /** The same without what follows from weights and constants alone. */
  movingInputs(node: GraphNode): string[] {
    return this.dataInputs(node).filter((name) => !this.isConstant(name));
  }

  /** What the nearest matrix products before this tensor multiplied, before 8-bit rounding. */
  projectionSources(name: string): string[] {
    const found = new Set<string>();
    const waiting = [name];
    const seen = new Set<string>();
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      const node = this.producer(at);
      if (seen.has(at) || !node) continue;
      seen.add(at);
      if (PROJECTIONS.has(node.op)) found.add(this.unquantisedInput(node));
      // The scale of 8-bit activations leads past their product.
      else if (node.op !== 'DynamicQuantizeLinear') waiting.push(...this.dataInputs(node));
    }
    return [...found];
  }

  unquantisedInput(projection: GraphNode): string {
    const name = beforeQuantisation(projection, this.#producers) ?? '';
    const node = this.producer(name);
    // Gemm takes two dimensions: a reshape stands before it.
    return node && (node.op === 'Reshape' || IDENTITY_OPS.includes(node.op)) ? (node.inputs[0] ?? '') : name;
  }

  /** The element type of a float tensor, as TensorProto numbers it; taken from what it is made of. */
  elementType(name: string, depth = 0): number {
    const node = this.producer(name);
    if (!node || depth > 200) return this.#declaredType(name);
    switch (node.op) {
      case 'Cast':
        return intsAttribute(this.bytes, node, 'to')[0] ?? FLOAT;
      case 'DynamicQuantizeLinear':
      case 'DynamicQuantizeMatMul':
      case 'MatMulIntegerToFloat':
        return FLOAT;
      case 'MatMul':
      case 'Gemm':
      case 'FusedMatMul':
      case 'DequantizeLinear':
      case 'Attention':
      case 'Where':
        return this.elementType(node.inputs[1] ?? '', depth + 1);
      case 'EmbedLayerNormalization':
        return this.elementType(node.inputs[2] ?? '', depth + 1);
      case 'Constant':
        return this.#constantType(node);
      default:
        return this.elementType(node.inputs[0] ?? '', depth + 1);
    }
  }

  #declaredType(name: string): number {
    const value = this.#declaration('inputs', name);
    if (value) return elementTypeOf(this.bytes, value) ?? FLOAT;
    const weight = this.#declaration('weights', name);
    let type = FLOAT;
    const pbf = new PbfReader(this.bytes);
    if (weight) readFields(pbf, weight, (number) => number === 2 && (type = pbf.readVarint()));
    return type;
  }

  #constantType(node: GraphNode): number {
    const pbf = new PbfReader(this.bytes);
    let type = FLOAT;
    for (const attribute of fieldContents(pbf, node.content, 5)) {
      for (const tensor of fieldContents(pbf, attribute, 5)) {
        readFields(pbf, tensor, (number) => number === 2 && (type = pbf.readVarint()));
      }
    }
    return type;
  }
}
