import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { GlassboxError } from '../protocol/engine/index.js';

/*
 * Locks between windows and consoles. A lock is a folder, which only one can make; its owner touches it every second, and
 * one that was not touched for long, or whose process is gone, is nobody's. proper-lockfile does the same, but takes over
 * the process's signals and its exit for it, which are not ours in the extension host.
 */

/** Milliseconds between two touches, and after which a lock is nobody's. */
const TOUCHED = 1000;
const STALE = 10_000;
const OWNER = 'owner.json';

/** A lock that is held. */
export interface Lock {
  /** aborted when another has taken it, as after a long sleep */
  readonly lost: AbortSignal;
  /** Looks at once, before something that cannot be taken back. @throws what `lost` is aborted with */
  check(): Promise<void>;
  release(): Promise<void>;
}

interface Owner {
  host: string;
  pid: number;
  /** of this lock and no other; file systems give a new folder the number of one that is gone */
  id: string;
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** Whether a lock is held by somebody who is there. */
export async function isLocked(folder: string): Promise<boolean> {
  const age = await ageOf(folder);
  if (age === null) return false;
  if (age > STALE) return false;
  const owner = await ownerOf(folder);
  return owner === null || owner.host !== os.hostname() || isRunning(owner.pid);
}

/**
 * Takes a lock, or says that another has it.
 * @param folder the lock; `what`: for the message
 * @throws GlassboxError `bad-request` (`storeBusy`); what the file system says
 */
export async function lock(folder: string, what: string): Promise<Lock> {
  await mkdir(path.dirname(folder), { recursive: true });
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      await mkdir(folder);
      return await hold(folder, what);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    if (await isLocked(folder)) break;
    await removeStale(folder);
  }
  throw new GlassboxError(
    'bad-request',
    `Another window or console is at work on ${what}. Try again when it is done.`,
    {
      details: { kind: 'storeBusy', model: what },
    },
  );
}

async function hold(folder: string, what: string): Promise<Lock> {
  const owner: Owner = { host: os.hostname(), pid: process.pid, id: randomUUID() };
  await writeFile(path.join(folder, OWNER), JSON.stringify(owner)).catch(async (error: unknown) => {
    // On a full disk nobody could tell whose it is.
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const lost = new AbortController();
  const touch = async () => {
    try {
      // Another's lock of this name is not kept alive.
      if ((await ownerOf(folder))?.id !== owner.id) throw new Error('taken');
      const now = new Date();
      await utimes(folder, now, now);
    } catch {
      clearInterval(timer);
      lost.abort(
        new GlassboxError('bad-request', `Another window has taken over ${what}.`, {
          details: { kind: 'storeBusy', model: what },
        }),
      );
    }
  };
  const timer = setInterval(() => void touch(), TOUCHED);
  timer.unref();
  return {
    lost: lost.signal,
    check: async () => {
      await touch();
      lost.signal.throwIfAborted();
    },
    release: async () => {
      clearInterval(timer);
      // Another's is not taken away.
      await touch();
      if (!lost.signal.aborted) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Removes a lock that is nobody's. One at a time: the next would take away what the first has made in its place. */
async function removeStale(folder: string): Promise<void> {
  const turn = `${folder}.turn`;
  try {
    await mkdir(turn);
  } catch {
    // Whoever was killed at it is at it no more.
    if (((await ageOf(turn)) ?? 0) > STALE) await rm(turn, { recursive: true, force: true });
    return;
  }
  try {
    if (!(await isLocked(folder))) await rm(folder, { recursive: true, force: true });
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
}

/** Milliseconds since a lock was touched; null where there is none. */
const ageOf = (folder: string): Promise<number | null> =>
  stat(folder).then(
    ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs),
    () => null,
  );

/** Null where it cannot be told: the lock is being made. */
async function ownerOf(folder: string): Promise<Owner | null> {
  try {
    const { host, pid, id } = JSON.parse(await readFile(path.join(folder, OWNER), 'utf8')) as Partial<Owner>;
    return typeof host === 'string' && Number.isInteger(pid) ? { host, pid: pid!, id: String(id) } : null;
  } catch {
    return null;
  }
}

/** One that has ended and was not waited for by its parent runs no more. */
function hasEnded(pid: number): boolean {
  try {
    return process.platform === 'linux' && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    // It runs, and is another user's.
    return codeOf(error) === 'EPERM';
  }
}
