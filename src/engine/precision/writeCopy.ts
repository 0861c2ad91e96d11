import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { StoredTensor } from '../checkpoint/safetensors.js';
import { CODES, SCALES } from '../families/graphWeights.js';
import type { WeightUse } from '../families/checkpointGraphs.js';
import { blockSize, rowsToBlocks, turned } from './blocks8.js';
import { readFloats } from './readFloats.js';

/** Smaller matrices stay as they are: a head's few classes cost no time. */
const LEAST_VALUES = 1024;
/** Numbers at once: about 10 ms, in which nothing else runs in this process. */
const SLICE_VALUES = 1_000_000;
const COPY_BYTES = 4_000_000;

/** Runs a piece of work when nothing more urgent waits. @throws GlassboxError `cancelled` */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** A tensor of the copy: as it is, or a matrix in blocks. */
interface Planned {
  tensor: StoredTensor;
  /** null: as it is */
  blocks: { rows: number; columns: number; size: number; isTurned: boolean } | null;
}

function plan({ checkpoint, products, others }: WeightUse): Planned[] {
  return [...checkpoint.tensors.values()].flatMap((tensor): Planned[] => {
    const isTurned = products.get(tensor.name);
    if (isTurned === undefined) return others.has(tensor.name) ? [{ tensor, blocks: null }] : [];
    const [rows = 0, columns = 0] = isTurned ? tensor.shape.toReversed() : tensor.shape;
    const size = blockSize(columns);
    const blocks = size === null || rows * columns < LEAST_VALUES ? null : { rows, columns, size, isTurned };
    return [{ tensor, blocks }];
  });
}

/** Where what lies in a safetensors file. */
function layOut(planned: readonly Planned[]): { header: Uint8Array; places: ReadonlyMap<string, number> } {
  const entries: Record<string, unknown> = {};
  const starts = new Map<string, number>();
  let end = 0;
  const add = (name: string, dtype: string, shape: readonly number[], length: number) => {
    entries[name] = { dtype, shape, data_offsets: [end, end + length] };
    starts.set(name, end);
    end += length;
  };
  // Numbers of four bytes come first, so that they lie at multiples of four.
  for (const { tensor, blocks } of planned) {
    if (blocks)
      add(tensor.name + SCALES, 'F32', scalesShape(blocks), (4 * (blocks.rows * blocks.columns)) / blocks.size);
    else if (tensor.type === 'F32') add(tensor.name, tensor.type, tensor.shape, tensor.length);
  }
  for (const { tensor, blocks } of planned) {
    if (!blocks && tensor.type !== 'F32') add(tensor.name, tensor.type, tensor.shape, tensor.length);
  }
  for (const { tensor, blocks } of planned) {
    if (blocks) add(tensor.name + CODES, 'U8', [...scalesShape(blocks), blocks.size], blocks.rows * blocks.columns);
  }
  const text = Buffer.from(JSON.stringify(entries));
  // The format wants its numbers to begin at a multiple of eight.
  const json = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const first = length.length + json.length;
  return {
    header: Buffer.concat([length, json]),
    places: new Map([...starts].map(([name, start]) => [name, first + start])),
  };
}

const scalesShape = ({ rows, columns, size }: NonNullable<Planned['blocks']>) => [rows, columns / size];

/**
 * Writes a model's weights again with its matrices in 8 bit, a part at a time: at most some 40 MB are in memory.
 * @param target the file, which must not be there
 * @throws GlassboxError `cancelled`; errors of the system
 */
export async function writeCopy(use: WeightUse, target: string, turn: Turn): Promise<void> {
  const planned = plan(use);
  const { header, places } = layOut(planned);
  const sources = new Map<string, FileHandle>();
  const copy = await open(target, 'wx');
  try {
    await copy.write(header);
    for (const { tensor, blocks } of planned) {
      const file = sources.get(tensor.file) ?? (await open(path.join(use.checkpoint.folder, tensor.file)));
      sources.set(tensor.file, file);
      if (blocks) await writeBlocks(copy, places, { file, tensor, blocks }, turn);
      else await writeAsIs(copy, places.get(tensor.name)!, { file, tensor }, turn);
    }
    await copy.sync();
  } finally {
    for (const file of [copy, ...sources.values()]) await file.close();
  }
}

async function writeAsIs(
  copy: FileHandle,
  place: number,
  { file, tensor }: { file: FileHandle; tensor: StoredTensor },
  turn: Turn,
): Promise<void> {
  for (let at = 0; at < tensor.length; at += COPY_BYTES) {
    await turn(async () => {
      const bytes = Buffer.allocUnsafe(Math.min(COPY_BYTES, tensor.length - at));
      await file.read(bytes, 0, bytes.length, tensor.offset + at);
      await copy.write(bytes, 0, bytes.length, place + at);
    });
  }
}

async function writeBlocks(
  copy: FileHandle,
  places: ReadonlyMap<string, number>,
  { file, tensor, blocks }: { file: FileHandle; tensor: StoredTensor; blocks: NonNullable<Planned['blocks']> },
  turn: Turn,
): Promise<void> {
  const { rows, columns, size, isTurned } = blocks;
  const [codesAt, scalesAt] = [places.get(tensor.name + CODES)!, places.get(tensor.name + SCALES)!];
  // Of one that lies the other way round all is read: its rows are columns there.
  const all = isTurned
    ? await turn(async () => turned(await readFloats(file, tensor, 0, rows * columns), columns, rows))
    : null;
  const step = Math.max(1, Math.floor(SLICE_VALUES / columns));
  for (let row = 0; row < rows; row += step) {
    await turn(async () => {
      const [from, count] = [row * columns, Math.min(step, rows - row) * columns];
      const values = all?.subarray(from, from + count) ?? (await readFloats(file, tensor, from, count));
      const { codes, scales } = rowsToBlocks(values, size);
      await copy.write(codes, 0, codes.length, codesAt + from);
      await copy.write(new Uint8Array(scales.buffer), 0, scales.byteLength, scalesAt + (4 * from) / size);
    });
  }
}
