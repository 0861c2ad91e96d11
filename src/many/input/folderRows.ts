import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import { Utf } from './utf.js';
import { badRow, type InputRow } from './row.js';

/** Files that are larger are an error of theirs, in bytes. */
const MOST_BYTES = 20_000_000;
/** So many bytes of a file are looked at to tell text from what is none. */
const LOOKED_AT = 8000;

/**
 * The files below a folder by their names, a text each. Hidden ones and links are left out; what Git ignores is not, since
 * data often is.
 * @param isOwn files that the result consists of, by their whole path
 */
export async function* folderRows(
  folder: string,
  isOwn: (place: string) => boolean,
  onBytes: (bytes: Uint8Array) => void,
): AsyncGenerator<InputRow[]> {
  const waiting = [''];
  for (let base = waiting.pop(); base !== undefined; base = waiting.pop()) {
    let entries: Dirent[];
    try {
      entries = await readdir(path.join(folder, base), { withFileTypes: true });
    } catch (error) {
      if (base === '') throw error;
      yield [badRow(null, 'unreadable', base)];
      continue;
    }
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    const folders: string[] = [];
    for (const entry of entries) {
      const name = base + entry.name;
      if (entry.name.startsWith('.') || isOwn(path.join(folder, name))) continue;
      if (entry.isDirectory()) folders.push(`${name}/`);
      else if (entry.isFile()) yield [await fileRow(folder, name, onBytes)];
    }
    waiting.push(...folders.reverse());
  }
}

async function fileRow(folder: string, name: string, onBytes: (bytes: Uint8Array) => void): Promise<InputRow> {
  const note = (what: string) => onBytes(Buffer.from(`${name}\0${what}\0`));
  const bad = (problem: 'unreadable' | 'long' | 'binary') => {
    note(problem);
    return badRow(null, problem, name);
  };
  let bytes: Buffer;
  try {
    // A pipe that has come into its place would wait for ever; there is no such flag on Windows.
    const handle = await open(path.join(folder, name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if ((await handle.stat()).size > MOST_BYTES) return bad('long');
      bytes = await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch {
    return bad('unreadable');
  }
  note(String(bytes.length));
  onBytes(bytes);
  const utf = new Utf();
  const body = utf.push(bytes) + utf.end();
  if (!utf.isWide && bytes.subarray(0, LOOKED_AT).includes(0)) return badRow(null, 'binary', name);
  return { line: null, name, fields: new Map([['path', name]]), body, problem: null };
}
