import { MICROSOFT, type Attribute, type TrainingNode } from './graph.js';

/** Appends nodes to a graph. Each method gives the name of what its node makes; a constant is made once. */
export class NodeWriter {
  readonly nodes: TrainingNode[] = [];
  readonly #constants = new Map<string, string>();
  #count = 0;

  /** @param prefix of the names that it makes, so that they are nobody else's */
  constructor(private readonly prefix: string) {}

  name(): string {
    return `${this.prefix}.${this.#count++}`;
  }

  many(
    op: string,
    inputs: string[],
    count: number,
    attributes: TrainingNode['attributes'] = {},
    domain = '',
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.name());
    this.nodes.push({ op, domain, inputs, outputs, attributes });
    return outputs;
  }

  op(op: string, inputs: string[], attributes: TrainingNode['attributes'] = {}, domain = ''): string {
    return this.many(op, inputs, 1, attributes, domain)[0]!;
  }

  /** A list of whole numbers. */
  ints(...values: number[]): string {
    return this.#constant(`ints ${values.join()}`, { value: values });
  }

  /** A whole number by itself, without an axis. */
  whole(value: number): string {
    return this.#constant(`whole ${value}`, { value_int: value });
  }

  /** A number by itself. */
  real(value: number): string {
    return this.#constant(`real ${value}`, { value_float: { real: value } });
  }

  /** A list of numbers. */
  reals(...values: number[]): string {
    return this.#constant(`reals ${values.join()}`, { value_floats: { reals: values } });
  }

  #constant(key: string, attribute: Record<string, Attribute>): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const made = this.op('Constant', [], attribute);
    this.#constants.set(key, made);
    return made;
  }

  add(one: string, other: string): string {
    return this.op('Add', [one, other]);
  }

  subtract(one: string, other: string): string {
    return this.op('Sub', [one, other]);
  }

  multiply(one: string, other: string): string {
    return this.op('Mul', [one, other]);
  }

  divide(one: string, other: string): string {
    return this.op('Div', [one, other]);
  }

  negate(one: string): string {
    return this.op('Neg', [one]);
  }

  /** Times a number. */
  scale(one: string, factor: number): string {
    return factor === 1 ? one : this.multiply(one, this.real(factor));
  }

  exp(one: string): string {
    return this.op('Exp', [one]);
  }

  /** The sum over axes, which stay as axes of 1 unless said otherwise. */
  sum(one: string, axes: readonly number[], keeps = true): string {
    return this.op('ReduceSum', [one, this.ints(...axes)], { keepdims: keeps ? 1 : 0 });
  }

  reshape(one: string, ...sizes: number[]): string {
    return this.op('Reshape', [one, this.ints(...sizes)]);
  }

  /** A tensor in the sizes of another. */
  shapedAs(one: string, other: string): string {
    return this.op('Reshape', [one, this.op('Shape', [other])]);
  }

  /** The matrix product, of factors that may be turned, times a number. */
  product(one: string, other: string, { transA = 0, transB = 0, alpha = 1 } = {}): string {
    if (!transA && !transB && alpha === 1) return this.op('MatMul', [one, other]);
    return this.op('FusedMatMul', [one, other], { transA, transB, alpha: { real: alpha } }, MICROSOFT);
  }
}
