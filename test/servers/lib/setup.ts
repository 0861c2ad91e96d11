import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { serverAddress } from '../../../src/servers/index.js';
import { pythonWithLlama } from './python.js';
import { SERVED, writeServedModel } from './servedModel.js';

/** What the tests of servers find. */
export interface ServerSetup {
  /** the folder of the model that the server has, in 32 bit, for our engine */
  reference: string;
  /** what starts a llama.cpp server; null: there is none, or one is given */
  llama: { python: string; gguf: string } | null;
  /** the address of a server that runs already */
  given: string | null;
  /** why there is no server */
  missing: string | null;
  /** whether that is a failure, and not a reason to leave the tests out */
  isFailure: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: ServerSetup;
  }
}

/** The address of a server with the model of the tests; `required`: llama.cpp's must be there where Python is. */
const WANTED = process.env['GLASSBOX_TEST_SERVER']?.trim() ?? '';
const REQUIRED = 'required';

/** Writes the model and gets the server, once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'glassbox-servers-'));
  const reference = path.join(folder, SERVED);
  const gguf = path.join(folder, `${SERVED}.gguf`);
  const isGiven = WANTED !== '' && WANTED !== REQUIRED;
  const [python] = await Promise.all([isGiven ? null : pythonWithLlama(), writeServedModel(reference, gguf)]);
  const missing = python && 'missing' in python ? python : null;
  if (missing) console.warn(`\nServers are not tested: ${missing.missing}.\n`);
  project.provide('servers', {
    reference,
    llama: python && 'python' in python ? { python: python.python, gguf } : null,
    given: isGiven ? serverAddress(WANTED) : null,
    missing: missing && missing.missing,
    isFailure: missing !== null && missing.isFault && WANTED === REQUIRED,
  });
  return () => rm(folder, { recursive: true, force: true });
}
