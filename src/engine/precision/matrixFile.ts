import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { graphPath } from '../files.js';
import { readWhole } from '../wholeBytes.js';
import type { TensorDescription } from '../onnx/protobuf/readTensor.js';
import { BFLOAT16, FLOAT } from '../onnx/protobuf/write.js';
import { turned } from './blocks8.js';
import type { StoredMatrix } from './graphMatrices.js';
import { widened } from './readFloats.js';

/** What the code 0 stands for in blocks of 8 bit. */
const BLOCK_ZERO = 128;

/** Reads the numbers of a graph's weights, a matrix at a time, from the files that they lie in. */
export class MatrixReader {
  readonly #files = new Map<string, FileHandle>();

  /** @param bytes of the graph; `folder` that its weights lie in */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly folder: string,
  ) {}

  /** A tensor's bytes as they are stored. @throws GlassboxError `model-broken` for a file that is missing or ends before */
  async stored({ raw, external }: TensorDescription): Promise<Uint8Array> {
    // A copy with a buffer of its own, which Buffer's slice is not.
    if (raw) return new Uint8Array(this.bytes.subarray(raw.start, raw.end));
    // A graph leads to no file but those beside it.
    const place = path.join(this.folder, path.basename(external.get('location') ?? ''));
    const file = this.#files.get(place) ?? (await open(await graphPath(place)));
    this.#files.set(place, file);
    const [offset, length] = [Number(external.get('offset') ?? 0), Number(external.get('length') ?? 0)];
    return readWhole(file, place, { offset, length });
  }

  /** A matrix's numbers in 32 bit, flat [rows, columns]. */
  async floats({ values, scales, rows, columns, isTurned }: StoredMatrix): Promise<Float32Array> {
    const stored = await this.stored(values);
    if (scales) return fromBlocks(stored, new Float32Array((await this.stored(scales)).buffer));
    const numbers = widened(values.type === FLOAT ? 'F32' : values.type === BFLOAT16 ? 'BF16' : 'F16', stored);
    return isTurned ? turned(numbers, columns, rows) : numbers;
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
    this.#files.clear();
  }
}

function fromBlocks(codes: Uint8Array, scales: Float32Array): Float32Array {
  const size = codes.length / scales.length;
  const values = new Float32Array(codes.length);
  for (let block = 0, at = 0; block < scales.length; block++) {
    for (const end = at + size; at < end; at++) values[at] = (codes[at]! - BLOCK_ZERO) * scales[block]!;
  }
  return values;
}
