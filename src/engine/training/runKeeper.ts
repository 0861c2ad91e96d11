import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { readSafetensors } from '../checkpoint/safetensors.js';
import { readFloats } from '../precision/readFloats.js';
import { writeSafetensors } from './safetensorsFile.js';
import { badFolder } from './saveModel.js';

/** What a run is at a step: numbers, and all else as JSON has it. */
export interface RunState {
  step: number;
  record: unknown;
  tensors: ReadonlyMap<string, Float32Array>;
}

/** The file that counts: it names that of the numbers, and is put in place when both are whole. */
const LISTING = 'run.json';
/** The same while it is written. */
const PART = `${LISTING}.part`;
const NUMBERS = /^numbers-\d+\.safetensors$/;
/** Least milliseconds between two times, and how often the time that one takes has to pass before the next. */
const INTERVAL = 2000;
const SHARE = 20;

interface Listing {
  fingerprint: string;
  step: number;
  numbers: string;
  record: unknown;
}

/** Where a run is put and how it is called has no part in what it comes to. */
const PLACES = ['folder', 'job', 'run'];

/** Tells runs apart by what they are made of: the parameters of the call, and what else counts. */
export function fingerprintOf(settings: object, ...others: readonly string[]): string {
  const made = Object.entries(settings).filter(([name]) => !PLACES.includes(name));
  return createHash('sha256')
    .update(JSON.stringify([made, others]))
    .digest('hex');
}

/** Whether numbers that were kept are all there, and as many as a run's own. */
export const fits = (kept: RunState['tensors'], own: RunState['tensors']): boolean =>
  [...own].every(([name, { length }]) => kept.get(name)?.length === length);

/** What is told of how a run began. @param lost as `RunKeeper.open` says; so is a state that it did not go on from */
export function beginningOf(
  { found, lost }: { found: RunState | null; lost?: number | null },
  isResumed: boolean,
): { resumedAt?: number; lost?: number | null } {
  if (found) return isResumed ? { resumedAt: found.step } : { lost: found.step };
  return lost === undefined ? {} : { lost };
}

/**
 * Keeps a run in a folder as it goes, so that one whose process was ended is gone on with: a kill at any moment costs the
 * steps since it was kept last. Nothing is kept without a folder.
 */
export class RunKeeper {
  #last = performance.now();
  #took = 0;
  #count = 0;
  /** what the system said when it could not be kept, such as a full disk: the run goes on without */
  fault: string | null = null;

  private constructor(
    private readonly folder: string | undefined,
    private readonly fingerprint: string,
    private readonly interval: number,
  ) {}

  /**
   * @param fingerprint of what the run is made of: another run's state is not gone on with
   * @returns the state that there is, null where there is none; `lost`: the step of a state that does not serve, null of one
   * that cannot be read
   * @throws GlassboxError `bad-request` for a folder that is no whole path: another process would look elsewhere
   */
  static async open(
    folder: string | undefined,
    fingerprint: string,
    interval = INTERVAL,
  ): Promise<{ keeper: RunKeeper; found: RunState | null; lost?: number | null }> {
    const keeper = new RunKeeper(folder, fingerprint, interval);
    if (folder === undefined) return { keeper, found: null };
    if (!path.isAbsolute(folder)) throw badFolder(folder, 'it is no whole path');
    let text: string;
    try {
      text = await readFile(path.join(folder, LISTING), 'utf8');
    } catch {
      return { keeper, found: null };
    }
    try {
      const listing = JSON.parse(text) as Listing;
      keeper.#count = Number(/\d+/.exec(listing.numbers)?.[0] ?? 0) + 1;
      if (listing.fingerprint !== fingerprint) return { keeper, found: null, lost: listing.step };
      const tensors = await numbersOf(path.join(folder, path.basename(listing.numbers)));
      return { keeper, found: { step: listing.step, record: listing.record, tensors } };
    } catch {
      return { keeper, found: null, lost: null };
    }
  }

  /** Whether enough time has passed since it was kept last, so that keeping takes a twentieth of the time at most. */
  get isDue(): boolean {
    const since = performance.now() - this.#last;
    return this.folder !== undefined && since >= Math.max(this.interval, SHARE * this.#took);
  }

  /** Keeps a state in the place of the one before. */
  async keep({ step, record, tensors }: RunState): Promise<void> {
    const { folder } = this;
    if (folder === undefined) return;
    const started = performance.now();
    const numbers = `numbers-${this.#count++}.safetensors`;
    const part = path.join(folder, PART);
    try {
      await mkdir(folder, { recursive: true });
      await this.#clear(null);
      const weights = [...tensors].map(([name, values]) => [name, { shape: [values.length], values }] as const);
      await writeSafetensors(path.join(folder, numbers), new Map(weights));
      const listing: Listing = { fingerprint: this.fingerprint, step, numbers, record };
      const handle = await open(part, 'w');
      try {
        await handle.writeFile(JSON.stringify(listing));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, path.join(folder, LISTING));
      await this.#clear(numbers);
      this.fault = null;
    } catch (error) {
      this.fault = (error as Error).message;
      for (const name of [numbers, PART]) await rm(path.join(folder, name), { force: true }).catch(() => {});
    }
    this.#last = performance.now();
    this.#took = this.#last - started;
  }

  /** The run is over: nothing is kept of it. What else lies in the folder is somebody's, and stays with it. */
  async remove(): Promise<void> {
    const { folder } = this;
    if (folder === undefined) return;
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of names) {
      const isOwn = name === LISTING || name === PART || NUMBERS.test(name);
      if (isOwn) await rm(path.join(folder, name), { force: true }).catch(() => {});
    }
    // One that is not empty is not removed.
    await rmdir(folder).catch(() => {});
  }

  /** Removes numbers that a kill left, or that are kept no more. @param current those that count; null: as listed */
  async #clear(current: string | null): Promise<void> {
    const folder = this.folder!;
    const text = current ?? (await readFile(path.join(folder, LISTING), 'utf8').catch(() => ''));
    for (const name of await readdir(folder)) {
      if (NUMBERS.test(name) && !text.includes(name)) await rm(path.join(folder, name), { force: true });
    }
  }
}

async function numbersOf(file: string): Promise<ReadonlyMap<string, Float32Array>> {
  const tensors = new Map<string, Float32Array>();
  const stored = await readSafetensors(file);
  const handle = await open(file);
  try {
    for (const tensor of stored) tensors.set(tensor.name, await readFloats(handle, tensor, 0, tensor.shape[0] ?? 0));
  } finally {
    await handle.close();
  }
  return tensors;
}
