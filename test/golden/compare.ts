import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toErrorValue, type ErrorCode } from '../../src/protocol/engine/errors.js';
import { COMPARE, type Compared, type Expected, TOLERANCE, type Tolerance } from './methods.js';
import { Difference, differ, show } from './figures.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A reference such as "models/tiny-bert" as a folder. */
export const golden = (reference: string): string => join(here, reference);

export interface GoldenCase<M extends Compared = Compared> {
  name: string;
  /** with folders for `model` and `amateur` */
  params: Record<string, unknown>;
  expect: Expected<M> | { error: ErrorCode };
  optional?: boolean;
  tolerance?: Partial<Tolerance>;
}

/** The cases of a method, from its file or from one of several (`generate-beam`). */
export function goldenCases<M extends Compared>(method: M, file: string = method): GoldenCase<M>[] {
  const data = JSON.parse(readFileSync(join(here, `${file}.json`), 'utf8')) as { method: M; cases: GoldenCase<M>[] };
  if (data.method !== method) throw new Error(`${file}.json holds cases of ${data.method}, not of ${method}`);
  // Models are named from the file's folder.
  return data.cases.map((one) => ({ ...one, params: withFolders(one.params, dirname(file)) }));
}

function withFolders(params: Record<string, unknown>, folder: string): Record<string, unknown> {
  const placed = { ...params };
  for (const key of ['model', 'amateur']) {
    if (typeof placed[key] === 'string') placed[key] = golden(join(folder, placed[key]));
  }
  if (isRecord(placed['decoding'])) placed['decoding'] = withFolders(placed['decoding'], folder);
  if (Array.isArray(placed['decodings'])) {
    placed['decodings'] = placed['decodings'].map((one: unknown) => (isRecord(one) ? withFolders(one, folder) : one));
  }
  return placed;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * How what `run` gives differs from the case, in words; null when it agrees. A case that expects an error agrees with
 * an error of that code.
 */
export async function difference<M extends Compared>(
  method: M,
  { expect, params, tolerance }: GoldenCase<M>,
  run: () => Promise<unknown>,
): Promise<string | null> {
  try {
    const outcome = await run().then(
      (value) => ({ value }),
      (error: unknown) => ({ error: toErrorValue(error) }),
    );
    if ('error' in expect) {
      if (!('error' in outcome)) differ(`succeeded, expected error ${expect.error}`);
      const { code, message } = outcome.error;
      if (code !== expect.error) differ(`error is ${code} (${message}), expected ${expect.error}`);
      if (message === '') differ('the error has no message');
      if (code === 'too-long' && !/\d/.test(message)) differ('the message of too-long does not say how long');
    } else if ('error' in outcome) differ(`error ${outcome.error.code}: ${show(outcome.error.message)}`);
    else COMPARE[method](outcome.value as never, expect as never, { ...TOLERANCE, ...tolerance }, params);
    return null;
  } catch (error) {
    if (error instanceof Difference) return error.message;
    throw error;
  }
}
