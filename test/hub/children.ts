import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import type { ChildLine, Job } from './child.js';

type Ended = Extract<ChildLine, { event: 'ended' }>;

/** A process at work on a store. */
export interface Child {
  process: ChildProcess;
  /** all that it has said */
  lines: ChildLine[];
  /** how it ended; null: it was killed before it said so */
  ended: Promise<Ended | null>;
  /** Resolves at the first line of which this holds, or when there are no more. */
  said(holds: (line: ChildLine) => boolean): Promise<void>;
}

/** Bundles the program that a child runs. @returns its path, in this folder */
export async function buildChild(folder: string): Promise<string> {
  const outfile = path.join(folder, 'child.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}

/** Starts a process. @param command before it, as a shell that sets a limit does */
export function startChild(
  script: string,
  job: Job,
  command: readonly string[] = [],
  options: SpawnOptions = {},
): Child {
  const [program = process.execPath, ...args] = [...command, process.execPath, script, JSON.stringify(job)];
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: ChildLine[] = [];
  const watchers = new Set<() => void>();
  const tell = () => watchers.forEach((watcher) => watcher());
  let isOver = false;
  const reading = createInterface(child.stdout).on('line', (line) => {
    lines.push(JSON.parse(line) as ChildLine);
    tell();
  });
  const ended = Promise.all([once(child, 'exit'), once(reading, 'close')]).then(() => {
    isOver = true;
    tell();
    return lines.find((line): line is Ended => line.event === 'ended') ?? null;
  });
  return {
    process: child,
    lines,
    ended,
    said: (holds) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isOver && !lines.some(holds)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
