import { GlassboxError } from '../../protocol/index.js';
import type { Past } from '../decoding/step.js';
import { onnxRuntime, type Session, type Tensor } from './runtime.js';

/** One of a layer's two tensors: the graph's input and output share its memory. */
interface Slot {
  past: string;
  present: string;
  heads: number;
  width: number;
  /** [rows, heads, capacity, width] */
  data: Float32Array;
}

/** Capacity grows by at least this many tokens. */
const BLOCK = 64;

/**
 * Keys and values of a run's rows, with room to grow. Steps write new tokens into it where they stay; a row that takes
 * over another's history copies only the tokens in which the two differ.
 */
export class KeyValueBuffers {
  readonly #slots: Slot[];
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
      const present = input.name.replace(/^past_key_values/, 'present');
      return [{ past: input.name, present, heads, width, data: new Float32Array(0) }];
    });
  }

  /** tokens read */
  get length(): number {
    return this.#length;
  }

  get headWidth(): [heads: number, width: number] {
    const { heads = 0, width = 0 } = this.#slots[0] ?? {};
    return [heads, width];
  }

  /** Puts these rows at the front in this order, with room for so many new tokens. */
  arrange(order: readonly number[], columns: number): void {
    this.#reserve(order.length, this.#length + columns);
    const old = this.#history;
    const moves = order.flatMap((from, to) => {
      const start = from === to ? this.#length : firstDifference(old[from]!, old[to]!, this.#length);
      return start < this.#length ? [{ from, to, start }] : [];
    });
    if (moves.length === 0) return;
    for (const slot of this.#slots) this.#move(slot, moves);
    const taken = moves.map(({ from }) => old[from]!.slice());
    moves.forEach(({ to }, index) => (this.#history[to] = taken[index]!));
  }

  /** The tensors of the first rows, by the graph's input and output names. */
  async tensors(rows: number): Promise<{ feeds: Record<string, Tensor>; fetches: Record<string, Tensor> }> {
    const { Tensor } = await onnxRuntime();
    const feeds: Record<string, Tensor> = {};
    const fetches: Record<string, Tensor> = {};
    for (const { past, present, heads, width, data } of this.#slots) {
      const dims = [rows, heads, this.#capacity, width];
      const part = data.subarray(0, rows * heads * this.#capacity * width);
      feeds[past] = fetches[present] = new Tensor('float32', part, dims);
    }
    return { feeds, fetches };
  }

  /** To be called when a step has written its tokens. */
  wrote(rows: number, columns: number): void {
    for (let row = 0; row < rows; row++) {
      const history = this.#history[row]!;
      history.length = this.#length;
      for (let column = 0; column < columns; column++) history.push(this.#nextId++);
    }
    this.#length += columns;
    this.version++;
  }

  /** Memory grows by half, so that copying it stays rare. */
  #reserve(rows: number, tokens: number): void {
    if (rows <= this.#rowCapacity && tokens <= this.#capacity) return;
    const grown = tokens <= this.#capacity ? this.#capacity : Math.max(tokens, 1.5 * this.#capacity);
    const capacity = Math.ceil(grown / BLOCK) * BLOCK;
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

  #move({ heads, width, data }: Slot, moves: readonly { from: number; to: number; start: number }[]): void {
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
function firstDifference(a: readonly number[], b: readonly number[], length: number): number {
  let at = length;
  while (at > 0 && a[at - 1] !== b[at - 1]) at--;
  return at;
}

/** A past in buffers that only its last step may go on from. */
export class BufferedPast implements Past {
  constructor(
    readonly buffers: KeyValueBuffers,
    /** which row of memory each row is */
    readonly order: readonly number[],
    readonly length = buffers.length,
    private readonly version = buffers.version,
  ) {}

  get rows(): number {
    return this.order.length;
  }

  select(rows: readonly number[]): BufferedPast {
    return new BufferedPast(
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
