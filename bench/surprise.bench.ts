/* Surprise over 10,000 words as the extension reads them, through the engine's process, without the editor's drawing. */
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Services } from '../src/host/core/services.js';
import { EngineClient } from '../src/host/engine/client.js';
import { ProseOfDocument } from '../src/host/features/surprise/proseOfDocument.js';
import { reachOf, Readers } from '../src/host/features/surprise/readers.js';
import { line } from './figures.js';
import { story } from './surprise/story.js';

const root = path.resolve(__dirname, '../..');
const WORDS = 10_000;
const COLD = 5;
const WARM = 15;

const open = () =>
  new EngineClient({
    script: path.join(root, 'dist/engine.js'),
    options: () => ({ embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 0, idleMinutes: 0 }),
    log: () => {},
  });

const readersOf = (engine: EngineClient) =>
  new Readers({
    engine,
    settings: { get: () => 'gpt2-mini', onDidChange: () => ({ dispose: () => undefined }) },
  } as unknown as Services);

const { signal } = new AbortController();

/** Milliseconds until the words of the first passage have their bits: part and engine at once, as the extension does it. */
async function firstPassage(readers: Readers, text: string): Promise<number> {
  const start = performance.now();
  const reading = readers.of('first');
  await setImmediate();
  const prose = new ProseOfDocument(text, 'markdown');
  prose.part(0);
  const reader = await reading;
  await readers.read(reader, prose.passages(0, reachOf(reader))[0]!, 'visible', signal);
  return performance.now() - start;
}

async function main(): Promise<void> {
  const cold: number[] = [];
  for (let start = 0; start < COLD; start++) {
    const engine = open();
    cold.push(await firstPassage(readersOf(engine), story(start + 1, WORDS)));
    await engine.dispose();
  }
  const engine = open();
  const readers = readersOf(engine);
  await firstPassage(readers, story(100, WORDS));
  const warm: number[] = [];
  for (let at = 0; at < WARM; at++) warm.push(await firstPassage(readers, story(200 + at, WORDS)));

  const delays = monitorEventLoopDelay({ resolution: 2 });
  delays.enable();
  await setTimeout(5000);
  const idle = delays.percentile(99) / 1e6;
  delays.reset();
  const text = story(300, WORDS);
  const start = performance.now();
  const prose = new ProseOfDocument(text, 'markdown');
  const reader = await readers.of('first');
  const reads: number[] = [];
  for (const index of prose.parts.keys()) {
    const begun = performance.now();
    const passages = prose.passages(index, reachOf(reader));
    reads.push(performance.now() - begun);
    for (const passage of passages) await readers.read(reader, passage, 'background', signal);
  }
  const all = (performance.now() - start) / 1000;
  delays.disable();
  console.log(line('first passage, process started anew', cold, 'ms', '–'));
  console.log(line('– process running, another text', warm, 'ms', '300 ms to colours'));
  console.log(line(`all of ${WORDS} words in ${prose.parts.length} parts`, [all], 's', '20 s'));
  console.log(line('reading one part of Markdown', reads, 'ms', '–'));
  console.log(line('event loop meanwhile, 99th percentile', [delays.percentile(99) / 1e6], 'ms', 'idle + 10 ms'));
  console.log(line('– idle', [idle], 'ms', '–'));
  await engine.dispose();
}

void main();
