import path from 'node:path';
import { sha256Of } from './digest.js';
import { namesIn, sizeOf } from './disk.js';
import { ProgressMeter } from './progress.js';
import type { DuplicateModel, HubFile, InstalledModel, WorkOptions } from './types.js';

/** Smaller files say nothing about a model. */
const LEAST_BYTES = 1_000_000;
const CACHED = 'models--';

/** A file of weights somewhere. */
interface Copy {
  kind: DuplicateModel['places'][number]['kind'];
  name: string;
  folder: string;
  file: string;
  size: number;
  /** SHA-256 where it is known without reading */
  hex: string | null;
}

/**
 * Models that are on the disk more than once, by the content of their largest file. Only files as long as one in the store
 * are read; the hub's cache names its files by their sums.
 */
export async function findDuplicates(
  installed: readonly InstalledModel[],
  others: readonly string[],
  { onProgress, signal }: WorkOptions,
): Promise<DuplicateModel[]> {
  const own = installed.flatMap(ownCopy);
  const sizes = new Set(own.map(({ size }) => size));
  const foreign = (await Promise.all(others.map(copiesIn))).flat().filter(({ size }) => sizes.has(size));
  const unread = foreign.filter(({ hex }) => hex === null);
  const meter = new ProgressMeter(
    unread.reduce((sum, { size }) => sum + size, 0),
    onProgress,
    'verifying',
  );
  const byContent = new Map<string, Copy[]>();
  for (const copy of [...own, ...foreign]) {
    const hex = copy.hex ?? (await sha256Of(copy.file, (count) => meter.add(count), signal).catch(() => null))?.hex;
    signal?.throwIfAborted();
    if (hex !== undefined) byContent.set(hex, [...(byContent.get(hex) ?? []), copy]);
  }
  return [...byContent]
    .filter(([, copies]) => copies.length > 1 && copies.some(({ kind }) => kind === 'store'))
    .map(([hex, copies]) => ({
      hex,
      bytes: copies[0]!.size,
      places: copies.map(({ kind, name, folder }) => ({ kind, name, folder })),
    }));
}

/** A model's weights: its largest file, which the hub sums up by SHA-256. */
function ownCopy({ name, folder, files }: InstalledModel): Copy[] {
  const [largest] = [...files].sort((one: HubFile, other: HubFile) => other.size - one.size);
  if (!largest || largest.size < LEAST_BYTES || largest.digest.algorithm !== 'sha256') return [];
  const file = path.join(folder, largest.path);
  return [{ kind: 'store', name, folder, file, size: largest.size, hex: largest.digest.hex }];
}

/** Large files of a folder of models, or of the hub's cache. */
async function copiesIn(root: string): Promise<Copy[]> {
  const names = await namesIn(root).catch(() => []);
  return (await Promise.all(names.map((name) => copiesOf(path.join(root, name), name)))).flat();
}

async function copiesOf(folder: string, name: string): Promise<Copy[]> {
  if (!name.startsWith(CACHED)) {
    const files = await largeFiles([folder, path.join(folder, 'onnx')]);
    return files.map(([file, size]) => ({ kind: 'folder', name, folder, file, size, hex: null }));
  }
  const model = name.slice(CACHED.length);
  const blobs = await largeFiles([path.join(folder, 'blobs')]);
  const summed = blobs.map(([file, size]): Copy => {
    const hex = /^[0-9a-f]{64}$/.exec(path.basename(file))?.[0] ?? null;
    return { kind: 'cache', name: model, folder, file, size, hex };
  });
  if (summed.length > 0) return summed;
  // On Windows a cache may hold plain files.
  const snapshots = path.join(folder, 'snapshots');
  const places = (await namesIn(snapshots).catch(() => [])).map((commit) => path.join(snapshots, commit));
  const files = await largeFiles(places.flatMap((place) => [place, path.join(place, 'onnx')]));
  return files.map(([file, size]) => ({ kind: 'cache', name: model, folder, file, size, hex: null }));
}

async function largeFiles(folders: readonly string[]): Promise<[string, number][]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await namesIn(folder).catch(() => []);
      return Promise.all(
        names.map(
          async (name) => [path.join(folder, name), (await sizeOf(path.join(folder, name))) ?? 0] as [string, number],
        ),
      );
    }),
  );
  return found.flat().filter(([, size]) => size >= LEAST_BYTES);
}
