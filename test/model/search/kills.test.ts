/* The engine's process ends at any moment of a build, or its disk is full: what was done is kept, and the next build goes on. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { Random } from '../../../src/decoding/sampling/random.js';
import type { BuildIndexValue, ErrorValue } from '../../../src/protocol/engine/index.js';
import { HEAD_BYTES, readHead, recordBytes } from '../../../src/search/vectorRecords.js';
import { localEngine, tiny } from '../engineOf.js';

const CONSOLE = path.resolve(import.meta.dirname, '../../../dist/console.js');
const KILLS = 30;
const FILES = 60;
const SENTENCES = 50;

const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'glassbox-index-kills-')));
const folder = path.join(work, 'files');
const engine = localEngine();
mkdirSync(folder);
afterAll(async () => {
  await engine.dispose();
  rmSync(work, { recursive: true, force: true });
});

/** All sentences of a round are new ones. */
function writeFiles(round: number): void {
  for (let file = 0; file < FILES; file++) {
    const sentences = Array.from({ length: SENTENCES }, (_, at) => `Tale ${file} of day ${round} has ${at} owls.`);
    writeFileSync(path.join(folder, `tale-${file}.txt`), sentences.join(' '));
  }
}

type Answer = { ok: true; value: BuildIndexValue } | { ok: false; error: ErrorValue };

/** A build in a process of its own. @param command before it, as a shell that sets a limit does */
function startBuild(index: string, command: readonly string[] = []) {
  const params = JSON.stringify({ model: tiny.bert, index, folders: [folder] });
  const [program = '', ...args] = [...command, process.execPath, CONSOLE, 'buildIndex', params];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const answer = text(child.stdout).then((said) => (said === '' ? null : (JSON.parse(said) as Answer)));
  return { child, answer };
}

/** How many whole vectors an index's file holds, and which writing of it that is. */
function recordsIn(index: string): { count: number; writing: string } {
  const file = path.join(index, 'vectors.bin');
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const head = readHead(bytes);
  if (head === null) return { count: 0, writing: '' };
  return { count: Math.floor((bytes.length - HEAD_BYTES) / recordBytes(head.size)), writing: head.writing };
}

it(`an index survives ${KILLS} kills, and no vector is made twice but the last`, { timeout: 240_000 }, async () => {
  // The same moments in each run, as far as the machine lets them be.
  const random = new Random(19);
  const index = path.join(work, 'index');
  writeFiles(0);
  const began = performance.now();
  const whole = await startBuild(path.join(work, 'timed')).answer;
  expect(whole).toMatchObject({ ok: true, value: { embedded: FILES * SENTENCES } });
  const length = performance.now() - began;

  let [kills, round, busy, done] = [0, 0, 0, 0];
  /** vectors that there were when this round's sentences were written */
  let before = recordsIn(index);
  /** this round's vectors that kills have left */
  let saved = 0;
  // A file that was written anew, by one killed right after, holds this round's vectors alone.
  const leftOf = ({ count, writing }: typeof before) => (writing === before.writing ? count - before.count : count);
  const found: string[] = [];
  while (kills < KILLS) {
    const left = leftOf(recordsIn(index));
    const { child, answer } = startBuild(index);
    const timer = setTimeout(() => child.kill('SIGKILL'), (0.2 + 0.6 * random.uniform()) * length);
    const said = await answer;
    clearTimeout(timer);
    if (said === null) kills += 1;
    // A process that was killed before it had signed its lock leaves a nameless one for ten seconds.
    else if (!said.ok) {
      expect(said.error.details).toMatchObject({ kind: 'storeBusy' });
      busy += 1;
    } else {
      // What is left to do is done, and nothing twice.
      expect(said.value.embedded).toBe(FILES * SENTENCES - left);
      saved += left;
      before = recordsIn(index);
      done += 1;
      round += 1;
      writeFiles(round);
    }
    const { state } = await engine.call('indexState', { index, model: tiny.bert });
    found.push(state);
    expect(['none', 'partial', 'whole']).toContain(state);
    if (state === 'none') continue;
    // What is in it can be searched, in whatever state it is.
    const search = engine.call('search', { index, model: tiny.bert, query: 'owls', topK: 3 });
    const results = await search.then(
      (value) => value.results,
      (error: { details?: object }) => {
        expect(error.details).toEqual({ kind: 'nothingToSearch' });
        return [];
      },
    );
    for (const result of results) expect(result.text).toMatch(/^Tale \d+ of day \d+ has \d+ owls\.$/);
  }
  saved += leftOf(recordsIn(index));
  let last = await startBuild(index).answer;
  for (; last?.ok === false; last = await startBuild(index).answer) {
    expect(last.error.details).toMatchObject({ kind: 'storeBusy' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  expect(last).toMatchObject({ ok: true, value: { files: FILES, passages: FILES * SENTENCES, skippedCount: 0 } });
  expect(saved).toBeGreaterThan(0);
  expect(await startBuild(index).answer).toMatchObject({ ok: true, value: { embedded: 0 } });
  expect(readdirSync(index).sort()).toEqual(['files.json', 'vectors.bin']);
  // It finds what an index finds that was made at once; vectors differ in their last digits by what was read beside them.
  const fresh = path.join(work, 'fresh');
  await startBuild(fresh).answer;
  const ask = (place: string) =>
    engine.call('search', { index: place, model: tiny.bert, query: 'tale 7', mode: 'words', topK: 500 });
  expect((await ask(index)).results).toEqual((await ask(fresh)).results);
  const counts = [...new Set(found)].map((state) => `${state} ${found.filter((one) => one === state).length}`);
  console.log(
    `${kills} kills, then ${counts.join(', ')}; ${done} were too late, ${busy} met a lock that was not signed`,
  );
});

it.skipIf(process.platform === 'win32')('a disk that is full says so, and what was done is kept', async () => {
  const index = path.join(work, 'full');
  writeFiles(99);
  // Blocks of 512 bytes, by POSIX; bash counts 1,024.
  const said = await startBuild(index, ['sh', '-c', 'ulimit -f 100; exec "$@"', 'sh']).answer;
  expect(said).toMatchObject({ ok: false, error: { code: 'bad-request', details: { kind: 'disk', folder: index } } });
  const { state, bytes } = await engine.call('indexState', { index, model: tiny.bert });
  expect(state).toBe('partial');
  expect(bytes).toBeGreaterThan(20_000);
  const rest = await startBuild(index).answer;
  expect(rest).toMatchObject({ ok: true, value: { files: FILES } });
  const embedded = rest?.ok === true ? rest.value.embedded : 0;
  expect(embedded).toBeGreaterThan(0);
  expect(embedded).toBeLessThan(FILES * SENTENCES);
  expect(existsSync(path.join(index, 'files.json.new'))).toBe(false);
});
