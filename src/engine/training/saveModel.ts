import { copyFile, mkdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { namesIn } from '../files.js';
import { trainingError } from './labelledLines.js';
import type { Weight } from './modelWeights.js';
import { writeSafetensors } from './safetensorsFile.js';

/** A tokenizer's files, and the terms of the model that this one is made from. */
const COPIED =
  /^(?:tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab)\.json$|^(?:vocab|merges)\.txt$|^[\w.-]+\.spm$|^(?:spiece|tokenizer|sentencepiece(?:\.bpe)?)\.model$|^LICENSE(?:\.\w+)?$/i;
/** Bytes beside the weights. */
const BESIDE = 20_000_000;

/** A model that is written, in the layout of the hub. */
export interface SavedModel {
  /** config.json */
  config: string;
  /** by the names of transformers' class */
  weights: ReadonlyMap<string, Weight>;
  /** README.md */
  card: string;
  /** the folder of the model whose tokenizer it has */
  base?: string;
  /** texts of further files by their names: a tokenizer of its own */
  files?: ReadonlyMap<string, string>;
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? '';

const bytesOf = (weights: SavedModel['weights']): number =>
  [...weights.values()].reduce((sum, { values }) => sum + values.byteLength, 0);

/**
 * Whether a model can be written there: asked before hours of work.
 * @throws GlassboxError `bad-request` for a place that is taken or cannot be written, or a disk without room
 */
export async function requirePlace(folder: string, weights: SavedModel['weights']): Promise<void> {
  if (!path.isAbsolute(folder)) throw badFolder(folder, 'it is no whole path');
  const isTaken = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isTaken) {
    throw trainingError(`${folder} is there already: name a folder that is not.`, { problem: 'taken', folder });
  }
  const parent = path.dirname(folder);
  try {
    await mkdir(parent, { recursive: true });
    const { bavail, bsize } = await statfs(parent);
    const needed = bytesOf(weights) + BESIDE;
    if (bavail * bsize < needed) throw noRoom(parent, needed, bavail * bsize);
  } catch (error) {
    throw error instanceof GlassboxError ? error : badFolder(parent, (error as Error).message);
  }
}

/**
 * Writes a model: into a folder beside its own, which gets its name when all is there.
 * @throws GlassboxError `bad-request` for a disk that is full or cannot be written; nothing is left of it then
 */
export async function saveModel(folder: string, model: SavedModel): Promise<void> {
  const work = `${folder}.${process.pid}.part`;
  try {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    await writeSafetensors(path.join(work, 'model.safetensors'), model.weights);
    await writeFile(path.join(work, 'config.json'), model.config, { flush: true });
    await writeFile(path.join(work, 'README.md'), model.card, { flush: true });
    for (const [name, text] of model.files ?? []) await writeFile(path.join(work, name), text, { flush: true });
    const { base } = model;
    for (const name of base === undefined ? [] : (await namesIn(base)).keys()) {
      if (COPIED.test(name)) await copyFile(path.join(base!, name), path.join(work, name));
    }
    await rename(work, folder);
  } catch (error) {
    await rm(work, { recursive: true, force: true }).catch(() => {});
    if (error instanceof GlassboxError) throw error;
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error)))
      throw noRoom(folder, bytesOf(model.weights) + BESIDE, null);
    throw badFolder(folder, (error as Error).message, error);
  }
}

const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function noRoom(folder: string, needed: number, free: number | null): GlassboxError {
  const room = free === null ? 'no more' : inMegabytes(free);
  return new GlassboxError('bad-request', `${folder} has room for ${room}, and ${inMegabytes(needed)} are needed.`, {
    details: { kind: 'disk', folder, needed, free },
  });
}

/** A folder that does not serve. @param said why, as half a sentence */
export const badFolder = (folder: string, said: string, cause?: unknown) =>
  new GlassboxError('bad-request', `${folder} cannot be used: ${said}.`, {
    cause,
    details: { kind: 'store', folder, said },
  });
