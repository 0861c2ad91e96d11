import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { message } from './graph/write.js';

/** Weights of at least this many bytes stay in the file. Smaller ones are copied, so that onnxruntime can fold them. */
const INLINE_BYTES = 4096;
/** Nodes of at least this many bytes are looked into for branches with weights. */
const LARGE_NODE = 16_384;
const WINDOW = 16_384;

/** A length-delimited, varint or fixed field: its number, where it starts with its tag, and where its content is. */
interface Field {
  number: number;
  tag: number;
  start: number;
  end: number;
}

/** A file read through a small window. */
class FileWindow {
  readonly size: number;
  private readonly window = new Uint8Array(WINDOW);
  private from = 0;
  private to = 0;

  constructor(private readonly descriptor: number) {
    this.size = fstatSync(descriptor).size;
  }

  private byte(at: number): number {
    if (at < this.from || at >= this.to) {
      this.from = at;
      this.to = at + readSync(this.descriptor, this.window, 0, WINDOW, at);
      if (this.to === at) throw new RangeError(`The file ends at ${at}, within a field.`);
    }
    return this.window[at - this.from]!;
  }

  bytes(start: number, end: number): Uint8Array {
    if (end > this.size) throw new RangeError(`A field ends at ${end}, the file at ${this.size}.`);
    const bytes = new Uint8Array(end - start);
    for (let read = 0; read < bytes.length;) {
      const more = readSync(this.descriptor, bytes, read, bytes.length - read, start + read);
      if (more === 0) throw new RangeError(`The file ends at ${start + read}, within a field.`);
      read += more;
    }
    return bytes;
  }

  /** @returns the number, and where the byte behind it is */
  private varint(at: number): [value: number, next: number] {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return [value, at];
    }
  }

  *fields(start: number, end: number): Generator<Field> {
    for (let at = start; at < end;) {
      const tag = at;
      const [key, content] = this.varint(at);
      const wire = key & 7;
      const number = Math.floor(key / 8);
      if (wire === 2) {
        const [length, first] = this.varint(content);
        yield { number, tag, start: first, end: first + length };
        at = first + length;
      } else {
        at = wire === 0 ? this.varint(content)[1] : content + (wire === 5 ? 4 : 8);
        yield { number, tag, start: content, end: at };
      }
    }
  }
}

const delimited = (number: number, content: Uint8Array) => message((pbf) => pbf.writeBytesField(number, content));

/**
 * An ONNX file without its weights, which it points to as external data in the untouched file: a few hundred kilobytes.
 * Only the structure is read, so neither the file nor its weights are ever in this process's memory twice. The offsets
 * are external data as ONNX has them (onnx.proto, TensorProto.external_data); onnxruntime maps the file.
 * @throws Error when the bytes are no protobuf
 */
export function skeleton(file: string): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const source = new FileWindow(descriptor);
    return model(source, path.basename(file));
  } finally {
    closeSync(descriptor);
  }
}

/** A message again, the fields of some numbers written anew. */
function rewritten(
  source: FileWindow,
  { start, end }: Pick<Field, 'start' | 'end'>,
  anew: Readonly<Record<number, (field: Field) => Uint8Array | null>>,
): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of source.fields(start, end)) {
    const content = anew[field.number]?.(field) ?? null;
    parts.push(content ? delimited(field.number, content) : source.bytes(field.tag, field.end));
  }
  return Buffer.concat(parts);
}

function model(source: FileWindow, location: string): Uint8Array {
  const graph = (field: Field): Uint8Array => rewritten(source, field, { 1: node, 5: weight });
  const node = (field: Field): Uint8Array | null =>
    field.end - field.start < LARGE_NODE ? null : rewritten(source, field, { 5: attribute });
  const attribute = (field: Field): Uint8Array | null => {
    const holdsGraph = [...source.fields(field.start, field.end)].some(({ number }) => number === 6);
    return holdsGraph ? rewritten(source, field, { 6: graph }) : null;
  };
  const weight = (field: Field) => placed(source, field, location);
  return rewritten(source, { start: 0, end: source.size }, { 7: graph });
}

/** A TensorProto whose data stay where they are; null for one that is small or lies elsewhere already. */
function placed(source: FileWindow, tensor: Field, location: string): Uint8Array | null {
  if (tensor.end - tensor.start < INLINE_BYTES) return null;
  const fields = [...source.fields(tensor.start, tensor.end)];
  const data = fields.find(({ number }) => number === 9);
  if (!data || data.end - data.start < INLINE_BYTES) return null;
  const place = { location, offset: `${data.start}`, length: `${data.end - data.start}` };
  const entries = Object.entries(place).map(([key, value]) =>
    delimited(
      13,
      message((pbf) => {
        pbf.writeStringField(1, key);
        pbf.writeStringField(2, value);
      }),
    ),
  );
  const kept = fields.filter((field) => field !== data).map((field) => source.bytes(field.tag, field.end));
  return Buffer.concat([...kept, ...entries, message((pbf) => pbf.writeVarintField(14, 1))]);
}
