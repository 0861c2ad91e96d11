/*
 * Search by words and by meaning: how well it answers, how long a question takes over 100,000 sentences, how large an index
 * is, how long an edit takes, and how long others wait while it is made: npm run bench -- search [CORPORA] [SENTENCES];
 * 0 sentences: only how well it answers
 */
import { appendFileSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import { root } from './decoding/setup.js';
import { line, median, percentile } from './figures.js';
import { makeFiles, makeIndex } from './search/made.js';
import { measureChinese, measureQuality } from './search/quality.js';

const FILES = 1000;
const QUESTIONS = 25;
const EDITS = 7;
/** Files that are really read by the model, with so many sentences each. */
const READ = { files: 100, sentences: 20 };

const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-bench-search-'));
const engine = new LocalEngine({
  embeddedFolder: path.join(root, 'models'),
  installedFolders: [],
  threads: 1,
  idleMinutes: 0,
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Time of questions, size and edits of an index with made vectors. */
async function measureLarge(sentences: number): Promise<void> {
  const [folder, index] = [path.join(work, 'files'), path.join(work, 'index')];
  const word = makeFiles(folder, FILES, sentences / FILES);
  const e5 = (await engine.call('models', {})).find(({ id }) => id === 'e5-mini')!;
  await makeIndex(index, folder, FILES, e5);
  // The clock's last tick is not relied on: so old they are only looked at.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await engine.call('buildIndex', { index, folders: [folder] });
  const { passages, bytes } = await engine.call('indexState', { index });
  console.log(`| index on disk, ${passages} sentences | ${(bytes / passages).toFixed(0)} bytes a sentence | 450 |`);
  const ask = (query: string, mode: 'both' | 'words' | 'meaning') => engine.call('search', { index, query, mode });
  await engine.call('embed', { texts: ['warm'] });
  const before = process.memoryUsage.rss();
  const opening = await timed(() => ask(word(), 'both'));
  const held = (process.memoryUsage.rss() - before) / 1e6;
  console.log(
    `| its first question, which reads its files | ${(opening / 1000).toFixed(1)} s, ${held.toFixed(0)} MB | |`,
  );
  for (const mode of ['both', 'words', 'meaning'] as const) {
    const times: number[] = [];
    const processor: number[] = [];
    for (let at = 0; at < QUESTIONS; at++) {
      // Nine words of a language, common ones among them.
      const query = Array.from({ length: 9 }, word).join(' ');
      const used = process.cpuUsage();
      times.push(await timed(() => ask(query, mode)));
      const { user, system } = process.cpuUsage(used);
      processor.push((user + system) / 1000);
    }
    console.log(line(`a later question, ${mode}`, times, 'ms', mode === 'both' ? '100' : ''));
    console.log(line('– of the processor', processor, 'ms', ''));
  }
  const edits: number[] = [];
  let embedded = 0;
  for (let at = 0; at < EDITS; at++) {
    const file = path.join(folder, '3', `${300 + at}.txt`);
    appendFileSync(file, ` A badger came on day ${at} and ate it all.`);
    utimesSync(file, new Date(), new Date(Date.now() - 10_000 - at));
    const time = await timed(async () => {
      embedded += (await engine.call('buildIndex', { index, folders: [folder] })).embedded;
    });
    edits.push(time);
  }
  console.log(line(`one file of ${FILES} edited, ${embedded / EDITS} passage read`, edits, 'ms', '2,000'));
  const { results } = await ask('the badger ate it', 'both');
  if (!results[0]?.text.includes('badger')) throw new Error('the edit is not found');
}

/** How long a word for a gap waits while an index is made, and what its making takes of memory. */
async function measureWaiting(): Promise<void> {
  const [folder, index] = [path.join(work, 'read'), path.join(work, 'read-index')];
  makeFiles(folder, READ.files, READ.sentences);
  const fill = () => timed(() => engine.call('fillMask', { text: 'She drank a cup of [MASK] in the morning.' }));
  await fill();
  const alone: number[] = [];
  for (let at = 0; at < 40; at++) alone.push(await fill());
  let isDone = false;
  const memory: number[] = [];
  const began = performance.now();
  const building = engine
    .call(
      'buildIndex',
      { index, folders: [folder] },
      { onProgress: () => memory.push(process.memoryUsage.rss() / 1e6) },
    )
    .finally(() => (isDone = true));
  const meanwhile: number[] = [];
  while (!isDone) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (!isDone) meanwhile.push(await fill());
  }
  const { embedded } = await building;
  const seconds = (performance.now() - began) / 1000;
  console.log(line('Fill Mask alone', alone, 'ms', ''));
  console.log(line('Fill Mask while an index is made', meanwhile, 'ms', `${median(alone).toFixed(0)} + 100`));
  console.log(`| – the longest of them | ${percentile(meanwhile, 100).toFixed(0)} ms | |`);
  const third = Math.floor(memory.length / 3);
  const [from, to] = [median(memory.slice(third, 2 * third)), median(memory.slice(2 * third))];
  console.log(
    `| ${embedded} sentences of 16 words read | ${seconds.toFixed(1)} s; memory ${from.toFixed(0)} to ${to.toFixed(0)} MB | |`,
  );
}

async function main(): Promise<void> {
  const [corpora, sentences = '100000'] = process.argv.slice(2);
  if (corpora !== undefined && corpora !== '-') {
    for (const split of ['test', 'val'] as const) {
      await measureQuality(engine, corpora, split);
      console.log();
    }
    await measureChinese(corpora);
    console.log();
  }
  if (Number(sentences) === 0) return;
  console.log('| what | median | target |\n| --- | --- | --- |');
  await measureLarge(Number(sentences));
  await measureWaiting();
}

void main().finally(async () => {
  await engine.dispose();
  rmSync(work, { recursive: true, force: true });
});
