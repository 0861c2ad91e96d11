/* A model on a server beside what the server does by itself: npm run bench -- servers ADDRESS [MODEL] */
import path from 'node:path';
import { LocalEngine } from '../src/engine/engine.js';
import type { GenerationConfig } from '../src/protocol/engine/index.js';
import { probe, readCompletions, servedId } from '../src/servers/index.js';
import { countedServer } from './countedServer.js';
import { line, median } from './figures.js';

const root = path.resolve(__dirname, '../..');
const ROUNDS = 15;
const TOKENS = 40;
/** As our step asks for at first. */
const ALTERNATIVES = 40;
const TEXT = 'The old man opened the letter and read it slowly, word by word, while the others waited at the door.';

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function main(): Promise<void> {
  const [given, model] = process.argv.slice(2);
  if (given === undefined) throw new Error('usage: npm run bench -- servers ADDRESS [MODEL]');
  const { address, server, access, counted } = countedServer(given);
  const probing: number[] = [];
  const begun = performance.now();
  const added = { address, abilities: await probe(server, model) };
  probing.push(performance.now() - begun);
  const places = { embeddedFolder: path.join(root, 'models'), installedFolders: [] };
  const engine = new LocalEngine({ ...places, threads: 1, idleMinutes: 0, servers: [added] }, undefined, access);
  const id = servedId(added);
  const { id: name } = added.abilities.model;
  const generate = (decoding: GenerationConfig, signal?: AbortSignal, onFirst = () => {}) =>
    engine.call(
      'generate',
      { model: id, text: TEXT, decoding, maxNewTokens: TOKENS },
      { onProgress: ({ kind }) => void (kind === 'text' && onFirst()) },
      signal,
    );

  const greedy: GenerationConfig = { strategy: 'greedy' };
  const { sequences, prompt } = await generate(greedy);
  const before = prompt.map((token) => token.id);
  const { ids } = sequences[0]!;
  const complete = (fields: object) =>
    server.ask({ path: '/v1/completions', body: { model: name, temperature: 0, ...fields }, reason: 'a measurement' });
  const named = {
    logprobs: Math.min(ALTERNATIVES, added.abilities.alternatives.most),
    return_tokens_as_token_ids: true,
  };
  const [bare, own, ours, beams, ends, firsts]: number[][] = [[], [], [], [], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    bare!.push(
      await timed(async () => {
        for (let at = 0; at < ids.length; at++)
          await complete({ prompt: [...before, ...ids.slice(0, at)], max_tokens: 1, ...named });
      }),
    );
    own!.push(await timed(() => complete({ prompt: before, max_tokens: ids.length })));
    ours!.push(await timed(() => generate(greedy)));
    beams!.push(await timed(() => generate({ strategy: 'beam', numBeams: 4 })));
    const control = new AbortController();
    let [asked, first] = [0, 0];
    const start = performance.now();
    const run = generate(greedy, control.signal, () => {
      if (asked > 0) return;
      asked = performance.now();
      first = asked - start;
      control.abort();
    });
    await run.catch(() => {});
    ends!.push(performance.now() - asked);
    firsts!.push(first - (await timed(() => complete({ prompt: before, max_tokens: 1 }))));
  }
  const answer = readCompletions(await complete({ prompt: before, max_tokens: ids.length }));
  const over = ours!.map((one, round) => (one - bare![round]!) / ids.length);
  console.log(
    `${name} of ${added.abilities.model.ownedBy ?? 'a server'}; ${ids.length} tokens, ${counted.requests} requests in all`,
  );
  console.log(line('finding out what it can do', probing, 'ms', '–'));
  console.log(line(`the server alone, ${ids.length} requests of one token`, bare!, 'ms', '–'));
  console.log(line('our loop, greedy', ours!, 'ms', '–'));
  console.log(line('– over the requests alone, per step', over, 'ms', '2 ms'));
  console.log(line('the server’s own greedy, one request', own!, 'ms', '–'));
  console.log(`| – ours against it | ${(median(ours!) / median(own!)).toFixed(2)} | 3.00 |`);
  console.log(`| – the same text | ${answer?.[0]?.text === sequences[0]!.text ? 'yes' : 'no'} | yes |`);
  console.log(line('our loop, 4 beams', beams!, 'ms', '–'));
  console.log(line('first token over the server’s own', firsts!, 'ms', '30 ms'));
  console.log(line('from cancelling to the end', ends!, 'ms', '100 ms'));
  await engine.dispose();
}

void main();
