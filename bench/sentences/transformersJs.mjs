// transformers.js: node transformersJs.mjs FOLDER THREADS; its parent sends texts, and is told seconds and memory.
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { env, LogLevel, pipeline } from '@huggingface/transformers';

// What comes before it is waited for would be lost.
const sent = once(process, 'message');
const [folder, threads] = process.argv.slice(2);
env.localModelPath = path.dirname(folder);
env.allowRemoteModels = false;
env.logLevel = LogLevel.ERROR;
const embed = await pipeline('feature-extraction', path.basename(folder), {
  dtype: 'q8',
  session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 },
});
const [texts] = await sent;
/** Of 8, 32 and 128 sentences together the quickest. */
const PORTION = 32;
const portion = (at) => embed(texts.slice(at, at + PORTION), { pooling: 'mean', normalize: true });
await portion(0);
const before = process.memoryUsage.rss() / 1e6;
const [began, used] = [performance.now(), process.cpuUsage()];
for (let at = 0; at < texts.length; at += PORTION) await portion(at);
const { user, system } = process.cpuUsage(used);
process.send({
  seconds: (performance.now() - began) / 1000,
  processor: (user + system) / 1e6,
  before,
  after: process.memoryUsage.rss() / 1e6,
});
process.disconnect();
