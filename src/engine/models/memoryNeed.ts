import type { Architecture, StoredPrecision, WeightForm } from '../../protocol/engine/index.js';

/** What a model's need of memory goes by. */
export interface MemoryFacts {
  form: WeightForm;
  /** of its weights, on disk */
  bytes: number;
  precision: StoredPrecision;
  architecture: Architecture;
  /** how its tables are used, where its family is known */
  tables: TableUse | null;
}

/** Tables of embeddings, in numbers that they hold. */
export interface TableUse {
  /** of which rows are looked up and nothing else: the rest of them never comes into memory */
  lookedUp: number;
  /** that states are multiplied by as a whole, too: onnxruntime packs a copy beside them */
  multiplied: number;
}

/** Tokenizer, graph and the states of a text. */
const BESIDE = 25e6;
const BESIDE_SMALL = 10e6;
const FLOAT_BYTES = 4;

/** What a byte of a checkpoint's weights is in 32 bit, in which all is computed but our own copies of 8 bit. */
const WIDENED: Readonly<Record<StoredPrecision, number>> = {
  ...{ fp32: 1, fp16: 2, bf16: 2, int8: 1.3, q4: 1.3, q4f16: 1.3 },
  // Most that are told so are of half precision.
  mixed: 2,
};
/** Of half-precision weights the pages that are still mapped while they are widened. */
const HALF_MAPPED = 0.25;

/** What a byte of an export's weights comes to, by measurement: packed matrices beside the file's pages. */
const EXPORTED: Readonly<Record<StoredPrecision, number>> = {
  ...{ fp32: 1.35, fp16: 3.1, bf16: 3.1, int8: 1.8, q4: 1.65, q4f16: 2.2 },
  mixed: 2.2,
};
/** A writer's graphs are rewritten so that their matrices are packed one after another. */
const EXPORTED_WRITER = 1.1;

/**
 * Bytes of memory that a model takes at its most while it serves, beside those of the process itself: by measurement, within
 * some 10 % of peaks of resident memory of models of 2 to 900 MB (bench/README.md). What is asked of a model beside its first
 * task, such as its attention, takes about as much again.
 */
export function memoryNeed({ form, bytes, precision, architecture, tables }: MemoryFacts): number {
  if (form === 'onnx') {
    const isWriter = architecture !== 'encoder' && precision === 'fp32';
    return Math.round(bytes * (isWriter ? EXPORTED_WRITER : EXPORTED[precision]) + BESIDE_SMALL);
  }
  const isHalf = precision === 'fp16' || precision === 'bf16' || precision === 'mixed';
  const isWide = isHalf || precision === 'fp32';
  const { lookedUp, multiplied } = tables ?? { lookedUp: 0, multiplied: 0 };
  // Our copies of 8 bit have their tables in 8 bit, too.
  const more = isWide ? FLOAT_BYTES * (multiplied - lookedUp) : 0;
  // Of a configuration that is not of these weights, tables may be as large as they say.
  const weights = Math.max(bytes / 5, bytes * WIDENED[precision] + more);
  return Math.round(weights + (isHalf ? HALF_MAPPED * bytes : 0) + BESIDE);
}

/** What a machine has, in bytes. */
export interface MachineMemory {
  total: number;
  /** what its container lets a process have; 0 or undefined, or more than there is, where nothing does */
  constrained: number | undefined;
}

/**
 * Bytes that models may have in memory together.
 * @param setting bytes; 0 or undefined: half of what the machine has, or its container
 */
export function memoryLimit(setting: number | undefined, { total, constrained }: MachineMemory): number {
  if (setting !== undefined && setting > 0) return setting;
  return Math.floor(Math.min(total, constrained || Infinity) / 2);
}
