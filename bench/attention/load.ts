import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadAttentionSession } from '../../src/engine/onnx/attentionSession.js';
import { loadBufferedSessions } from '../../src/engine/onnx/bufferedSessions.js';
import { createSession, loadOnnxRuntime } from '../../src/engine/onnx/session.js';
import { looked } from './setup.js';

/** Ways to load GPT-2: as it is, for writing, for looking. */
export const WAYS = ['plain', 'writing', 'attention'] as const;
export type Way = (typeof WAYS)[number];

export interface Load {
  milliseconds: number;
  /** the process's largest resident size, bytes */
  peak: number;
}

const file = path.join(looked.gpt2, 'onnx/model.onnx');

export const weightBytes = () => statSync(file).size;

/** Loads in a process of its own, since a peak is a process's. */
export function load(way: Way): Load {
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', 'load', way], { encoding: 'utf8' });
  return JSON.parse(output) as Load;
}

/** What that process does. */
export async function loadHere(way: Way): Promise<void> {
  await loadOnnxRuntime();
  const start = performance.now();
  switch (way) {
    case 'plain':
      await createSession(file, 1);
      break;
    case 'writing':
      await loadBufferedSessions(file, null, 1);
      break;
    case 'attention':
      await loadAttentionSession({ file, kind: 'decoder', layers: 12, predicts: true, maps: true }, null, 1);
  }
  const milliseconds = performance.now() - start;
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
  process.stdout.write(JSON.stringify({ milliseconds, peak } satisfies Load));
  process.exit(0);
}
