import { afterAll, beforeAll, describe, inject } from 'vitest';
import { Server, type ServerOptions } from '../../../src/servers/index.js';
import { startServer, type LlamaOptions, type RunningServer } from './llama.js';

/** Tests of a server, whose address is known when they run. */
type ServerTests = (server: () => RunningServer) => void;

/** Milliseconds: a third of a second where nothing else is at work. */
const START_TIMEOUT = 60_000;

/**
 * Starts llama.cpp's server with the model of the tests, for a test that is in need of another one than its `describe` has.
 * @throws Error where there is none, and with the end of its log where it does not start
 */
export function startLlama(options: LlamaOptions = {}): Promise<RunningServer> {
  const { llama, missing } = inject('servers');
  if (!llama) throw new Error(`No llama.cpp server can be started: ${missing ?? 'another server is given'}.`);
  return startServer(llama.python, llama.gguf, options);
}

/** Tests with the server that is given (GLASSBOX_TEST_SERVER), or else with one of llama.cpp's that runs meanwhile. */
export function describeServer(title: string, tests: ServerTests): void {
  const { given } = inject('servers');
  describeWith(title, tests, () =>
    given === null ? startLlama() : Promise.resolve({ address: given, stop: () => Promise.resolve() }),
  );
}

/** Tests with llama.cpp's alone, started as they need it; where another server is given, they are left out. */
export function describeLlama(title: string, options: LlamaOptions, tests: ServerTests): void {
  if (inject('servers').given !== null) describe.skip(title, () => tests(noServer));
  else describeWith(title, tests, () => startLlama(options));
}

const noServer = () => {
  throw new Error('The tests of a server ask for it while they run.');
};

function describeWith(title: string, tests: ServerTests, start: () => Promise<RunningServer>): void {
  describe.skipIf(inject('servers').missing !== null)(title, () => {
    let running: RunningServer | null = null;
    beforeAll(async () => void (running = await start()), START_TIMEOUT);
    afterAll(() => running?.stop());
    tests(() => running ?? noServer());
  });
}

/** The way to a server, as the extension has it; its log of connections is not kept. */
export const serverAt = (address: string, options: Partial<ServerOptions> = {}): Server =>
  new Server({
    ...{ address, key: process.env['GLASSBOX_SERVER_KEY'] ?? null, isOffline: () => false },
    ...{ log: { add: () => {} }, ...options },
  });
