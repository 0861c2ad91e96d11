import { PbfReader } from 'pbf';
import fc from 'fast-check';
import type { encodeNode } from '../../../../src/engine/onnx/protobuf/write.js';
import { fieldContents, readFields, type ByteRange } from '../../../../src/engine/onnx/protobuf/read.js';

export type Attributes = NonNullable<Parameters<typeof encodeNode>[3]>;

/** Names as files have them, and as no file has them: all of Unicode, of any length that is plausible. */
export const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  // The reader takes U+FEFF in front of a text for the mark that it is there.
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter((text) => !text.startsWith('\uFEFF')),
  fc.constantFrom('\u{20BB7}', '\u{10FFFF}', 'constructor', '__proto__', 'model.layers.0.weight', '/a/b', '.', ' '),
);
/** int64s that a number of JavaScript holds. */
export const anyWhole = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32),
);
export const anyReal = fc.float();

export const anyAttributes: fc.Arbitrary<Attributes> = fc.dictionary(
  anyName.filter((name) => name !== '__proto__'),
  fc.oneof(
    anyWhole,
    fc.record({ real: anyReal }),
    fc.record({ list: fc.array(anyWhole, { maxLength: 5 }) }),
    fc.record({ reals: fc.array(anyReal, { maxLength: 5 }) }),
    fc.array(anyWhole, { maxLength: 5 }),
  ),
  { maxKeys: 4 },
);

/** AttributeProto.type */
const [FLOAT, INT, TENSOR, FLOATS, INTS] = [1, 2, 4, 6, 7];

/** A node's attributes as onnx.proto has them, in the form in which they were given. */
export function readAttributes(bytes: Uint8Array, node: ByteRange): Map<string, Attributes[string]> {
  const pbf = new PbfReader(bytes);
  return new Map(fieldContents(pbf, node, 5).map((content) => readAttribute(bytes, content)));
}

function readAttribute(bytes: Uint8Array, content: ByteRange): [name: string, value: Attributes[string]] {
  const pbf = new PbfReader(bytes);
  const [name, type, whole, real] = ['', 0, 0, 0] as [string, number, number, number];
  const found = { name, type, whole, real, wholes: [] as number[], reals: [] as number[] };
  readFields(pbf, content, (number) => {
    if (number === 1) found.name = pbf.readString();
    else if (number === 2) found.real = pbf.readFloat();
    else if (number === 3) found.whole = pbf.readVarint(true);
    else if (number === 7) pbf.readPackedFloat(found.reals);
    else if (number === 8) pbf.readPackedVarint(found.wholes, true);
    else if (number === 20) found.type = pbf.readVarint();
  });
  switch (found.type) {
    case FLOAT:
      return [found.name, { real: found.real }];
    case INT:
      return [found.name, found.whole];
    case FLOATS:
      return [found.name, { reals: found.reals }];
    case INTS:
      return [found.name, { list: found.wholes }];
    case TENSOR:
      return [found.name, readTensor(bytes, fieldContents(pbf, content, 5)[0]!)];
    default:
      throw new Error(`The attribute ${found.name} is of the type ${found.type}.`);
  }
}

/** A list of int64 as a TensorProto of one dimension. */
function readTensor(bytes: Uint8Array, content: ByteRange): number[] {
  const { dims, raw } = readTensorParts(bytes, content);
  const values = Array.from(new BigInt64Array(Uint8Array.from(raw).buffer), Number);
  if (dims.length !== 1 || dims[0] !== values.length) throw new Error(`It has the dimensions ${dims.join(' × ')}.`);
  return values;
}

export interface TensorParts {
  dims: number[];
  type: number;
  name: string;
  raw: Uint8Array;
  /** external_data */
  place: Record<string, string>;
  isExternal: boolean;
}

export function readTensorParts(bytes: Uint8Array, content: ByteRange): TensorParts {
  const pbf = new PbfReader(bytes);
  const found: TensorParts = { dims: [], type: 0, name: '', raw: new Uint8Array(0), place: {}, isExternal: false };
  readFields(pbf, content, (number) => {
    // A single number is read as well as a list.
    if (number === 1) pbf.readPackedVarint(found.dims, true);
    else if (number === 2) found.type = pbf.readVarint();
    else if (number === 8) found.name = pbf.readString();
    else if (number === 9) found.raw = pbf.readBytes();
    else if (number === 13) {
      const entry = pbf.readBytes();
      const inner = new PbfReader(entry);
      const texts = ['', ''];
      readFields(inner, { start: 0, end: entry.length }, (part) => (texts[part - 1] = inner.readString()));
      found.place[texts[0]!] = texts[1]!;
    } else if (number === 14) found.isExternal = pbf.readVarint() === 1;
  });
  return found;
}

/** The sizes of a tensor that a graph declares. */
export function readShape(bytes: Uint8Array, value: ByteRange): (number | string)[] {
  const pbf = new PbfReader(bytes);
  const [shape] = [2, 1, 2].reduce<ByteRange[]>(
    (inside, field) => inside.flatMap((range) => fieldContents(pbf, range, field)),
    [value],
  );
  return fieldContents(pbf, shape!, 1).map((dimension) => {
    let size: number | string = '';
    readFields(pbf, dimension, (number) => {
      if (number === 1) size = pbf.readVarint(true);
      else if (number === 2) size = pbf.readString();
    });
    return size;
  });
}
