/* `npm run engine -- METHOD 'JSON'`, `-` for standard input, or `batch -`: the methods that the editor uses, as JSON. */
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { runBatch, runCall, unknownMethod, type CliCall } from './cliCalls.js';
import { hubCaches } from '../hub/hubCaches.js';
import { defaultStore } from '../hub/index.js';
import { isMethodName, type MethodName, type Params, type Progress } from '../protocol/engine/index.js';
import { searchFiles, withPlaces } from './cliSearch.js';
import { MANY_USAGE, scoreManyInConsole } from './cliMany.js';
import { ConsoleModels, isModelCommand, MODEL_COMMANDS } from './cliModels.js';
import { ConsoleServers, probeInConsole } from './cliServers.js';
import type { TrainCall, TrainingMethod } from './cliTraining.js';
import { LocalEngine } from './engine.js';

const USAGE = `usage: npm run --silent engine -- METHOD 'JSON'    (- reads the JSON from standard input)
       npm run --silent engine -- batch -          (a call a line: {"method": …, "params": …})
       Search: searchFiles '{"query": …, "paths": ["FILE or FOLDER"]}'; with an index, which is made once and brought up to date:
       buildIndex '{"index": "FOLDER", "folders": ["FOLDER"]}', search '{"query": …, "index": "FOLDER"}', indexState, removeIndex
       Besides the engine's methods: install '{"model": "ORGANISATION/NAME"}', verify '{"model": …}', remove '{"model": …}'
       train '{"file": "lines.csv", "name": "NAME"}': a classifier of a table with the columns text and label, installed
       trainNames '{"file": "lines.txt", "name": "NAME"}': a model that finds names, of lines that mark some: [Anna](PERSON) lives in [Rome](PLACE)
       pretrain '{"file": "text.txt", "name": "NAME"}': a GPT and a BERT from nothing, of a text, installed as NAME-gpt and NAME-bert
       adapt '{"file": "text.txt", "name": "NAME"}': gpt2-mini, or "model", goes on learning from a text, and is installed
       score-many FILE --task perplexity: many texts of a table, JSON lines or a folder; score-many --help
       server '{"address": "http://127.0.0.1:8080"}': what a server (vLLM, llama.cpp's) can do; its key is read from GLASSBOX_SERVER_KEY`;

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const [method, argument = '{}'] = process.argv.slice(2);
  if (!method) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const places = {
    embeddedFolder: path.join(__dirname, '../models'),
    ...{ installedFolders: [], cacheFolders: hubCaches(process.env, os.homedir(), process.platform) },
    modelStore: defaultStore(),
  };
  const servers = new ConsoleServers();
  const engine = new LocalEngine({ ...places, threads: 0, idleMinutes: 0 }, undefined, servers);
  // In place, where somebody looks.
  const write = (line: string) => void (process.stderr.isTTY && process.stderr.write(line));
  const models = new ConsoleModels(
    write,
    (params) => engine.call('assess', params),
    () => engine.call('models', {}),
  );
  const onProgress = (progress: Progress) => {
    if (progress.kind === 'index') write(`\r${progress.stage}: ${progress.done} of ${progress.total}\u001b[K`);
  };
  const ask = <M extends MethodName>(asked: M, params: Params<M>) =>
    engine.call(asked, params, { onProgress }).finally(() => write('\r\u001b[K'));
  const own: Record<string, (params: unknown) => Promise<unknown>> = {
    train: (params) => models.train(params, trainBy(engine, 'train')),
    trainNames: (params) => models.trainNames(params, trainBy(engine, 'trainNames')),
    pretrain: (params) => models.pretrain(params, trainBy(engine, 'pretrain')),
    adapt: (params) => models.adapt(params, trainBy(engine, 'adapt')),
    server: probeInConsole,
    searchFiles: (params) => searchFiles(params, (given) => ask('search', given)),
  };
  const call: CliCall = (asked, params) => {
    if (isModelCommand(asked)) return models.run(asked, params);
    if (Object.hasOwn(own, asked)) return own[asked]!(params);
    if (!isMethodName(asked)) throw unknownMethod(asked, ['batch', ...MODEL_COMMANDS, ...Object.keys(own)]);
    const isOfIndex = ['search', 'buildIndex', 'indexState', 'removeIndex'].includes(asked);
    return ask(asked, (isOfIndex ? withPlaces(params) : params) as Params<MethodName>);
  };
  if (method === 'score-many' || method === 'scoreMany') {
    const args = process.argv.slice(3);
    if (args.length === 0 || args.includes('--help')) {
      process.stderr.write(`${MANY_USAGE}\n`);
      return args.length === 0 ? 2 : 0;
    }
    const ended = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
    return scoreManyInConsole(args, {
      plan: (params, options, signal) => engine.call('planMany', params, options, signal),
      run: (params, options, signal) => engine.call('scoreMany', params, options, signal),
      stdin: () => text(process.stdin),
      say: (line) => void process.stderr.write(`${line}\n`),
      isTerminal: process.stderr.isTTY,
      signal: ended.signal,
      ...{ print, write },
    });
  }
  if (method === 'batch') {
    await runBatch(call, createInterface({ input: process.stdin, crlfDelay: Infinity }), print);
    return 0;
  }
  const answer = await runCall(call, method, argument === '-' ? await text(process.stdin) : argument);
  print(answer.line);
  await servers.settled();
  return answer.ok && models.allWhole ? 0 : 1;
}

/** Training that keeps the best that it had when it is interrupted (Ctrl+C). */
const trainBy =
  <M extends TrainingMethod>(engine: LocalEngine, method: M): TrainCall<M> =>
  async (params, onProgress) => {
    const job = params.job ?? 'console';
    const end = () => void engine.call('endRun', { job });
    process.once('SIGINT', end);
    try {
      return await engine.call(method, { ...params, job }, { onProgress });
    } finally {
      process.off('SIGINT', end);
    }
  };

// A pipe that its reader closes early is no failure of ours.
process.stdout.on('error', () => process.exit(0));
void main().then((status) => {
  // onnxruntime's threads would keep the process; standard output has to be through before.
  process.stdout.write('', () => process.exit(status));
});
