import { closeSync, openSync } from 'node:fs';
import { FileWindow, type ProtobufField } from '../fileWindow.js';

/** A name has no more bytes. */
const MOST_NAME_BYTES = 4096;

/**
 * The sizes that an ONNX file declares of its outputs, null where a size is open. Field numbers are those of onnx.proto.
 * @param file its real path
 * @throws Error when the bytes are no protobuf
 */
export function outputSizes(file: string): Map<string, (number | null)[]> {
  const descriptor = openSync(file, 'r');
  try {
    const source = new FileWindow(descriptor);
    const parts = (of: Pick<ProtobufField, 'start' | 'end'>, number: number) =>
      [...source.fields(of.start, of.end)].filter((field) => field.number === number);
    const found = new Map<string, (number | null)[]>();
    const [graph] = parts({ start: 0, end: source.size }, 7);
    for (const output of graph ? parts(graph, 12) : []) {
      const [name] = parts(output, 1);
      const shapes = parts(output, 2).flatMap((type) => parts(type, 1).flatMap((tensor) => parts(tensor, 2)));
      const sizes = shapes.flatMap((shape) => parts(shape, 1)).map((dim) => parts(dim, 1)[0]);
      if (!name) continue;
      const text = Buffer.from(source.bytes(name.start, Math.min(name.end, name.start + MOST_NAME_BYTES))).toString();
      found.set(
        text,
        sizes.map((size) => (size ? (source.integers(size)[0] ?? null) : null)),
      );
    }
    return found;
  } finally {
    closeSync(descriptor);
  }
}
