/* The tests' server as a program: `node test/servers/serve.mjs`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from './lib/llama.js';
import { pythonWithLlama } from './lib/python.js';
import { SERVED, writeServedModel } from './lib/servedModel.js';

const USAGE = `usage: node test/servers/serve.mjs [options]
  llama.cpp's server with ${SERVED} in 32 bit on a free port of 127.0.0.1, until it is interrupted; needs Python
  --key KEY            one that it asks for
  --slots N            requests at once; 4 when left out
  --write FOLDER       starts nothing, and writes the model there as transformers has it, for another server`;

async function serve(slots: number, keys: string[]): Promise<void> {
  const found = await pythonWithLlama();
  if ('missing' in found) throw new Error(found.missing);
  const work = await mkdtemp(path.join(tmpdir(), 'glassbox-servers-'));
  try {
    const gguf = path.join(work, `${SERVED}.gguf`);
    await writeServedModel(path.join(work, SERVED), gguf);
    const server = await startServer(found.python, gguf, { slots, keys });
    console.log(`${server.address} has ${SERVED}; end it with Ctrl+C.`);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await server.stop();
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      key: { type: 'string', multiple: true, default: [] },
      slots: { type: 'string', default: '4' },
      write: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(USAGE);
  else if (values.write !== undefined) await writeServedModel(path.resolve(values.write));
  else await serve(Number(values.slots), values.key);
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
