import path from 'node:path';
import {
  GlassboxError,
  type InspectValue,
  type StoredPrecision,
  type StoredType,
} from '../../protocol/engine/index.js';
import { checkpointFiles, hasCheckpoint, readCheckpoint } from '../checkpoint/checkpoint.js';
import { namesIn } from '../files.js';
import { exportPrecision } from '../models/modelMemory.js';
import type { ModelFolder } from '../models/modelFolder.js';
import { graphTensors } from './graphTensors.js';
import { precisionOf, storedTypes, type FoundTensor } from './tensors.js';

/** What a model's files hold: their tensors, what these are stored in, and the files themselves. */
export interface Stored {
  tensors: FoundTensor[];
  types: StoredType[];
  precision: StoredPrecision;
  files: InspectValue['files'];
}

/** @throws GlassboxError `model-broken` for files that are missing or damaged, and for a folder without any that are read */
export async function storedOf(folder: ModelFolder): Promise<Stored> {
  const { graphs, info, refusal } = folder;
  const exported = Object.values(graphs).some((graph) => typeof graph === 'string');
  if (exported) return storedGraphs(folder);
  if (!(await hasCheckpoint(info.folder))) throw refusal ?? noWeights(folder);
  const files = await checkpointFiles(info.folder);
  const { tensors } = await readCheckpoint(info.folder);
  const types = storedTypes([...tensors.values()]);
  const named = await namesIn(info.folder);
  return {
    tensors: [...tensors.values()].map((tensor) => ({ ...tensor, count: elementsOf(tensor.shape) })),
    types,
    precision: precisionOf(types),
    files: files.map((name) => ({ path: name, bytes: named.get(name) ?? 0 })),
  };
}

function noWeights({ info: { id, folder }, found }: ModelFolder): GlassboxError {
  const wanted = 'model.onnx or model.safetensors';
  const message = `The model ${id} has no ${wanted} in ${folder}. Get the model again with its graph or its weights.`;
  const details = { kind: 'noGraph' as const, model: id, folder, wanted, found: found.slice(0, MOST_NAMED) };
  return new GlassboxError('model-broken', message, { details });
}

/** Files that a message names. */
const MOST_NAMED = 10;

const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** An export has a decoder's weights twice where it has a graph for later steps: the first one has them all. */
async function storedGraphs({ graphs, info, sizes }: ModelFolder): Promise<Stored> {
  const roles = [
    [graphs.model, null],
    [graphs.encoder, 'encoder'],
    [graphs.decoder ?? graphs.decoderWithPast, info.architecture === 'encoder-decoder' ? 'decoder' : null],
  ] as const;
  const used = roles.flatMap(([file, side]) => (typeof file === 'string' ? [{ file, side }] : []));
  const tensors = (await Promise.all(used.map(({ file, side }) => tensorsOf(file, side)))).flat();
  return {
    tensors,
    types: storedTypes(tensors),
    precision: exportPrecision(used.map(({ file }) => file)),
    files: [...sizes].map(([name, bytes]) => ({ path: name.split(path.sep).join('/'), bytes })),
  };
}

async function tensorsOf(file: string, side: 'encoder' | 'decoder' | null) {
  try {
    return await graphTensors(file, side);
  } catch (error) {
    if (error instanceof GlassboxError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new GlassboxError('model-broken', `${file} cannot be read: ${why} Install the model again.`, {
      cause: error,
      details: { kind: 'file', file, problem: 'content' },
    });
  }
}
