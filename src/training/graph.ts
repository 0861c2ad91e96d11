/** An attribute of a node: a whole number, a real one, a name, lists, or whole numbers as a tensor. */
export type Attribute =
  | number
  | { real: number }
  | { text: string }
  | { list: readonly number[] }
  | { reals: readonly number[] }
  | readonly number[];

/** A node of an ONNX graph. An empty name leaves an optional input or output out. */
export interface TrainingNode {
  op: string;
  /** '' for ONNX's own operators */
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** onnxruntime's own operators. */
export const MICROSOFT = 'com.microsoft';
/** Element type of a TensorProto: 32-bit numbers. */
export const FLOAT = 1;
/** Labels of this value count for nothing in a loss, as in PyTorch. */
export const IGNORED = -100;

/** A node's whole number or real one of this name. */
export function numberOf({ attributes }: TrainingNode, name: string, otherwise: number): number {
  const value = attributes[name];
  if (typeof value === 'number') return value;
  return value !== undefined && 'real' in value ? value.real : otherwise;
}

/** A node's list of whole numbers; null when it has none of this name. */
export function listOf({ attributes }: TrainingNode, name: string): readonly number[] | null {
  const value = attributes[name];
  return typeof value === 'object' && 'list' in value ? value.list : null;
}

/** The whole numbers that a Constant node gives; null for another node, or real numbers. */
export function wholeConstant({ op, attributes }: TrainingNode): readonly number[] | null {
  if (op !== 'Constant') return null;
  const { value, value_int: one } = attributes;
  if (typeof one === 'number') return [one];
  return Array.isArray(value) ? (value as readonly number[]) : null;
}
