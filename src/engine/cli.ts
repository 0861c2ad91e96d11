/* `npm run engine -- METHOD 'JSON'`, `-` for standard input, or `batch -`: the methods that the editor uses, as JSON. */
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { runBatch, runCall, type CliCall } from './cliCalls.js';
import { hubCaches } from '../hub/hubCaches.js';
import { defaultStore } from '../hub/index.js';
import type { MethodName, Params } from '../protocol/engine/index.js';
import { ConsoleModels, isModelCommand } from './cliModels.js';
import { LocalEngine } from './engine.js';

const USAGE = `usage: npm run --silent engine -- METHOD 'JSON'    (- reads the JSON from standard input)
       npm run --silent engine -- batch -          (a call a line: {"method": …, "params": …})
       Besides the engine's methods: install '{"model": "ORGANISATION/NAME"}', verify '{"model": …}', remove '{"model": …}'`;

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const [method, argument = '{}'] = process.argv.slice(2);
  if (!method) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const engine = new LocalEngine({
    embeddedFolder: path.join(__dirname, '../models'),
    installedFolders: [],
    cacheFolders: hubCaches(process.env, os.homedir(), process.platform),
    modelStore: defaultStore(),
    threads: 0,
    idleMinutes: 0,
  });
  const models = new ConsoleModels(
    // In place, where somebody looks.
    (line) => void (process.stderr.isTTY && process.stderr.write(line)),
    (params) => engine.call('assess', params),
  );
  const call: CliCall = (asked, params) =>
    isModelCommand(asked) ? models.run(asked, params) : engine.call(asked as MethodName, params as Params<MethodName>);
  if (method === 'batch') {
    await runBatch(call, createInterface({ input: process.stdin, crlfDelay: Infinity }), print);
    return 0;
  }
  const answer = await runCall(call, method, argument === '-' ? await text(process.stdin) : argument);
  print(answer.line);
  return answer.ok && models.allWhole ? 0 : 1;
}

// A pipe that its reader closes early is no failure of ours.
process.stdout.on('error', () => process.exit(0));
void main().then((status) => {
  // onnxruntime's threads would keep the process; standard output has to be through before.
  process.stdout.write('', () => process.exit(status));
});
