import { PbfReader } from 'pbf';
import { fieldContents, readFields, skipContent, type ByteRange } from './read.js';

/** What a TensorProto says of itself. */
export interface TensorDescription {
  /** element type, as TensorProto numbers it */
  type: number;
  shape: number[];
  /** its bytes in the graph's file; null where they lie elsewhere, or are written as a list of numbers */
  raw: ByteRange | null;
  /** where its bytes lie beside the graph: location, offset, length; empty where they do not */
  external: ReadonlyMap<string, string>;
}

/** Reads a TensorProto without its numbers. */
export function readTensor(bytes: Uint8Array, place: ByteRange): TensorDescription {
  const pbf = new PbfReader(bytes);
  const shape: number[] = [];
  const external = new Map<string, string>();
  let type = 0;
  let raw = null as ByteRange | null;
  readFields(pbf, place, (number) => {
    if (number === 1) pbf.readPackedVarint(shape);
    else if (number === 2) type = pbf.readVarint();
    else if (number === 9) raw = skipContent(pbf);
  });
  for (const entry of fieldContents(pbf, place, 13)) {
    const [key = '', value = ''] = [1, 2].map((field) =>
      fieldContents(pbf, entry, field)
        .map(({ start, end }) => Buffer.from(bytes.subarray(start, end)).toString())
        .join(''),
    );
    external.set(key, value);
  }
  return { type, shape, raw, external };
}
