/* Attention on full-size models with random weights, against the same models without; README.md tells what is measured. */
import path from 'node:path';
import { load, loadHere, WAYS, weightBytes, type Load, type Way } from './attention/load.js';
import { looked, setUpModels } from './attention/setup.js';
import { line } from './figures.js';
import { LocalEngine } from '../src/engine/engine.js';
import { runEncoder } from '../src/engine/onnx/encoder.js';
import { createSession } from '../src/engine/onnx/session.js';
import { root } from './decoding/setup.js';

const rounds = Number(process.argv[2] ?? 15);
const TOKENS = 128;
const MEGABYTE = 1e6;
const lease = { yield: async () => {} };

/** A text of so many tokens, specials included: each letter is one in the made vocabulary. */
const letters = (tokens: number) => Array.from({ length: tokens - 2 }, (_, at) => 'abcdefghij'[at % 10]).join(' ');

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Each round's time against another of the same round, in hundredths. */
const shares = (some: readonly number[], others: readonly number[]) => some.map((one, at) => (100 * one) / others[at]!);

/** The methods against a plain run of the model's own graph, in turns. */
async function runs(name: string, model: string, file: string): Promise<void> {
  const engine = new LocalEngine({ embeddedFolder: model, installedFolders: [], threads: 1, idleMinutes: 0 });
  const text = letters(TOKENS);
  const { tokens } = await engine.call('tokens', { model, text });
  const plain = await createSession(path.join(model, 'onnx', file), 1);
  const row = tokens.map(({ id }) => id);
  const works = {
    plain: () => runEncoder(plain, [row], 'logits', lease),
    all: () => engine.call('attention', { model, text }),
    one: () => engine.call('attention', { model, text, layerIndices: [3], headIndices: [5] }),
    average: () => engine.call('attention', { model, text, average: 'all' }),
    summary: () => engine.call('attentionSummary', { model, text }),
  };
  const times: Record<keyof typeof works, number[]> = { plain: [], all: [], one: [], average: [], summary: [] };
  for (let round = -1; round < rounds; round++) {
    for (const [kind, work] of Object.entries(works)) {
      const time = await timed(work);
      if (round >= 0) times[kind as keyof typeof works].push(time);
    }
  }
  console.log(line(`${name}, ${row.length} tokens, plain run`, times.plain, 'ms', '–'));
  for (const [kind, what] of [
    ['all', '`attention`, all heads'],
    ['one', '`attention`, one head'],
    ['average', '`attention`, average of all'],
    ['summary', '`attentionSummary`'],
  ] as const) {
    const target = kind === 'all' ? '115 %' : '–';
    console.log(line(`– ${what}, against it`, shares(times[kind], times.plain), '%', target));
  }
  await Promise.all([engine.dispose(), plain.release()]);
}

/** The embedded BERT at its full length, through the methods. */
async function embedded(): Promise<void> {
  const options = { embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 1, idleMinutes: 0 };
  const engine = new LocalEngine(options);
  const text = 'The old man went down to the river with his small boat. '.repeat(36);
  const summary: number[] = [];
  const one: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const times = [
      await timed(() => engine.call('attentionSummary', { text })),
      await timed(() => engine.call('attention', { text, layerIndices: [1], headIndices: [2] })),
    ];
    if (round < 0) continue;
    summary.push(times[0]!);
    one.push(times[1]!);
  }
  const { tokens } = await engine.call('tokens', { text });
  console.log(line(`bert-mini, ${tokens.length} tokens, \`attentionSummary\``, summary, 'ms', '500 ms'));
  console.log(line(`– \`attention\`, one head`, one, 'ms', '–'));
  await engine.dispose();
}

function loads(): void {
  const found: Record<Way, Load[]> = { plain: [], writing: [], attention: [] };
  for (let round = 0; round < Math.max(3, Math.round(rounds / 3)); round++) {
    for (const way of WAYS) found[way].push(load(way));
  }
  const limit = (1.3 * weightBytes()) / MEGABYTE + 150;
  for (const way of WAYS) {
    const times = found[way].map(({ milliseconds }) => milliseconds);
    console.log(line(`GPT-2, load ${way}`, times, 'ms', '–'));
    const peaks = found[way].map(({ peak }) => peak / MEGABYTE);
    console.log(line(`– peak of the process`, peaks, 'MB', way === 'attention' ? `${limit.toFixed(0)} MB` : '–'));
  }
  const times = (way: Way) => found[way].map(({ milliseconds }) => milliseconds);
  console.log(line('– `attention` against plain', shares(times('attention'), times('plain')), '%', '100 %'));
}

async function main(): Promise<void> {
  setUpModels();
  console.log('| what | measured | target |\n| --- | --- | --- |');
  await runs('BERT-base fp32', looked.bert, 'model.onnx');
  await runs('BERT-base int8', looked.bertDynamic, 'model_quantized.onnx');
  await embedded();
  loads();
}

if (process.argv[2] === 'load') void loadHere(process.argv[3] as Way);
else void main();
