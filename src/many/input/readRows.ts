import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError, type ManyInputKind } from '../../protocol/engine/index.js';
import { manyError } from '../fault.js';
import { jsonRows, plainRows, tableRows, type RowReader } from './fileRows.js';
import { folderRows } from './folderRows.js';
import type { InputRow } from './row.js';
import { Utf } from './utf.js';

/** Where texts lie. */
export interface Input {
  /** a whole path */
  place: string;
  kind: ManyInputKind;
  /** files in a folder that are no texts of it: what is made of them */
  isOwn: (place: string) => boolean;
}

/** Bytes that are read at once. */
const PIECE = 256 * 1024;

const EXTENSIONS: Record<string, ManyInputKind> = {
  '.csv': 'table',
  '.tsv': 'table',
  '.tab': 'table',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** What texts lie in, by the name. @throws GlassboxError `bad-request` (`input`) where there is nothing */
export async function inputKind(place: string, given?: ManyInputKind): Promise<ManyInputKind> {
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw unreadable(place, error);
    },
  );
  if (isFolder) return 'folder';
  if (given === 'folder') throw manyError({ problem: 'input', input: place, said: 'it is no folder' });
  return given ?? EXTENSIONS[path.extname(place).toLowerCase()] ?? 'lines';
}

const unreadable = (input: string, cause: unknown) =>
  manyError({ problem: 'input', input, said: (cause as Error).message }, cause);

function readerOf({ kind, place }: Input): RowReader {
  switch (kind) {
    case 'table':
      return tableRows(/\.(tsv|tab)$/i.test(place) ? '\t' : undefined);
    case 'jsonl':
      return jsonRows();
    case 'lines':
    case 'folder':
      return plainRows();
  }
}

/**
 * The rows of an input in its order, some at a time, so that no more than these are in memory.
 * @returns at the end the SHA-256 of all that was read, hexadecimal
 * @throws GlassboxError `bad-request` (`input`)
 */
export async function* readRows(input: Input): AsyncGenerator<InputRow[], string> {
  const hash = createHash('sha256');
  try {
    if (input.kind === 'folder') {
      yield* folderRows(input.place, input.isOwn, (bytes) => hash.update(bytes));
    } else {
      const reader = readerOf(input);
      const utf = new Utf();
      for await (const bytes of createReadStream(input.place, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
        hash.update(bytes);
        yield reader.push(utf.push(bytes));
      }
      yield [...reader.push(utf.end()), ...reader.end()];
    }
  } catch (error) {
    const isOfSystem = !(error instanceof GlassboxError) && (error as NodeJS.ErrnoException).code !== undefined;
    throw isOfSystem ? unreadable(input.place, error) : error;
  }
  return hash.digest('hex');
}
