import { GlassboxError } from '../../protocol/engine/index.js';
import type { KVCache } from '../../decoding/model/languageModel.js';
import { packedProjectionName, newKeyValueName } from './rewrite/bufferedStep.js';
import { loadOnnxRuntime, type Outputs, type Session, type Tensor } from './session.js';
import { MOST_WIDTH } from './rewrite/knownSizes.js';
import { toFloat32, oddSizes, requireOutput } from './tensors.js';

/** One of a layer's two tensors. */
interface CacheTensor {
  past: string;
  /**
   * where a step gives its new part, [rows, new tokens, width of the output], and where in that width; or [rows, heads,
   * new tokens, width]
   */
  output: string;
  offset: number;
  heads: number;
  width: number;
  /** [rows, heads, capacity, width] */
  data: Float32Array;
}

/** Capacity is a multiple of this many tokens. */
const BLOCK = 32;

/**
 * The KV cache of a run: keys and values of its rows, with room to grow. Only new ones are written; a row that takes
 * over another's history copies only the tokens in which the two differ.
 */
export class KVCacheBuffers {
  readonly #slots: CacheTensor[];
  #rowCapacity = 0;
  #capacity = 0;
  /** for each row of memory, an id for what is in each of its places: equal ids, equal history up to there */
  #history: number[][] = [];
  #nextId = 0;
  #length = 0;
  /** counts the steps, to tell a past that was used up */
  version = 0;

  constructor(session: Session) {
    this.#slots = session.inputMetadata.flatMap((input) => {
      if (!input.isTensor || !/^past_key_values\.(?!.*\.encoder\.)/.test(input.name)) return [];
      const [, heads, , width] = input.shape;
      if (typeof heads !== 'number' || typeof width !== 'number') return [];
      if (!(heads * width <= MOST_WIDTH)) throw oddSizes(input.name, input.shape);
      // A packed projection has queries, keys and values side by side.
      const all = packedProjectionName(input.name.replace(/value$/, 'key'));
      const packed = session.outputNames.includes(all);
      const offset = packed ? heads * width * (input.name.endsWith('key') ? 1 : 2) : 0;
      const output = packed ? all : newKeyValueName(input.name);
      return [{ past: input.name, output, offset, heads, width, data: new Float32Array(0) }];
    });
  }

  /** tokens read */
  get length(): number {
    return this.#length;
  }

  /** places for tokens in a row */
  get capacity(): number {
    return this.#capacity;
  }

  get headWidth(): [heads: number, width: number] {
    const { heads = 0, width = 0 } = this.#slots[0] ?? {};
    return [heads, width];
  }

  /**
   * Puts these rows at the front in this order, with room for so many new tokens.
   * @param more how many may follow those at most
   */
  arrange(order: readonly number[], columns: number, more = Infinity): void {
    this.#reserve(order.length, this.#length + columns, more);
    const old = this.#history;
    const moves = order.flatMap((from, to) => {
      const start = from === to ? this.#length : commonPrefixLength(old[from]!, old[to]!, this.#length);
      return start < this.#length ? [{ from, to, start }] : [];
    });
    if (moves.length === 0) return;
    for (const slot of this.#slots) this.#move(slot, moves);
    const taken = moves.map(({ from }) => old[from]!.slice());
    moves.forEach(({ to }, index) => (this.#history[to] = taken[index]!));
  }

  /** The outputs that `append` reads. */
  get outputs(): string[] {
    return [...new Set(this.#slots.map(({ output }) => output))];
  }

  /** The first rows' keys and values by the graph's input names, [rows, heads, capacity, head width]. */
  async feeds(rows: number): Promise<Record<string, Tensor>> {
    const { Tensor } = await loadOnnxRuntime();
    const entries = this.#slots.map(({ past, heads, width, data }) => {
      const part = data.subarray(0, rows * heads * this.#capacity * width);
      return [past, new Tensor('float32', part, [rows, heads, this.#capacity, width])] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Takes over what a step of so many new tokens gave. */
  append(outputs: Outputs, rows: number, columns: number): void {
    for (const slot of this.#slots) {
      const tensor = requireOutput(outputs, slot.output);
      const values = toFloat32(tensor, slot.output);
      if (tensor.dims.length === 4) this.#writeHeads(slot, values, rows, columns);
      else this.#write(slot, values, tensor.dims.at(-1) ?? 0, rows, columns);
    }
    for (let row = 0; row < rows; row++) {
      const history = this.#history[row]!;
      history.length = this.#length;
      for (let column = 0; column < columns; column++) history.push(this.#nextId++);
    }
    this.#length += columns;
    this.version++;
  }

  #write(
    { heads, width, offset, data }: CacheTensor,
    from: Float32Array,
    stride: number,
    rows: number,
    columns: number,
  ): void {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const source = (row * columns + column) * stride + offset;
        for (let head = 0; head < heads; head++) {
          const target = ((row * heads + head) * this.#capacity + this.#length + column) * width;
          const first = source + head * width;
          // Head by head these are too short for `set` to pay.
          for (let at = 0; at < width; at++) data[target + at] = from[first + at]!;
        }
      }
    }
  }

  #writeHeads({ heads, width, data }: CacheTensor, from: Float32Array, rows: number, columns: number): void {
    const size = columns * width;
    for (let head = 0; head < rows * heads; head++) {
      const target = (head * this.#capacity + this.#length) * width;
      // Of one token these are too short for `set` to pay.
      if (columns > 1) data.set(from.subarray(head * size, (head + 1) * size), target);
      else for (let at = 0; at < width; at++) data[target + at] = from[head * width + at]!;
    }
  }

  /**
   * Memory grows by an eighth at least, so that copying it stays rare, and not beyond what can come: attention reads all
   * places, the empty ones too.
   */
  #reserve(rows: number, tokens: number, more: number): void {
    if (rows <= this.#rowCapacity && tokens <= this.#capacity) return;
    const wanted = tokens + Math.min(more, Math.max(BLOCK, tokens / 8));
    const grown = Math.ceil(wanted / BLOCK) * BLOCK;
    const capacity = tokens <= this.#capacity ? this.#capacity : grown;
    const rowCapacity = Math.max(rows, this.#rowCapacity);
    for (const slot of this.#slots) {
      const { heads, width, data: old } = slot;
      const data = new Float32Array(rowCapacity * heads * capacity * width);
      for (let head = 0; head < this.#rowCapacity * heads; head++) {
        const from = head * this.#capacity * width;
        data.set(old.subarray(from, from + this.#length * width), head * capacity * width);
      }
      slot.data = data;
    }
    while (this.#history.length < rowCapacity) this.#history.push([]);
    this.#rowCapacity = rowCapacity;
    this.#capacity = capacity;
  }

  #move({ heads, width, data }: CacheTensor, moves: readonly { from: number; to: number; start: number }[]): void {
    const place = (row: number, head: number, token: number) => ((row * heads + head) * this.#capacity + token) * width;
    const overwritten = new Set(moves.map(({ to }) => to));
    // Rows that are overwritten are set aside before.
    const aside = moves.map(({ from, start }) => {
      if (!overwritten.has(from)) return null;
      const size = (this.#length - start) * width;
      const copy = new Float32Array(heads * size);
      for (let head = 0; head < heads; head++) {
        copy.set(data.subarray(place(from, head, start), place(from, head, this.#length)), head * size);
      }
      return copy;
    });
    for (const [index, { from, to, start }] of moves.entries()) {
      const copy = aside[index];
      const size = (this.#length - start) * width;
      for (let head = 0; head < heads; head++) {
        const target = place(to, head, start);
        if (copy) data.set(copy.subarray(head * size, (head + 1) * size), target);
        else data.copyWithin(target, place(from, head, start), place(from, head, this.#length));
      }
    }
  }
}

/** Where two histories part, looked for from the end, since beams share all but their last tokens. */
function commonPrefixLength(a: readonly number[], b: readonly number[], length: number): number {
  let at = length;
  while (at > 0 && a[at - 1] !== b[at - 1]) at--;
  return at;
}

/** A view of the buffers that only their last step may go on from. */
export class BufferedKVCache implements KVCache {
  constructor(
    readonly buffers: KVCacheBuffers,
    /** which row of memory each row is */
    readonly order: readonly number[],
    readonly length = buffers.length,
    private readonly version = buffers.version,
  ) {}

  get rows(): number {
    return this.order.length;
  }

  select(rows: readonly number[]): BufferedKVCache {
    return new BufferedKVCache(
      this.buffers,
      rows.map((row) => this.order[row]!),
      this.length,
      this.version,
    );
  }

  /** @throws GlassboxError `internal` when another step has gone on from it */
  requireUnused(): void {
    if (this.version === this.buffers.version) return;
    throw new GlassboxError('internal', 'Two steps went on from one past; each past can be used once.');
  }
}
