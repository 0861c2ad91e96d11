import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { LocalEngine } from '../../src/engine/engine.js';
import { loadOnnxRuntime } from '../../src/engine/onnx/session.js';
import { folderOf, type Kind } from './setup.js';

/** A first answer of an engine that has loaded nothing yet. */
export interface FirstAnswer {
  milliseconds: number;
  /** milliseconds of the processor's time: beside other work they are what it would take without */
  processor: number;
  /** the process's largest resident size, bytes */
  peak: number;
  /** and its present one, behind the answer */
  now: number;
}

const TEXT = 'a b c d e f g h i j. ';

export const weightsOf = (name: string): string => path.join(folderOf(name), 'model.safetensors');
export const weightBytes = (name: string): number => statSync(weightsOf(name)).size;

/** Milliseconds in which a file is read, a part at a time. */
export function timeOfReading(file: string): number {
  const part = Buffer.alloc(1 << 22);
  const start = performance.now();
  const handle = openSync(file, 'r');
  while (readSync(handle, part) > 0);
  closeSync(handle);
  return performance.now() - start;
}

/** In a process of its own, since a peak is a process's. */
export function firstAnswer(name: string, kind: Kind): FirstAnswer {
  const args = [process.argv[1] ?? '', 'first', name, kind];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as FirstAnswer;
}

/** What that process does. */
export async function firstAnswerHere(name: string, kind: Kind): Promise<void> {
  await loadOnnxRuntime();
  const start = performance.now();
  const before = process.cpuUsage();
  const model = folderOf(name);
  const engine = new LocalEngine({ embeddedFolder: model, installedFolders: [], threads: 1, idleMinutes: 0 });
  if (kind === 'encoder') await engine.call('fillMask', { model, text: `${TEXT}[MASK].` });
  else await engine.call('generate', { model, text: TEXT, maxNewTokens: 2, decoding: { strategy: 'greedy' } });
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1000;
  const now = process.memoryUsage.rss();
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
  process.stdout.write(JSON.stringify({ milliseconds, processor, peak, now } satisfies FirstAnswer));
  process.exit(0);
}
