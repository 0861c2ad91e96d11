import { closeSync, openSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { refusePointer } from '../../files.js';
import { DELIMITED, FileWindow, type ProtobufField } from '../fileWindow.js';
import { encodeEntry, encodeMessage } from './write.js';

/** Weights of at least this many bytes stay in the file. Smaller ones are copied, so that onnxruntime can fold them. */
const INLINE_BYTES = 4096;
/** Nodes of at least this many bytes are looked into for branches with weights. */
const LARGE_NODE = 16_384;
/** Graphs within graphs: protobuf itself takes no more than a hundred messages in each other. */
const MOST_LEVELS = 30;
/** A merged decoder has three; each If has one or two more. */
const MOST_GRAPHS = 1000;
const MOST_NAME_BYTES = 4096;
/** Values of one weight; the largest models' largest have some 10^10. */
const MOST_VALUES = 2 ** 40;

const encodeField = (number: number, content: Uint8Array) =>
  encodeMessage((pbf) => pbf.writeBytesField(number, content));

/**
 * Reads an ONNX file without its weights, which it points to as external data in the untouched file: a few hundred kilobytes.
 * Only the structure is read, so neither the file nor its weights are ever in this process's memory twice. The offsets
 * are external data as ONNX has them (onnx.proto, TensorProto.external_data); onnxruntime maps the file.
 * @param file its real path
 * @param folder where it is named: what it keeps in further files is looked for there, and links are resolved
 * @throws Error when the bytes are no protobuf, or claim what cannot be; GlassboxError `model-broken` for a further file that
 * only points to one of Git LFS
 */
export function externalizeWeights(file: string, folder = path.dirname(file)): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    return new Skeleton(new FileWindow(descriptor), file, folder).bytes();
  } finally {
    closeSync(descriptor);
  }
}

type Anew = Readonly<Record<number, (field: ProtobufField) => Uint8Array | null>>;

class Skeleton {
  #level = 0;
  #count = 0;
  readonly #further = new Set<string>();

  constructor(
    private readonly source: FileWindow,
    private readonly file: string,
    private readonly folder: string,
  ) {}

  bytes(): Uint8Array {
    const bytes = this.#rewriteMessage({ start: 0, end: this.source.size }, { 7: (field) => this.#graph(field) });
    for (const name of this.#further) refusePointer(path.join(this.folder, name));
    return bytes;
  }

  /** A message again, its length-delimited fields of some numbers written anew; what stands between is copied whole. */
  #rewriteMessage({ start, end }: Pick<ProtobufField, 'start' | 'end'>, anew: Anew): Uint8Array {
    const parts: Uint8Array[] = [];
    let copied = start;
    for (const field of this.source.fields(start, end)) {
      const change = anew[field.number];
      if (change && field.wire !== DELIMITED) {
        throw new RangeError(`The field ${field.number} at byte ${field.tag} is a number, where a part is expected.`);
      }
      const content = change?.(field) ?? null;
      if (!content) continue;
      parts.push(this.source.bytes(copied, field.tag), encodeField(field.number, content));
      copied = field.end;
    }
    return Buffer.concat([...parts, this.source.bytes(copied, end)]);
  }

  #graph(field: ProtobufField): Uint8Array {
    if (++this.#count > MOST_GRAPHS) throw new RangeError(`It has more than ${MOST_GRAPHS} graphs, as no model has.`);
    if (++this.#level > MOST_LEVELS) throw new RangeError(`It has graphs in more than ${MOST_LEVELS} others.`);
    const bytes = this.#rewriteMessage(field, { 1: (node) => this.#node(node), 5: (weight) => this.#weight(weight) });
    this.#level--;
    return bytes;
  }

  #node(field: ProtobufField): Uint8Array | null {
    if (field.end - field.start < LARGE_NODE) return null;
    return this.#rewriteMessage(field, { 5: (attribute) => this.#attribute(attribute) });
  }

  #attribute(field: ProtobufField): Uint8Array | null {
    const holdsGraph = [...this.source.fields(field.start, field.end)].some(({ number }) => number === 6);
    return holdsGraph ? this.#rewriteMessage(field, { 6: (graph) => this.#graph(graph) }) : null;
  }

  /** A TensorProto whose data stay where they are; null for one that is small or lies beside the graph. */
  #weight(tensor: ProtobufField): Uint8Array | null {
    const fields = [...this.source.fields(tensor.start, tensor.end)];
    this.#checkSize(tensor, fields);
    const data = fields.find(({ number }) => number === 9);
    if (data && data.end - data.start >= INLINE_BYTES) {
      const place = { location: path.basename(this.file), offset: `${data.start}`, length: `${data.end - data.start}` };
      const kept = fields.filter((field) => field !== data);
      return Buffer.concat([
        ...this.#copied(kept),
        ...entries(place),
        encodeMessage((pbf) => pbf.writeVarintField(14, 1)),
      ]);
    }
    return this.#elsewhere(fields);
  }

  /** Weights in a file of their own, whose real name is another one, as in the hub's cache; null when it is the same. */
  #elsewhere(fields: readonly ProtobufField[]): Uint8Array | null {
    if (!fields.some(({ number }) => number === 13)) return null;
    const home = path.dirname(this.file);
    let moved = false;
    const parts = fields.map((field) => {
      const entry = field.number === 13 ? this.#entry(field) : null;
      if (entry?.key !== 'location') return this.source.bytes(field.tag, field.end);
      if (isBeside(entry.value)) this.#further.add(entry.value);
      const name = this.folder === home ? null : realName(this.folder, entry.value, home);
      moved ||= name !== null;
      return name === null ? this.source.bytes(field.tag, field.end) : Buffer.concat(entries({ location: name }));
    });
    return moved ? Buffer.concat(parts) : null;
  }

  /** A StringStringEntryProto. */
  #entry({ start, end }: ProtobufField): { key: string; value: string } {
    const texts = [...this.source.fields(start, end)].map((field) => {
      const end = Math.min(field.end, field.start + MOST_NAME_BYTES);
      return [field.number, Buffer.from(this.source.bytes(field.start, end)).toString()] as const;
    });
    const text = (number: number) => texts.find(([of]) => of === number)?.[1] ?? '';
    return { key: text(1), value: text(2) };
  }

  /** A size that no weight has would be asked of the system before anything else is looked at. */
  #checkSize(tensor: ProtobufField, fields: readonly ProtobufField[]): void {
    const dims = fields.filter(({ number }) => number === 1).flatMap((field) => this.source.integers(field));
    const values = dims.reduce((product, dim) => product * dim, 1);
    if (values <= MOST_VALUES) return;
    const size = dims.slice(0, 8).join(' × ');
    throw new RangeError(`The weight at byte ${tensor.tag} is of the size ${size}, as no model's is.`);
  }

  #copied(fields: readonly ProtobufField[]): Uint8Array[] {
    return fields.map((field) => this.source.bytes(field.tag, field.end));
  }
}

const isBeside = (location: string): boolean => !path.isAbsolute(location) && !location.split(/[\\/]/).includes('..');

/** The name by which a file is reached in the folder that a graph really lies in; null when it lies elsewhere. */
function realName(folder: string, location: string, home: string): string | null {
  if (!isBeside(location)) return null;
  try {
    const real = realpathSync(path.join(folder, location));
    return path.dirname(real) === home ? path.basename(real) : null;
  } catch {
    // onnxruntime tells of what is not there.
    return null;
  }
}

/** TensorProto.external_data. */
function entries(place: Record<string, string>): Uint8Array[] {
  return Object.entries(place).map(([key, value]) => encodeField(13, encodeEntry(key, value)));
}
