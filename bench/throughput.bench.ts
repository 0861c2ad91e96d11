/* How busy scoreMany keeps a server, beside a bare client: npm run bench -- throughput ADDRESS [MODEL] [ROUNDS] [TEXTS] */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import { AT_ONCE } from '../src/engine/many/manyJob.js';
import type { ManyTask, Params } from '../src/protocol/engine/index.js';
import { probe, servedId } from '../src/servers/index.js';
import { countedServer } from './countedServer.js';
import { line } from './figures.js';

const [given, model, rounds = '5', count = '1000'] = process.argv.slice(2);
const TOKENS = 16;
const WORDS = 'the cat dog sat on a mat and went home to see his old friend in the big city'.split(' ');
/** Each begins otherwise: what a server keeps of beginnings helps neither. */
const textOf = (at: number, round: number) =>
  `${round} ${at} ${Array.from({ length: 5 + (at % 9) }, (_, word) => WORDS[(at * 7 + word * 5) % 18]).join(' ')}`;

/** Texts in a second. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (Number(count) / (performance.now() - begun)) * 1000;
}

/** As a benchmark client does: so many requests at once, the next one as soon as one is answered. */
async function bare(texts: readonly string[], ask: (text: string) => Promise<unknown>): Promise<void> {
  const left = [...texts];
  const next = async () => {
    for (let text = left.pop(); text !== undefined; text = left.pop()) await ask(text);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function main(): Promise<void> {
  if (given === undefined) throw new Error('usage: npm run bench -- throughput ADDRESS [MODEL] [ROUNDS] [TEXTS]');
  const { address, server, access, counted } = countedServer(given);
  const added = { address, abilities: await probe(server, model || undefined) };
  const { promptLogProbabilities, embedding, model: served } = added.abilities;
  const places = { embeddedFolder: path.resolve('models'), installedFolders: [] };
  const engine = new LocalEngine({ ...places, threads: 1, idleMinutes: 0, servers: [added] }, undefined, access);
  const home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-bench-throughput-'));
  const ask = (pathname: string, fields: object) =>
    server.ask({ path: pathname, body: { model: served.id, ...fields }, reason: 'a measurement' });
  const tasks: [ManyTask, Partial<Params<'scoreMany'>>, (text: string) => Promise<unknown>][] = [
    [
      'continuations',
      { maxNewTokens: TOKENS },
      (prompt) => ask('/v1/completions', { prompt, max_tokens: TOKENS, temperature: 0 }),
    ],
  ];
  if (promptLogProbabilities === 'asked') {
    const fields = { max_tokens: 0, echo: true, logprobs: 1, temperature: 0 };
    tasks.unshift(['perplexity', {}, (prompt) => ask('/v1/completions', { prompt, ...fields })]);
  }
  if (embedding !== null) tasks.push(['embeddings', {}, (input) => ask('/v1/embeddings', { input })]);
  console.log(`${served.id} of ${served.ownedBy ?? 'a server'}; ${count} texts, ${AT_ONCE} at once\n`);
  console.log('| what | measured | target |\n| --- | --- | --- |');
  for (const [task, more, one] of tasks) {
    const [clients, ours]: [number[], number[]] = [[], []];
    let asked = 0;
    for (let round = 0; round < Number(rounds); round++) {
      const texts = (side: number) => Array.from({ length: Number(count) }, (_, at) => textOf(at, 2 * round + side));
      const input = path.join(home, `${task}${round}.txt`);
      writeFileSync(input, texts(0).join('\n'));
      const params = { input, output: `${input}.csv`, task, model: servedId(added), overwrite: true, ...more };
      const client = async () => clients.push(await rate(() => bare(texts(1), one)));
      const many = async () => {
        counted.requests = 0;
        ours.push(await rate(() => engine.call('scoreMany', params)));
        asked = counted.requests;
      };
      // Whichever is first has the cooler machine.
      for (const side of round % 2 ? [many, client] : [client, many]) await side();
    }
    console.log(line(`${task}: a bare client`, clients, 'texts/s', '–'));
    console.log(line(`– scoreMany, ${(asked / Number(count)).toFixed(2)} requests a text`, ours, 'texts/s', '–'));
    const ratios = ours.map((own, round) => (100 * own) / clients[round]!);
    console.log(line('– against it', ratios, '%', '90 %'));
  }
  rmSync(home, { recursive: true });
  await engine.dispose();
}

void main();
