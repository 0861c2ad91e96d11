import { createReadStream } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode, ManyState } from '../protocol/engine/index.js';
import type { ResultRow } from './columns.js';
import { LineSplitter } from './input/lineSplitter.js';

/*
 * What is done of a run, beside the place of its result: a file that is only appended to. Its first line says of which input
 * and with which settings, each other one what came of a row, in the order in which they came. Whatever moment its writer is
 * killed at, the last line at most is not whole, and is dropped.
 */

/** What a run is told from others by. */
export interface RunMark {
  /** SHA-256 of the input */
  input: string;
  settings: Readonly<Record<string, unknown>>;
}

export interface JournalEntry {
  /** of the row in the input, from 0 */
  index: number;
  result?: ResultRow;
  error?: { code: ErrorCode; message: string };
}

const FORM = 1;
/** Milliseconds between two times that the system is made to put it on the disk: what a kill leaves is there anyway. */
const SYNC_EVERY = 2000;
/** Milliseconds in which lines gather that are written together: a write of its own is dear beside a short text. A kill loses them. */
const GATHER = 20;

export const journalOf = (output: string): string => `${output}.journal`;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

/** Lines of a journal that are whole, and the bytes up to the end of the last of them. */
async function* wholeLines(place: string): AsyncGenerator<{ lines: string[]; bytes: number }> {
  const splitter = new LineSplitter();
  // A piece may end within a character; lines are whole, since JSON has no line ends within.
  const decoder = new TextDecoder();
  let [read, whole] = [0, 0];
  for await (const bytes of createReadStream(place, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const last = bytes.lastIndexOf(0x0a);
    if (last >= 0) whole = read + last + 1;
    read += bytes.length;
    const lines = splitter.push(decoder.decode(bytes, { stream: true }));
    yield { lines: lines.map(({ text }) => text), bytes: whole };
  }
}

/** Null for a line that is damaged: its row is done again. */
function entryOf(line: string): JournalEntry | null {
  try {
    const { i, r, e } = JSON.parse(line) as { i?: unknown; r?: ResultRow; e?: JournalEntry['error'] };
    if (!Number.isInteger(i) || (i as number) < 0 || (!r && !e)) return null;
    return { index: i as number, ...(r && { result: r }), ...(e && { error: e }) };
  } catch {
    return null;
  }
}

function markOf(line: string | undefined): RunMark | null {
  try {
    const { glassboxMany, input, settings } = JSON.parse(line ?? '') as Partial<RunMark> & { glassboxMany?: unknown };
    return glassboxMany === FORM && typeof input === 'string' && settings ? { input, settings } : null;
  } catch {
    return null;
  }
}

/** What a journal holds, without its results. */
export interface JournalState {
  state: ManyState;
  differing: string[];
  done: number;
  errors: number;
}

/** Settings by name that are not the same. */
export function differing(one: RunMark['settings'], other: RunMark['settings']): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name])).sort();
}

/**
 * Looks what there is of a run. @param onEntry each row that is done, of a run that is the same
 * @returns with the bytes that are whole
 */
export async function readJournal(
  place: string,
  mark: RunMark,
  onEntry: (entry: JournalEntry) => void = () => {},
): Promise<JournalState & { bytes: number }> {
  const nothing = { state: 'new' as ManyState, differing: [], done: 0, errors: 0, bytes: 0 };
  if (!(await isFile(place))) return nothing;
  const seen = new Set<number>();
  let [found, bytes, errors] = [null as RunMark | null, 0, 0];
  for await (const { lines, bytes: whole } of wholeLines(place)) {
    bytes = whole;
    for (const line of lines) {
      if (found === null) {
        found = markOf(line);
        // Killed before its first line was whole, or no journal of ours.
        if (found === null) return nothing;
        const other = differing(found.settings, mark.settings);
        if (found.input !== mark.input) return { ...nothing, state: 'otherInput', differing: other };
        if (other.length > 0) return { ...nothing, state: 'otherSettings', differing: other };
        continue;
      }
      const entry = entryOf(line);
      if (!entry || seen.has(entry.index)) continue;
      seen.add(entry.index);
      if (entry.error) errors += 1;
      onEntry(entry);
    }
  }
  return found ? { state: 'begun', differing: [], done: seen.size, errors, bytes } : nothing;
}

const isFile = (place: string): Promise<boolean> =>
  stat(place).then(
    (one) => one.isFile(),
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );

/** The entries of a journal in the rows' order: one that came early waits for those before it. */
export async function* inOrder(place: string): AsyncGenerator<JournalEntry, void> {
  const early = new Map<number, JournalEntry>();
  let next = 0;
  let isHead = true;
  for await (const { lines } of wholeLines(place)) {
    for (const line of lines) {
      const entry = isHead ? null : entryOf(line);
      isHead = false;
      if (entry && entry.index >= next) early.set(entry.index, entry);
      for (let one = early.get(next); one !== undefined; one = early.get(next)) {
        early.delete(next);
        next += 1;
        yield one;
      }
    }
  }
}

/** A journal that is written to. */
export class Journal {
  #waiting: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #failure: Error | null = null;
  #synced = Date.now();

  private constructor(
    private readonly place: string,
    private readonly handle: FileHandle,
  ) {}

  /**
   * Opens one to go on with, or begins it.
   * @param bytes that are whole, of one that was begun; 0 begins anew
   */
  static async open(place: string, mark: RunMark, bytes: number): Promise<Journal> {
    const handle = await open(place, bytes > 0 ? 'r+' : 'w');
    try {
      await handle.truncate(bytes);
      const journal = new Journal(place, await reopened(handle, place));
      if (bytes === 0) {
        journal.#append(JSON.stringify({ glassboxMany: FORM, ...mark }));
        await journal.flushed();
      }
      return journal;
    } catch (error) {
      await handle.close().catch(() => {});
      throw error;
    }
  }

  /** Notes what came of a row. @throws what an earlier write has failed with */
  add({ index, result, error }: JournalEntry): void {
    if (this.#failure !== null) throw this.#failure;
    this.#append(JSON.stringify({ i: index, ...(result && { r: result }), ...(error && { e: error }) }));
  }

  /** Until all that was noted is written. @throws what a write has failed with */
  async flushed(): Promise<void> {
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Writes what is left and closes. @throws what a write has failed with */
  async close(): Promise<void> {
    try {
      await this.flushed();
    } finally {
      await this.handle.close();
    }
  }

  remove(): Promise<void> {
    return rm(this.place, { force: true });
  }

  #append(line: string): void {
    this.#waiting.push(`${line}\n`);
    // Lines that come while others are written go together.
    if (!this.#isWriting) this.#writing = this.#write();
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#waiting.length > 0) {
        await sleep(GATHER);
        const lines = this.#waiting.join('');
        this.#waiting = [];
        await this.handle.appendFile(lines);
        if (Date.now() - this.#synced < SYNC_EVERY) continue;
        await this.handle.datasync();
        this.#synced = Date.now();
      }
    } catch (error) {
      this.#failure = error as Error;
    }
    this.#isWriting = false;
  }
}

/** For appending only, so that nothing before can be written over. */
async function reopened(handle: FileHandle, place: string): Promise<FileHandle> {
  await handle.close();
  return open(place, 'a');
}
