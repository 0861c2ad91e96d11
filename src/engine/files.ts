import { constants, readFileSync, type Stats, statSync } from 'node:fs';
import { lstat, open, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type FileProblem, GlassboxError } from '../protocol/engine/index.js';

/*
 * The files of a model come from strangers: whatever is not a plain file of a plausible size is refused before it is
 * opened. A pipe would wait for ever, and a device never ends.
 */

/** The largest published tokenizer.json have 35 MB: vocabularies of 256,000 tokens with their merges. */
export const MOST_TOKENIZER_BYTES = 40_000_000;
/** The other JSON files: 1.5 MB where a classifier names 21,843 labels. */
export const MOST_CONFIG_BYTES = 4_000_000;

const LFS = 'version https://git-lfs';
/** Pointers of Git LFS are shorter than this. */
const MOST_POINTER_BYTES = 1024;

const broken = (file: string, problem: FileProblem, message: string, cause?: unknown) =>
  new GlassboxError('model-broken', message, { cause, details: { kind: 'file', file, problem } });
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? '';
const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
const millions = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** What the system says of a file, as an error that tells what to do. */
export function fileFault(file: string, error: unknown): GlassboxError {
  const code = codeOf(error);
  switch (code) {
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM': {
      const message = `${file} cannot be opened: this system has no room for another open file (${code}). Close other programs.`;
      return new GlassboxError('out-of-memory', message, { cause: error, details: { kind: 'openFiles' } });
    }
    case 'EACCES':
    case 'EPERM':
      return broken(
        file,
        'forbidden',
        `${file} may not be read (${code}). Change the rights of the file and of its folders.`,
        error,
      );
    case 'ELOOP':
      return broken(
        file,
        'dangling',
        `${file} is a link that leads back to itself (ELOOP). Install the model again.`,
        error,
      );
    case 'EISDIR':
      return broken(file, 'notAFile', `${file} is a folder, not a file. Install the model again.`, error);
    default:
      return broken(
        file,
        'unreadable',
        `${file} cannot be read: ${(error as Error).message}. Install the model again.`,
        error,
      );
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/**
 * What is known of a plain file without opening it; null when nothing has this name.
 * @throws GlassboxError `model-broken` for what is no plain file or may not be read, `out-of-memory`
 */
async function plainFile(file: string): Promise<Stats | null> {
  let found: Stats;
  try {
    found = await stat(file);
  } catch (error) {
    if (!isMissing(error)) throw fileFault(file, error);
    const target = await readlink(file).catch(() => null);
    if (target === null) return null;
    throw broken(file, 'dangling', `${file} is a link to ${target}, where there is nothing. Install the model again.`);
  }
  if (!found.isFile())
    throw broken(file, 'notAFile', `${file} is ${kindOf(found)}, not a file. Install the model again.`);
  if (found.size === 0) throw broken(file, 'empty', `${file} is empty. Install the model again.`);
  return found;
}

function pointer(file: string): GlassboxError {
  const message = `${file} only points to the file that Git LFS keeps elsewhere. Run "git lfs pull" in ${path.dirname(file)}.`;
  return broken(file, 'gitLfs', message);
}

/**
 * Refuses a file that only points to one of Git LFS; of anything else, or of nothing, others tell.
 * @throws GlassboxError `model-broken`
 */
export function refusePointer(file: string): void {
  let isPointer = false;
  try {
    const found = statSync(file);
    // A device never ends.
    isPointer = found.isFile() && found.size < MOST_POINTER_BYTES && readFileSync(file, 'utf8').startsWith(LFS);
  } catch {
    return;
  }
  if (isPointer) throw pointer(file);
}

/**
 * The real path of a graph's file: links are resolved, as in the hub's cache, since onnxruntime takes weights only from
 * the folder that a graph really lies in.
 * @throws GlassboxError `model-broken` for what is no plain file or may not be read, `out-of-memory`
 */
export async function graphPath(file: string): Promise<string> {
  const found = await plainFile(file);
  if (!found) throw broken(file, 'missing', `There is no ${file}. Install the model again.`);
  try {
    if (found.size < MOST_POINTER_BYTES && (await readFile(file, 'utf8')).startsWith(LFS)) throw pointer(file);
    // What may not be read is found here: onnxruntime tells it as if the file were not there.
    await (await open(file, constants.O_RDONLY)).close();
    return await realpath(file);
  } catch (error) {
    throw error instanceof GlassboxError ? error : fileFault(file, error);
  }
}

/** What a file's text says that JSON.parse does not take. */
function notJson(file: string, text: string, error: unknown): GlassboxError {
  if (text.startsWith(LFS)) return pointer(file);
  const hint = /[:[,]\s*-?(NaN|Infinity)\b/.test(text) ? ' JSON has no NaN and no Infinity: write null.' : '';
  const why = `${(error as Error).message}; ${text.length} characters`;
  return broken(file, 'notJson', `${file} is no JSON (${why}).${hint} Install the model again.`);
}

/** UTF-8, or UTF-16 where a mark says so; the mark goes. */
function decoded(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

export type Json = Record<string, unknown>;

/** What a JSON file holds, and a mark that is another one when the file has changed. */
export interface JsonFile {
  stamp: string;
  /** the object, which nearly all of them hold */
  read(): Promise<Json>;
  readValue(): Promise<unknown>;
}

/** As `plainFile`, of a bounded size. */
async function boundedFile(file: string, most: number): Promise<Stats | null> {
  const found = await plainFile(file);
  if (!found || found.size <= most) return found;
  throw broken(
    file,
    'tooLarge',
    `${file} has ${millions(found.size)}; such a file has ${millions(most)} at most. Install the model again.`,
  );
}

/**
 * A text in UTF-8; null when there is none.
 * @param most bytes that it may have
 * @throws GlassboxError `model-broken`, `out-of-memory`
 */
export async function textFile(file: string, most: number): Promise<string | null> {
  if (!(await boundedFile(file, most))) return null;
  const text = decoded(await bytesOf(file));
  if (text.startsWith(LFS)) throw pointer(file);
  return text;
}

/** A file's bytes, as `textFile` reads its text. */
export async function bytesFile(file: string, most: number): Promise<Uint8Array | null> {
  if (!(await boundedFile(file, most))) return null;
  const bytes = await bytesOf(file);
  if (Buffer.from(bytes.subarray(0, LFS.length)).toString('latin1') === LFS) throw pointer(file);
  return bytes;
}

/**
 * A JSON file, not yet opened; null when there is none.
 * @param most bytes that it may have
 * @throws GlassboxError `model-broken`, `out-of-memory`; so does reading it
 */
export async function jsonFile(file: string, most: number): Promise<JsonFile | null> {
  const found = await boundedFile(file, most);
  if (!found) return null;
  const { size, mtimeMs, ctimeMs, ino } = found;
  const stamp = [size, mtimeMs, ctimeMs, ino].join();
  return { stamp, read: () => readObject(file), readValue: () => readJson(file) };
}

async function readObject(file: string): Promise<Json> {
  const value = await readJson(file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw broken(file, 'notJson', `${file} is no JSON object. Install the model again.`);
}

const bytesOf = (file: string) =>
  readFile(file).catch((error: unknown) => {
    throw fileFault(file, error);
  });

async function readJson(file: string): Promise<unknown> {
  const text = decoded(await bytesOf(file));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw notJson(file, text, error);
  }
}

/**
 * The names in a folder, each with the bytes of a plain file, or null for what is none; empty when there is no folder.
 * @throws GlassboxError `out-of-memory` when the system opens no more files, `model-broken` when it may not be read
 */
export async function namesIn(folder: string): Promise<Map<string, number | null>> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return new Map();
    throw fileFault(folder, error);
  }
  const sizes = names.map(async (name) => {
    const found = await stat(path.join(folder, name)).catch(() => null);
    return [name, found?.isFile() ? found.size : null] as const;
  });
  return new Map(await Promise.all(sizes));
}

/** Whether there is anything of this name, if only a link to nothing or what may not be looked at. */
export const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    (error) => !isMissing(error),
  );

/** @throws GlassboxError `model-broken` for what may not be looked at */
export async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw fileFault(file, error);
  }
}
