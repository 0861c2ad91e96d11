import { createHash } from 'node:crypto';
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { IndexStateValue, ModelInfo } from '../../protocol/engine/index.js';
import { type FileList, readList, type ReadList, writeList } from '../../search/fileList.js';
import { codeOf, onDisk } from './diskErrors.js';
import { headOf, VECTORS } from './readVectors.js';
import { NEW, writeNew } from './writeNew.js';

/*
 * An index is a folder of two files. `vectors.bin` is only appended to, by records that say themselves whether they are
 * whole; `files.json` is written beside its place and put there by one rename. Whatever moment its writer is killed at, the
 * list is the old one or the new one, and no vector that was written is lost but the last.
 */

const LIST = 'files.json';
const LOCK = 'lock';

/** Stands for a model's vectors: another model, or other weights of one id, have another. */
export const modelMark = ({ id, bytes }: Pick<ModelInfo, 'id' | 'bytes'>): string =>
  createHash('sha256').update(`${id}\n${bytes}`).digest('hex').slice(0, 16);

/** Where the lock lies: beside what is an index's own. */
export const lockOf = (folder: string): string => path.join(folder, LOCK);

/** What the list of an index says; null where there is none. */
export async function loadList(folder: string): Promise<ReadList | null> {
  return onDisk(folder, 0, async () => {
    const text = await readFile(path.join(folder, LIST), 'utf8').catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
      throw error;
    });
    return text === null ? null : readList(text);
  });
}

/** Changes when the list does. */
export const listStamp = (folder: string): Promise<string | null> =>
  stat(path.join(folder, LIST)).then(
    ({ size, mtimeMs, ino }) => [size, mtimeMs, ino].join(),
    () => null,
  );

/** Puts a list into its place at once. @throws GlassboxError `bad-request` (`disk`, `store`) */
export async function saveList(folder: string, list: FileList): Promise<void> {
  const text = writeList(list);
  await onDisk(folder, text.length, () =>
    writeNew(path.join(folder, LIST), async (handle) => {
      await handle.writeFile(text);
      await handle.sync();
    }),
  );
}

/** Bytes of an index on the disk. */
export async function bytesOf(folder: string): Promise<number> {
  const sizes = [VECTORS, LIST].map((name) =>
    stat(path.join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What there is in a folder, without reading the vectors. @param wanted the model whose index it should be */
export async function stateOf(folder: string, wanted: Pick<ModelInfo, 'id' | 'bytes'>): Promise<IndexStateValue> {
  const nothing = { model: null, files: 0, passages: 0, updated: null };
  const found = await loadList(folder);
  const bytes = await bytesOf(folder);
  if (found === null) return { state: bytes > 0 ? 'damaged' : 'none', ...nothing, bytes };
  if (found.kind !== 'list') return { state: found.kind, ...nothing, bytes };
  const { model, isWhole, updated, files } = found.list;
  const passages = files.reduce((sum, file) => sum + file.passages.length, 0);
  const state = modelMark(model) !== modelMark(wanted) ? 'otherModel' : isWhole ? 'whole' : 'partial';
  const isSound = passages === 0 || (await headOf(folder))?.model === modelMark(model);
  return { state: isSound ? state : 'damaged', model: model.id, files: files.length, passages, bytes, updated };
}

/**
 * Removes what an index consists of, and the folder where nothing else is in it. The list goes last: until then it is an
 * index, and can be removed again.
 * @returns bytes
 */
export async function removeFiles(folder: string): Promise<number> {
  const bytes = await bytesOf(folder);
  await onDisk(folder, 0, async () => {
    for (const name of [VECTORS + NEW, VECTORS, LIST + NEW, LIST]) await rm(path.join(folder, name), { force: true });
  });
  return bytes;
}

/** Removes a folder that nothing is in. */
export async function removeIfEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => null);
  if (names?.length === 0) await rmdir(folder).catch(() => {});
}
