import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { SERVED } from './servedModel.js';

/** A server that runs. */
export interface RunningServer {
  /** as `serverAddress` gives it */
  address: string;
  stop: () => Promise<void>;
}

/** How llama.cpp's is started. */
export interface LlamaOptions {
  /** the keys that it asks for; left out: it asks for none */
  keys?: string[];
  /** requests at once */
  slots?: number;
  /** tokens that each reads at once */
  context?: number;
}

/** Lines of its log that an error shows. */
const MOST_LINES = 20;

/**
 * Starts llama.cpp's server on a free port of this machine.
 * @param python has the package; `gguf`: the model's file
 * @throws Error with the end of its log where it does not start
 */
export async function startServer(
  python: string,
  gguf: string,
  { keys = [], slots = 4, context = 512 }: LlamaOptions = {},
): Promise<RunningServer> {
  const settings = JSON.stringify({ model: gguf, name: SERVED, keys, slots, context });
  const server = spawn(python, [path.join(import.meta.dirname, 'llama.py'), settings]);
  const log: string[] = [];
  createInterface(server.stderr).on('line', (line) => void log.splice(0, log.push(line) - MOST_LINES));
  const ended = once(server, 'close');
  const lines = createInterface(server.stdout);
  const address = await Promise.race([
    once(lines, 'line').then(([line]) => line as string),
    ended.then(() => null),
    once(server, 'error').then(([error]) => Promise.reject(error as Error)),
  ]);
  if (address === null) throw new Error(`llama.cpp's server did not start:\n${log.join('\n')}`);
  const stop = async () => {
    server.kill();
    await ended;
  };
  return { address, stop };
}
