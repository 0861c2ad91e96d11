import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../protocol/engine/index.js';
import { bytesBelow, copyFile, namesIn, removeFolder, requireRoom, sizeOf } from './disk.js';
import { readManifest } from './manifest.js';
import { isFolderName } from './names.js';
import { ProgressMeter } from './progress.js';
import type { WorkOptions } from './types.js';

const INCOMING = '.incoming';
/** Copies that are not whole yet. */
const MOVING = '.moving';

/**
 * Brings a store's models, and what is not whole of them, to another folder: by name where that is on the same disk, else
 * by copies that are checked, and the old ones go when all have come.
 * @throws GlassboxError `bad-request` for a folder within the store, or one where something stands in the way
 */
export async function moveModels(from: string, to: string, { onProgress, signal }: WorkOptions): Promise<void> {
  const inside = [path.relative(from, to), path.relative(to, from)];
  if (inside.some((way) => way === '' || (!way.startsWith('..') && !path.isAbsolute(way)))) {
    throw unusable(to, 'it is the present folder, or one lies in the other');
  }
  const names = (await namesIn(from)).filter((name) => isFolderName(name));
  const begun = (await namesIn(path.join(from, INCOMING)))
    .filter((name) => isFolderName(name))
    .map((name) => path.join(INCOMING, name));
  const places = [...names, ...begun];
  await mkdir(path.join(to, INCOMING), { recursive: true });
  for (const place of places) {
    if ((await namesIn(path.join(to, place))).length > 0) throw unusable(to, `it has ${place} already`);
  }
  const moved: string[] = [];
  try {
    for (const place of places) {
      signal?.throwIfAborted();
      await rename(path.join(from, place), path.join(to, place));
      moved.push(place);
    }
    return;
  } catch (error) {
    for (const place of moved.reverse()) await rename(path.join(to, place), path.join(from, place));
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
  }
  await copyAll(from, to, places, { ...(onProgress && { onProgress }), ...(signal && { signal }) });
  for (const place of places) await removeFolder(path.join(from, place), path.join(from, '.trash'));
}

/** Copies all, or nothing is left of it. */
async function copyAll(
  from: string,
  to: string,
  places: readonly string[],
  { onProgress, signal }: WorkOptions,
): Promise<void> {
  const sizes = await Promise.all(places.map((place) => bytesBelow(path.join(from, place))));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  await requireRoom(to, total);
  const meter = new ProgressMeter(total, onProgress, 'copying');
  // A kill leaves no half of a model where models are.
  const beside = path.join(to, MOVING);
  await rm(beside, { recursive: true, force: true });
  try {
    for (const place of places) await copyFolder(path.join(from, place), path.join(beside, place), meter, signal);
    for (const place of places) await rename(path.join(beside, place), path.join(to, place));
    await rm(beside, { recursive: true, force: true });
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    for (const place of places) await rm(path.join(to, place), { recursive: true, force: true });
    throw error;
  }
}

async function copyFolder(from: string, to: string, meter: ProgressMeter, signal?: AbortSignal): Promise<void> {
  const known = new Map((await readManifest(from))?.files.map((file) => [file.path, file]));
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const source = path.join(entry.parentPath ?? (entry as { path: string }).path, entry.name);
    const place = path.relative(from, source);
    const expected = known.get(place.split(path.sep).join('/'));
    const size = (await sizeOf(source)) ?? 0;
    const digest = expected?.digest ?? { algorithm: 'sha256', hex: '' };
    const hex = await copyFile(source, path.join(to, place), { size, digest }, (count) => meter.add(count), signal);
    // What was damaged before is told by a check of it; that it arrives as it was is all that is meant here.
    if (expected && expected.digest.hex !== hex && expected.size === size) {
      throw unusable(source, 'it is not as it was installed; verify or remove the model first');
    }
  }
}

const unusable = (folder: string, said: string) =>
  new GlassboxError('bad-request', `${folder} cannot be used: ${said}.`, { details: { kind: 'store', folder, said } });
