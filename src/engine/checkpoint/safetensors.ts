import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { fileFault } from '../files.js';
import { brief } from '../tokenizer/limits.js';
import { beyondLimit } from './jsonLimits.js';

/** Element types that weights are read in, with the bytes of an element. */
export const FLOAT_TYPES = { F32: 4, F16: 2, BF16: 2 } as const;
export type FloatType = keyof typeof FLOAT_TYPES;
export const isFloatType = (type: string): type is FloatType => Object.hasOwn(FLOAT_TYPES, type);

/** All types that the format knows: beside the weights there are buffers, such as positions and masks. */
const BYTES = new Map<unknown, number>(
  Object.entries({
    ...FLOAT_TYPES,
    ...{ F64: 8, I64: 8, U64: 8, I32: 4, U32: 4, I16: 2, U16: 2, I8: 1, U8: 1, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1 },
  }),
);

/** A tensor of a file: what it is, and where its bytes lie. */
export interface StoredTensor {
  name: string;
  /** of the file, in the model's folder */
  file: string;
  type: string;
  shape: readonly number[];
  /** of the first byte in the file */
  offset: number;
  /** in bytes */
  length: number;
}

/**
 * Of 60,000 tensors; the largest published headers have a tenth of it. The format's own library allows ten times as much,
 * of which JSON makes gigabytes.
 */
const MOST_HEADER_BYTES = 10_000_000;
/** The header, an entry, a list of it; ten parts for each tensor. */
const HEADER_LIMITS = { depth: 3, parts: 600_000 };
const LENGTH_BYTES = 8;
const MOST_DIMENSIONS = 8;
const LFS = 'version https://git-lfs';

const broken = (file: string, what: string, at?: string) =>
  new GlassboxError('model-broken', `${file}: ${what} Get the file again.`, {
    details: { kind: 'file', file, problem: 'content', ...(at !== undefined && { at }) },
  });

/**
 * The tensors of a safetensors file. Only its header is read; every claim in it is checked against the file's size, so
 * that what is pointed to is there, once, and of the length that its shape says.
 * @param file its path, as messages have it
 * @param real its real path where it is a link
 * @throws GlassboxError `model-broken` naming the file and the tensor
 */
export async function readSafetensors(file: string, real = file): Promise<StoredTensor[]> {
  try {
    const { size } = await stat(real);
    const handle = await open(real, 'r');
    try {
      const read = async (length: number, position: number) => {
        const bytes = Buffer.alloc(length);
        const { bytesRead } = await handle.read(bytes, 0, length, position);
        return bytes.subarray(0, bytesRead);
      };
      const start = await read(Math.min(size, LFS.length), 0);
      if (start.toString('latin1') === LFS) throw gitLfsPointer(file);
      if (size < LENGTH_BYTES)
        throw broken(file, `it has ${size} bytes, and a header's length alone has ${LENGTH_BYTES}.`);
      const length = start.readBigUInt64LE();
      if (length > BigInt(Math.min(MOST_HEADER_BYTES, size - LENGTH_BYTES))) {
        const most = `a header has ${MOST_HEADER_BYTES.toLocaleString('en')} at most`;
        throw broken(
          file,
          `its header claims ${length.toLocaleString('en')} bytes of the file's ${size.toLocaleString('en')}; ${most}.`,
        );
      }
      const header = await read(Number(length), LENGTH_BYTES);
      return tensorsOf(file, header, LENGTH_BYTES + Number(length), size).map((tensor) => ({
        ...tensor,
        file: path.basename(real),
      }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof GlassboxError ? error : fileFault(file, error);
  }
}

function gitLfsPointer(file: string): GlassboxError {
  const message = `${file} only points to the file that Git LFS keeps elsewhere. Run "git lfs pull" in ${path.dirname(file)}.`;
  return new GlassboxError('model-broken', message, { details: { kind: 'file', file, problem: 'gitLfs' } });
}

type Found = Omit<StoredTensor, 'file'>;

function tensorsOf(file: string, header: Buffer, start: number, size: number): Found[] {
  const limit = beyondLimit(header, HEADER_LIMITS);
  if (limit !== null) {
    const most = HEADER_LIMITS[limit].toLocaleString('en');
    throw broken(
      file,
      `its header ${limit === 'depth' ? `is nested more than ${most} deep` : `has more than ${most} parts`}.`,
    );
  }
  let entries: unknown;
  try {
    entries = JSON.parse(header.toString('utf8'));
  } catch (error) {
    throw broken(file, `its header is no JSON (${brief((error as Error).message)}).`);
  }
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) {
    throw broken(file, 'its header is no JSON object.');
  }
  const tensors = Object.entries(entries)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => tensorOf(file, name, entry, start));
  let end = start;
  // A tensor without elements begins where the next one does.
  const inOrder = [...tensors].sort((one, other) => one.offset - other.offset || one.length - other.length);
  for (const { name, offset, length } of inOrder) {
    if (offset !== end) {
      throw broken(file, `the bytes of ${brief(name)} begin at ${offset}, where ${end} is expected.`, brief(name));
    }
    end = offset + length;
  }
  if (end > size) throw broken(file, `its tensors end at byte ${end}, the file at ${size}: it was cut off.`);
  if (end < size) throw broken(file, `its tensors end at byte ${end}, the file at ${size}: something follows them.`);
  return tensors;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function tensorOf(file: string, name: string, entry: unknown, start: number): Found {
  const { dtype, shape, data_offsets: places } = (entry ?? {}) as Record<string, unknown>;
  const called = brief(name);
  const bytes = BYTES.get(dtype);
  if (bytes === undefined) {
    const type = brief(String(JSON.stringify(dtype)));
    throw broken(file, `the dtype of ${called} is ${type}, which the format does not know.`, called);
  }
  if (!Array.isArray(shape) || shape.length > MOST_DIMENSIONS || !shape.every(isCount)) {
    throw broken(file, `the shape of ${called} is no list of at most ${MOST_DIMENSIONS} whole numbers.`, called);
  }
  const [from, to, ...more] = Array.isArray(places) ? (places as unknown[]) : [];
  if (!isCount(from) || !isCount(to) || to < from || more.length > 0) {
    throw broken(file, `the data_offsets of ${called} are no two places, one behind the other.`, called);
  }
  const length = shape.reduce((product, size) => product * size, bytes);
  if (length !== to - from) {
    throw broken(file, `${called} has ${to - from} bytes; its shape ${shape.join(' × ')} takes ${length}.`, called);
  }
  return { name, type: dtype as string, shape, offset: start + from, length };
}
