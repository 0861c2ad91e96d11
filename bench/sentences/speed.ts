/* How long 10,000 sentences of 20 words take, beside transformers.js with the same model in its own 8-bit form. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { LocalEngine } from '../../src/engine/engine.js';
import { root } from '../decoding/setup.js';
import { median } from '../figures.js';
import { sentencesOf } from './made.js';

const ROUNDS = 3;
/** Sentences of one call: an index is written in such portions, and cosines of all with all are not wanted. */
const PORTION = 100;

/** Seconds of wall clock and of the process's processor time, and its largest resident size in MB before and after. */
interface Run {
  seconds: number;
  processor: number;
  before: number;
  after: number;
}

async function ours(threads: number, count: number): Promise<Run> {
  const engine = new LocalEngine({
    embeddedFolder: path.join(root, 'models'),
    installedFolders: [],
    threads,
    idleMinutes: 0,
  });
  const texts = sentencesOf(count);
  const portion = (at: number) => engine.call('embed', { texts: texts.slice(at, at + PORTION), promptName: 'passage' });
  await portion(0);
  const before = process.memoryUsage.rss() / 1e6;
  const [began, used] = [performance.now(), process.cpuUsage()];
  for (let at = 0; at < count; at += PORTION) await portion(at);
  const { user, system } = process.cpuUsage(used);
  const run = {
    seconds: (performance.now() - began) / 1000,
    processor: (user + system) / 1e6,
    before,
    after: process.memoryUsage.rss() / 1e6,
  };
  await engine.dispose();
  return run;
}

/** transformers.js in a process of its own, on a folder with `onnx/model_quantized.onnx` as it makes it. */
async function theirs(folder: string, threads: number, count: number): Promise<Run> {
  const child = fork(path.join(root, 'bench/sentences/transformersJs.mjs'), [path.resolve(folder), `${threads}`]);
  child.send(sentencesOf(count).map((text) => `passage: ${text}`));
  return new Promise((resolve, reject) => {
    child.once('message', (run) => resolve(run as Run));
    child.once('exit', (code) => reject(new Error(`transformers.js ended with ${code}`)));
  });
}

/** @param rival folder of the same model in transformers.js's q8; without it only our own times are taken */
export async function compareSpeed(rival: string | undefined, count = 10_000): Promise<void> {
  console.log(
    `| ${count} sentences of 20 words | seconds | of the processor | memory, MB | time and processor against transformers.js |`,
  );
  console.log('| --- | --- | --- | --- | --- |');
  for (const threads of [1, 2]) {
    const runs: { our: Run; their: Run | null }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const our = await ours(threads, count);
      runs.push({ our, their: rival === undefined ? null : await theirs(rival, threads, count) });
    }
    const of = (read: (run: { our: Run; their: Run | null }) => number) => median(runs.map(read)).toFixed(1);
    const name = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    const ratioOf = (read: (run: Run) => number) =>
      median(runs.map(({ our, their }) => read(our) / read(their!))).toFixed(2);
    const ratio = rival === undefined ? '–' : `${ratioOf((run) => run.seconds)}; ${ratioOf((run) => run.processor)}`;
    const memory = `${of(({ our }) => our.before)} to ${of(({ our }) => our.after)}`;
    console.log(
      `| ${name} | ${of(({ our }) => our.seconds)} | ${of(({ our }) => our.processor)} | ${memory} | ${ratio} |`,
    );
    if (rival === undefined) continue;
    const theirMemory = `${of(({ their }) => their!.before)} to ${of(({ their }) => their!.after)}`;
    console.log(
      `| – transformers.js | ${of(({ their }) => their!.seconds)} | ${of(({ their }) => their!.processor)} | ${theirMemory} | |`,
    );
  }
}
