// Many texts against the method for one text, called for each, and what all around the model costs by itself:
// npm run bench -- many [ROUNDS] [ROWS]
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import { jobOf } from '../src/many/job.js';
import { runMany } from '../src/many/run.js';
import type { TextWorker } from '../src/many/worker.js';
import { MANY_FORMATS } from '../src/protocol/engine/index.js';
import { line } from './figures.js';

const [rounds = '9', rows = '500000'] = process.argv.slice(2);
const WORDS = 'the cat dog sat on a mat and went home to see his old friend in the big city'.split(' ');
const textOf = (at: number) =>
  Array.from({ length: 5 + (at % 9) }, (_, word) => WORDS[(at * 7 + word * 5) % 18]).join(' ');
const texts = Array.from({ length: 1000 }, (_, at) => textOf(at));

const home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-bench-many-'));
const engine = new LocalEngine({
  ...{ embeddedFolder: path.resolve('models'), installedFolders: [], threads: 1, idleMinutes: 0 },
});

/** Milliseconds of processor time. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function measure(): Promise<void> {
  const params = {
    input: path.join(home, 'texts.txt'),
    output: path.join(home, 'out.csv'),
    task: 'perplexity',
  } as const;
  writeFileSync(params.input, texts.join('\n'));
  const one = async () => {
    for (const text of texts) await engine.call('score', { text });
  };
  const many = () => engine.call('scoreMany', { ...params, overwrite: true });
  await one();
  await many();
  const costs: { one: number; many: number }[] = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    // Whichever is first has the cooler machine.
    if (round % 2) costs.push({ many: await costOf(many), one: await costOf(one) });
    else costs.push({ one: await costOf(one), many: await costOf(many) });
  }
  console.log('| what | measured | target |\n| --- | --- | --- |');
  const each = (what: 'one' | 'many') => costs.map((cost) => cost[what] / texts.length);
  console.log(line('a short text by `score`, processor time', each('one'), 'ms', '–'));
  console.log(line('– by `scoreMany`', each('many'), 'ms', '–'));
  const ratios = costs.map((cost) => 100 * (cost.many / cost.one));
  console.log(line('– against it', ratios, '%', '105 %'));

  const input = path.join(home, 'rows.jsonl');
  const count = Number(rows);
  const rowOf = (id: number) => `${JSON.stringify({ id, text: `${textOf(id)} ${'lorem ipsum '.repeat(12)}` })}\n`;
  // In pieces: what the benchmark takes itself would be measured with it.
  for (let id = 0; id < count; id += 1000) {
    appendFileSync(input, Array.from({ length: Math.min(1000, count - id) }, (_, at) => rowOf(id + at)).join(''));
  }
  const worker: TextWorker = {
    parallel: 1,
    run: (text) => Promise.resolve({ tokens: text.length, bits: text.length / 3 }),
  };
  for (const format of MANY_FORMATS) {
    const job = await jobOf(
      { input, output: path.join(home, `out.${format}`), inputKind: undefined, column: undefined, format },
      {},
    );
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const look = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
    const options = {
      restart: false,
      overwrite: true,
      report: () => {},
      pause: () => new Promise<void>((done) => setImmediate(done)),
    };
    const cost = await costOf(() => runMany(job, worker, options));
    clearInterval(look);
    console.log(
      `| ${count} rows to ${format} without a model | ${((1000 * cost) / count).toFixed(1)} µs a row, ${((most - before) / 1e6).toFixed(0)} MB | – |`,
    );
  }
  rmSync(home, { recursive: true });
  await engine.dispose();
}

void measure().then(() => process.exit());
