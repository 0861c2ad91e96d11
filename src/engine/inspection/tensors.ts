import type { Architecture, ParameterCounts, StoredPrecision, StoredType } from '../../protocol/engine/index.js';
import { countParts, baseName, isOutputMatrix, isWordTable } from './parts.js';

/** A tensor of a model's files. */
export interface FoundTensor {
  /** as the file has it, or the scope of the node that reads it */
  name: string;
  shape: readonly number[];
  /** numbers that it stands for: more than it has elements where several are packed in one */
  count: number;
}

/** What a class makes anew instead of learning it: positions, masks, frequencies; and T5's bias that nothing reads. */
const BUFFER =
  /(?:^|\.)(?:position_ids|token_type_ids|masked_bias|inv_freq|final_logits_bias)$|EncDecAttention\.relative_attention_bias\.weight$/;
const MASK = /(?:^|\.)(?:attn|attention)\.bias$/;

const isBuffer = ({ name, shape }: FoundTensor): boolean =>
  BUFFER.test(name) || (shape.length === 4 && MASK.test(name));

/** Biases of the output that are tied to one of the head. */
const TIED_BIAS = /^(.*)\.decoder\.bias$/;

const sizeOf = (shape: readonly number[]): string => [...shape].sort((one, other) => one - other).join('×');

/**
 * Counts the parameters among a model's tensors: without buffers, and what is tied once, in whatever files and forms it
 * stands. Tables of words of one size are one, as transformers' classes have it.
 * @param isTied whether the output's matrix is the embeddings'
 * @returns `weights`: how many numbers each that counts has, by its name in the base model
 */
export function countTensors(
  tensors: readonly FoundTensor[],
  architecture: Architecture,
  isTied: boolean,
): { counts: ParameterCounts; weights: ReadonlyMap<string, number>; hasOutputMatrix: boolean } {
  const parameters = tensors.filter((tensor) => !isBuffer(tensor));
  const named = parameters.map((tensor) => ({ ...tensor, name: baseName(tensor.name) }));
  const names = new Set(named.map(({ name }) => name));
  const tables = new Set<string>();
  const counted = new Map<string, number>();
  for (const { name, shape, count } of named) {
    if (!isWordTable(name)) continue;
    // Those of both sides and what they share, once each size.
    if (!tables.has(sizeOf(shape))) counted.set(name, count);
    tables.add(sizeOf(shape));
  }
  let hasOutputMatrix = false;
  for (const { name, shape, count } of named) {
    if (isWordTable(name)) continue;
    if (isOutputMatrix(name)) {
      if (isTied && tables.has(sizeOf(shape))) continue;
      hasOutputMatrix = true;
    }
    const head = TIED_BIAS.exec(name)?.[1];
    if (head !== undefined && names.has(`${head}.bias`)) continue;
    counted.set(name, count);
  }
  return { counts: countParts(counted, architecture), weights: counted, hasOutputMatrix };
}

/** Sums up tensors by the element type that they are stored in, the largest first. */
export function storedTypes(tensors: readonly { type: string; length: number }[]): StoredType[] {
  const types = new Map<string, StoredType>();
  for (const { type, length } of tensors) {
    const sum = types.get(type) ?? { type, tensors: 0, bytes: 0 };
    types.set(type, { type, tensors: sum.tensors + 1, bytes: sum.bytes + length });
  }
  return [...types.values()].sort((one, other) => other.bytes - one.bytes);
}

const PRECISIONS: Readonly<Record<string, StoredPrecision>> = { F32: 'fp32', F16: 'fp16', BF16: 'bf16' };
/** A share of the bytes from which on one type stands for all: masks and norms may be of another. */
const NEARLY_ALL = 0.9;

/** What safetensors are stored in; `mixed` where no type has nearly all of the bytes. */
export function precisionOf(types: readonly StoredType[]): StoredPrecision {
  const all = types.reduce((sum, { bytes }) => sum + bytes, 0);
  const [largest] = types;
  if (!largest || largest.bytes < NEARLY_ALL * all) return 'mixed';
  return PRECISIONS[largest.type] ?? 'mixed';
}
