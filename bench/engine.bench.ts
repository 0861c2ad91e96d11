/* Latency and memory of the engine's process on the embedded models, through the same client as the editor's. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EngineClient } from '../src/host/engine/client.js';
import { line } from './figures.js';

const root = path.resolve(__dirname, '../..');
const STARTS = 7;
const REPETITIONS = 200;

/** Somewhat more than 64 tokens for bert-mini. */
const sentence =
  'In the morning the old man went down to the river with his small boat, because the sun was warm and the water was ' +
  'quiet. He took some bread, a bottle of [MASK] and a book with him. His dog ran along the bank and looked at the birds ' +
  'in the tall grass, and nobody else was there to see them go.';

const open = () =>
  new EngineClient({
    script: path.join(root, 'dist/engine.js'),
    options: () => ({ embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 0, idleMinutes: 0 }),
    log: () => {},
  });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function main(): Promise<void> {
  const cold: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const engine = open();
    cold.push(await timed(() => engine.call('fillMask', { text: sentence, topK: 10 })));
    await engine.dispose();
  }

  const engine = open();
  const tokens = await engine.call('tokens', { text: sentence });
  await engine.call('fillMask', { text: sentence });
  const warm: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    warm.push(await timed(() => engine.call('fillMask', { text: sentence, topK: 10 })));
  }
  const decoding = { strategy: 'sample', temperature: 0.8, topP: 0.9, seed: 1 } as const;
  const writing: number[] = [];
  for (let i = 0; i < 10; i++) {
    const value = await engine.call('generate', { text: 'Once upon a time', decoding, maxNewTokens: 40 });
    writing.push(value.metrics.tokensPerSecond!);
  }
  await engine.call('generate', { model: 'gpt2-mini-amateur', text: 'Once upon a time', decoding, maxNewTokens: 5 });
  const translating: number[] = [];
  for (let i = 0; i < 10; i++) {
    translating.push(
      await timed(() => engine.call('translate', { text: 'The weather is very nice this morning.', to: 'German' })),
    );
  }
  const { models, pid } = await engine.call('state', {});
  const megabytes = process.platform === 'linux' ? residentMegabytes(pid) : Number.NaN;

  console.log(`${tokens.tokens.length} tokens; ${models.length} models in memory\n`);
  console.log('| what | measured | target |\n| --- | --- | --- |');
  console.log(line('`fillMask`, process started for it', cold, 'ms', '–'));
  console.log(line(`\`fillMask\`, ${tokens.tokens.length} tokens, warm, call to value`, warm, 'ms', '40 ms'));
  console.log(line('`generate`, sampling 40 tokens', writing, 'tokens/s', '–'));
  console.log(line('`translate`, one sentence, 4 beams', translating, 'ms', '–'));
  console.log(line('memory of the process, all embedded models', [megabytes], 'MB', '350 MB'));
  await engine.dispose();
}

void main();
