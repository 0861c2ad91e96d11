import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';
import { createRandom, standIn, structureDifference } from './standIn.js';

const FORMATS: Readonly<Record<string, DocumentFormat>> = { md: 'markdown', html: 'html', tex: 'latex' };

export interface CorpusFile {
  path: string;
  format: DocumentFormat;
}

/** Documents that people wrote: those of all packages below a folder, by path. */
export function findCorpus(folder: string): CorpusFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .flatMap((entry) => {
      const format = FORMATS[/\.(md|html|tex)$/i.exec(entry.name)?.[1]?.toLowerCase() ?? ''];
      return entry.isFile() && format !== undefined ? [{ path: join(entry.parentPath, entry.name), format }] : [];
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** A sample, the same each time. */
export function sampleOf<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = createRandom(seed);
  const left = [...all];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random(left.length), 1)[0]!);
}

/** What breaks when a file is translated by a stand-in; null where nothing does. */
export function faultOf({ path, format }: CorpusFile, seed: number): string | null {
  const text = readFileSync(path, 'utf8');
  try {
    return structureDifference(text, standIn(text, format, createRandom(seed)), format);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
