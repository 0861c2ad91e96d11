/* What the console does with files beside the engine's methods: `searchFiles`, and paths as somebody types them. */
import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, paramSchemas, type Params, type Values } from '../protocol/engine/index.js';
import { readDocument } from './search/readDocument.js';
import type { NamedText } from './search/searches.js';
import { walkFolder } from './search/walkFolder.js';

/** Files that are larger are not searched, as in an index. */
const MOST_BYTES = 1_000_000;

const schema = v.strictObject({
  ...v.omit(paramSchemas.search, ['documents', 'index']).entries,
  /** files, and folders with all text files below them but those that .gitignore leaves out */
  paths: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1)),
  exclude: v.optional(v.array(v.string()), []),
});

/** A path as the caller means it, who may have started npm from another folder; `~` is the own home. */
export function placeOf(given: string): string {
  const place = given.replace(/^~(?=$|[\\/])/, os.homedir());
  return path.resolve(process.env['INIT_CWD'] ?? process.cwd(), place);
}

/** Parameters with whole paths, where they name an index or the folders of one. */
export function withPlaces(params: unknown): unknown {
  if (typeof params !== 'object' || params === null) return params;
  const given = params as Record<string, unknown>;
  const whole = (value: unknown) => (typeof value === 'string' && value !== '' ? placeOf(value) : value);
  return {
    ...given,
    ...('index' in given && { index: whole(given['index']) }),
    ...(Array.isArray(given['folders']) && { folders: given['folders'].map(whole) }),
  };
}

/**
 * `search` over files and folders, without an index: their sentences are read by the model at once.
 * @throws GlassboxError, always with a code
 */
export async function searchFiles(
  params: unknown,
  search: (params: Params<'search'>) => Promise<Values['search']>,
): Promise<Values['search'] & { skipped: { name: string; reason: string }[] }> {
  const checked = v.safeParse(schema, params);
  if (!checked.success) {
    const name = v.getDotPath(checked.issues[0]) ?? '';
    throw new GlassboxError('bad-request', `searchFiles: ${name} ${checked.issues[0].message}.`, {
      details: { kind: 'parameter', name },
    });
  }
  const { paths, exclude, ...rest } = checked.output;
  const documents: NamedText[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const file of await filesIn(paths.map(placeOf), exclude, (name) =>
    skipped.push({ name, reason: 'unreadable' }),
  )) {
    const read = await readDocument(file, MOST_BYTES);
    if (typeof read === 'string') skipped.push({ name: file, reason: read });
    else documents.push({ name: file, text: read.text });
  }
  return { ...(await search({ ...rest, documents })), skipped };
}

async function filesIn(
  places: readonly string[],
  exclude: readonly string[],
  onUnreadable: (place: string) => void,
): Promise<Set<string>> {
  const files = new Set<string>();
  for (const place of places) {
    const isFolder = await stat(place).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.add(place);
      continue;
    }
    const walk = { exclude, except: '', onUnreadable: (name: string) => onUnreadable(path.join(place, name)) };
    for await (const { name } of walkFolder(place, walk)) files.add(path.join(place, name));
  }
  return files;
}
