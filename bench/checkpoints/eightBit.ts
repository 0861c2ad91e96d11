import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LocalEngine } from '../../src/engine/engine.js';
import { loadOnnxRuntime } from '../../src/engine/onnx/session.js';
import { median } from '../figures.js';
import { made, type Kind } from './setup.js';

/** An 8-bit copy of a model, made by an engine that serves in 32 bit meanwhile. */
export interface EightBit {
  /** milliseconds from the first answer until it can serve */
  making: number;
  /** the process's largest resident size before and while it was made, bytes */
  before: number;
  peak: number;
  /** milliseconds of the first answer in 8 bit, which loads it */
  loading: number;
  /** milliseconds a token or, of an encoder, a sentence in either precision */
  exact: number;
  rounded: number;
  lossBits: number;
}

const TEXT = 'a b c d e f g h i j. '.repeat(5);

/** In a process of its own, since a peak is a process's. */
export function eightBit(name: string, kind: Kind): EightBit {
  const args = [process.argv[1] ?? '', 'eight', name, kind];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as EightBit;
}

const peakBytes = () =>
  1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN);

/** What that process does; it reads its peaks from Linux. */
export async function eightBitHere(model: string, kind: Kind): Promise<void> {
  await loadOnnxRuntime();
  const storeFolder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-store-'));
  const options = { embeddedFolder: made, installedFolders: [], threads: 1, idleMinutes: 0 };
  const engine = new LocalEngine({ ...options, storeFolder, precision: 'int8' });
  const answer = async (): Promise<number[]> => {
    const ticks = [performance.now()];
    if (kind === 'encoder') {
      await engine.call('fillMask', { model, text: `${TEXT}[MASK].` });
      ticks.push(performance.now());
    } else {
      const decoding = { strategy: 'greedy', minNewTokens: 40 } as const;
      const onProgress = ({ kind: what }: { kind: string }) => what === 'text' && ticks.push(performance.now());
      await engine.call('generate', { model, text: TEXT, maxNewTokens: 40, decoding }, { onProgress });
      ticks.shift();
    }
    return ticks.slice(1).map((tick, at) => tick - ticks[at]!);
  };
  const precision = async () => (await engine.call('models', {})).find(({ id }) => id === model)?.precision;
  await answer();
  const exact = await answer();
  const before = peakBytes();
  const start = performance.now();
  while ((await precision())?.serves !== 'int8') await wait(50);
  const making = performance.now() - start;
  const peak = peakBytes();
  const again = performance.now();
  await answer();
  const first = performance.now() - again;
  const rounded = await answer();
  const loading = first - rounded.reduce((sum, time) => sum + time, 0);
  const lossBits = (await precision())?.lossBits ?? Number.NaN;
  const result = { making, before, peak, loading, exact: median(exact), rounded: median(rounded), lossBits };
  await engine.dispose();
  rmSync(storeFolder, { recursive: true });
  process.stdout.write(JSON.stringify(result satisfies EightBit));
  process.exit(0);
}
