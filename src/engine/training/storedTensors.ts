import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { countOf } from '../../training/parameters.js';
import { graphPath } from '../files.js';
import type { ByteRange } from '../onnx/protobuf/read.js';
import { readTensor } from '../onnx/protobuf/readTensor.js';
import { FLOAT, FLOAT16, INT8, UINT8 } from '../onnx/protobuf/write.js';
import { halfToFloat } from '../onnx/tensors.js';

/** A tensor of a graph as it is stored. */
export interface Stored {
  /** as TensorProto numbers it */
  type: number;
  shape: number[];
  bytes: Uint8Array;
}

/** A tensor of floating-point numbers as such. */
export function floats({ type, bytes }: Stored): Float32Array {
  // A slice of a Buffer would be no copy.
  const copy = new Uint8Array(bytes);
  if (type === FLOAT) return new Float32Array(copy.buffer);
  return Float32Array.from(new Uint16Array(copy.buffer), halfToFloat);
}

/** Bytes of a number of each type that weights are in. */
const SIZES: Readonly<Record<number, number>> = { [FLOAT]: 4, [FLOAT16]: 2, [UINT8]: 1, [INT8]: 1 };

/** The tensors that a graph holds or points to in a file. @throws GlassboxError `model-broken` for one that is not whole */
export async function storedTensors(
  bytes: Uint8Array,
  weights: readonly (readonly [string, ByteRange])[],
  folder: string,
  graph: string,
): Promise<Map<string, Stored>> {
  const files = new Map<string, FileHandle>();
  const found = new Map<string, Stored>();
  try {
    for (const [name, place] of weights) {
      const { type, shape, raw, external } = readTensor(bytes, place);
      const size = SIZES[type];
      const location = external.get('location');
      if (size === undefined || (!raw && location === undefined)) continue;
      const length = countOf(shape) * size;
      let own = raw ? bytes.subarray(raw.start, raw.end) : new Uint8Array(0);
      if (location !== undefined) {
        const beside = path.join(folder, path.basename(location));
        const file = files.get(beside) ?? (await open(await graphPath(beside)));
        files.set(beside, file);
        own = new Uint8Array(length);
        const { bytesRead } = await file.read(own, 0, length, Number(external.get('offset') ?? 0));
        own = own.subarray(0, bytesRead);
      }
      if (own.length !== length) throw cutOff(graph, name);
      found.set(name, { type, shape, bytes: own });
    }
    return found;
  } finally {
    for (const file of files.values()) await file.close();
  }
}

function cutOff(file: string, name: string): GlassboxError {
  const message = `${file}: the weight ${name} has fewer bytes than its size says. Install the model again.`;
  return new GlassboxError('model-broken', message, { details: { kind: 'file', file, problem: 'content', at: name } });
}
