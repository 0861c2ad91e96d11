import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isThere, namesIn } from '../files.js';

const PREFIX = 'models--';
/** A commit's name in `refs` has forty characters. */
const MOST_REF = 200;

/** Whether a folder is a model's in the hub's cache (`models--ORGANISATION--NAME`), which is read by its newest snapshot. */
export const isHubFolder = (folder: string): boolean => path.basename(folder).startsWith(PREFIX);

/** What a model of the cache is called: `ORGANISATION--NAME`, as a slash would make a place of it. */
export const nameOfHubFolder = (folder: string): string => path.basename(folder).slice(PREFIX.length);

/** A hub's ids have no `--`, and each half begins and ends with a letter or a figure. */
const NAME = /^\w(?:[\w.-]*\w)?$/;

/** The hub's id of a model that is called `ORGANISATION--NAME`; null for another name. */
export function hubIdOf(name: string): string | null {
  const halves = name.split('--');
  return halves.length === 2 && halves.every((half) => NAME.test(half)) ? halves.join('/') : null;
}

/**
 * The folder that a model of the hub's cache is read from: the snapshot that `refs/main` names, else the one changed last
 * (huggingface_hub, `scan_cache_dir`).
 * @returns null where no snapshot has a config.json
 */
export async function snapshotOf(folder: string): Promise<string | null> {
  const snapshots = path.join(folder, 'snapshots');
  const names = [...(await namesIn(snapshots)).keys()];
  const main = await readFile(path.join(folder, 'refs', 'main'), 'utf8').catch(() => '');
  const named = names.find((name) => name === main.slice(0, MOST_REF).trim());
  const dated = await Promise.all(
    names.map(async (name) => {
      const place = path.join(snapshots, name);
      const time = await stat(place).then(({ mtimeMs }) => mtimeMs, () => 0);
      return { place, time: name === named ? Infinity : time };
    }),
  );
  for (const { place } of dated.sort((one, other) => other.time - one.time)) {
    if (await isThere(path.join(place, 'config.json'))) return place;
  }
  return null;
}
