import { readFile } from 'node:fs/promises';

/** Glassbox's version. @param file its package.json */
export async function versionIn(file: string): Promise<string> {
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}
