import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError } from '../../protocol/engine/index.js';
import { graphPath, isThere, jsonFile, namesIn } from '../files.js';
import { brief } from '../tokenizer/limits.js';
import { readSafetensors, type StoredTensor } from './safetensors.js';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const SHARD = /^model-\d+-of-\d+\.safetensors$/;
/** The largest published indices name 90,000 tensors in 9 MB. */
const MOST_INDEX_BYTES = 10_000_000;
/** The largest published models have 200. */
const MOST_SHARDS = 1000;

/** The weights of a model as `save_pretrained` writes them: one file, or shards with an index. */
export interface Checkpoint {
  /** the folder that the files really lie in: onnxruntime takes no weights from elsewhere */
  folder: string;
  /** the file that says which tensors there are: the weights' own, or the index of shards */
  listing: string;
  tensors: ReadonlyMap<string, StoredTensor>;
}

const indexSchema = v.object({
  weight_map: v.pipe(
    v.custom((value) => !Array.isArray(value)),
    v.record(v.string(), v.string()),
    v.check((map) => Object.keys(map).length > 0),
  ),
});

/** Whether a folder holds weights as safetensors, if only shards without their index. */
export const hasCheckpoint = async (folder: string): Promise<boolean> =>
  (await isThere(path.join(folder, SINGLE))) ||
  (await isThere(path.join(folder, INDEX))) ||
  [...(await namesIn(folder)).keys()].some((name) => SHARD.test(name));

/** Names of a folder's safetensors files. @throws GlassboxError `model-broken` for an index that cannot be read */
export const checkpointFiles = async (folder: string): Promise<string[]> =>
  (await isThere(path.join(folder, SINGLE))) ? [SINGLE] : shardNames(folder);

/** Bytes of a folder's safetensors files. */
export async function checkpointBytes(folder: string): Promise<number> {
  const files = await namesIn(folder);
  const used = [...files].filter(([name]) => (files.has(SINGLE) ? name === SINGLE : SHARD.test(name)));
  return used.reduce((sum, [, size]) => sum + (size ?? 0), 0);
}

/**
 * Finds the tensors of a folder's safetensors files; none of their bytes is read.
 * @throws GlassboxError `model-broken` for files that are missing, cut off or no safetensors
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const names = await checkpointFiles(folder);
  const isSingle = names[0] === SINGLE;
  const named = names.map((name) => path.join(folder, name));
  const files = await Promise.all(named.map(graphPath));
  const homes = new Set(files.map((file) => path.dirname(file)));
  if (homes.size > 1) {
    throw broken(
      path.join(folder, INDEX),
      'the files of its weight_map are links that lead to different folders.',
      COPY,
    );
  }
  const tensors = new Map<string, StoredTensor>();
  for (const [at, file] of named.entries()) {
    for (const tensor of await readSafetensors(file, files[at])) tensors.set(tensor.name, tensor);
  }
  return { folder: [...homes][0] ?? folder, listing: path.join(folder, isSingle ? SINGLE : INDEX), tensors };
}

async function shardNames(folder: string): Promise<string[]> {
  const file = path.join(folder, INDEX);
  const json = await jsonFile(file, MOST_INDEX_BYTES);
  if (!json) {
    throw new GlassboxError('model-broken', `There is no ${file}, which says what its shards hold. Get it again.`, {
      details: { kind: 'file', file, problem: 'missing' },
    });
  }
  const index = v.safeParse(indexSchema, await json.read());
  if (!index.success) throw broken(file, 'it has no weight_map of tensors and files.');
  const names = [...new Set(Object.values(index.output.weight_map))].sort();
  const foreign = names.find((name) => !isFileName(name));
  if (foreign !== undefined) {
    const shown = brief(JSON.stringify(foreign));
    throw broken(file, `its weight_map names ${shown}, which is no safetensors file beside it.`);
  }
  if (names.length > MOST_SHARDS) {
    throw broken(file, `its weight_map names ${names.length} files; a model has ${MOST_SHARDS} at most.`);
  }
  return names;
}

/** Whether it can be a shard's name: no way to another folder, and nothing that no file is called. */
const isFileName = (name: string): boolean =>
  name.length <= 255 && /^[^/\\\p{Cc}]+\.safetensors$/u.test(name) && path.basename(name) === name;

const COPY = 'Copy them into one.';

const broken = (file: string, what: string, advice = 'Get the file again.') =>
  new GlassboxError('model-broken', `${file}: ${what} ${advice}`, {
    details: { kind: 'file', file, problem: 'content', at: 'weight_map' },
  });
