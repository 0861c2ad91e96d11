import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError } from '../../protocol/engine/index.js';
import { isThere, jsonFile, namesIn } from '../files.js';
import { readSafetensors, type StoredTensor } from './safetensors.js';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
/** The largest indices name some hundred thousand tensors. */
const MOST_INDEX_BYTES = 40_000_000;

/** The weights of a model as `save_pretrained` writes them: one file, or shards with an index. */
export interface Checkpoint {
  /** the folder that the files really lie in: onnxruntime takes no weights from elsewhere */
  folder: string;
  tensors: ReadonlyMap<string, StoredTensor>;
}

const indexSchema = v.object({ weight_map: v.record(v.string(), v.string()) });

/** Whether a folder holds weights as safetensors. */
export const hasCheckpoint = async (folder: string): Promise<boolean> =>
  (await isThere(path.join(folder, SINGLE))) || (await isThere(path.join(folder, INDEX)));

/** Bytes of a folder's safetensors files. */
export async function checkpointBytes(folder: string): Promise<number> {
  const files = await namesIn(folder);
  const used = [...files].filter(([name]) =>
    files.has(SINGLE) ? name === SINGLE : /^model-\d+-of-\d+\.safetensors$/.test(name),
  );
  return used.reduce((sum, [, size]) => sum + (size ?? 0), 0);
}

/**
 * Finds the tensors of a folder's safetensors files; none of their bytes is read.
 * @throws GlassboxError `model-broken` for files that are missing, cut off or no safetensors
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const names = (await isThere(path.join(folder, SINGLE))) ? [SINGLE] : await shardNames(folder);
  const files = await Promise.all(names.map((name) => realFile(folder, name)));
  const homes = new Set(files.map((file) => path.dirname(file)));
  if (homes.size > 1) {
    throw broken(path.join(folder, INDEX), 'its files are links that lead to different folders. Copy them into one.');
  }
  const tensors = new Map<string, StoredTensor>();
  for (const file of files) for (const tensor of await readSafetensors(file)) tensors.set(tensor.name, tensor);
  return { folder: [...homes][0] ?? folder, tensors };
}

async function shardNames(folder: string): Promise<string[]> {
  const file = path.join(folder, INDEX);
  const index = v.safeParse(indexSchema, await (await jsonFile(file, MOST_INDEX_BYTES))?.read());
  if (!index.success) throw broken(file, 'it has no weight_map of tensors and files. Get the file again.');
  const names = [...new Set(Object.values(index.output.weight_map))].sort();
  const foreign = names.find((name) => path.basename(name) !== name || !name.endsWith('.safetensors'));
  if (foreign !== undefined)
    throw broken(file, `it names ${JSON.stringify(foreign)}, which is no safetensors file beside it.`);
  return names;
}

async function realFile(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  try {
    return await realpath(file);
  } catch {
    throw new GlassboxError('model-broken', `There is no ${file}. Get the file again.`, {
      details: { kind: 'file', file, problem: 'missing' },
    });
  }
}

const broken = (file: string, what: string) =>
  new GlassboxError('model-broken', `${file}: ${what}`, { details: { kind: 'file', file, problem: 'content' } });
