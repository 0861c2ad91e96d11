import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { checkpointFiles, readCheckpoint } from '../checkpoint/checkpoint.js';
import { isFloatType } from '../checkpoint/safetensors.js';
import type { ModelFolder } from '../models/modelFolder.js';
import { readFloats } from '../precision/readFloats.js';
import { exportedWeights } from './exportedWeights.js';

/** A weight in 32 bit. */
export interface Weight {
  shape: readonly number[];
  values: Float32Array;
  /** a matrix that states are multiplied by and that is [out, in] whatever its class has: its export turned it */
  isLinear?: true;
}

/**
 * A model's weights in 32 bit by the names of its class in transformers: from its own files, or from the graph of an export
 * whose names tell them; what is stored in 8 bit becomes the numbers that it stands for.
 * @throws GlassboxError `model-broken`, `wrong-architecture` for a graph that does not tell whose weights are which
 */
export async function modelWeights({ info, graphs, isCheckpoint, refusal }: ModelFolder): Promise<Map<string, Weight>> {
  if (isCheckpoint) return checkpointWeights(info.folder);
  if (refusal) throw refusal;
  const { model, encoder, decoder } = graphs;
  if (typeof encoder === 'string' && typeof decoder === 'string') {
    return new Map([...ofEncoder(await exportedWeights(encoder)), ...(await exportedWeights(decoder))]);
  }
  const only = model ?? decoder;
  if (typeof only === 'string') return exportedWeights(only);
  throw new GlassboxError(
    'wrong-architecture',
    `${info.id} has no weights that can be trained: take a model with model.safetensors.`,
    { details: { kind: 'training', problem: 'weights', model: info.id } },
  );
}

/** An encoder that is exported by itself has its own names for its weights, without that of the part that it is. */
const ofEncoder = (weights: ReadonlyMap<string, Weight>): [string, Weight][] =>
  [...weights].map(([name, weight]) => [
    /^(?:model\.)?(?:encoder|shared)\b/.test(name) ? name : `encoder.${name}`,
    weight,
  ]);

/** Files beside the weights that change what a model makes of a text. */
const BESIDE = ['config.json', 'tokenizer.json'];

/** Another one when a model's weights or what they are read by have changed: bytes and times of their files. */
export async function weightsStamp({ info, isCheckpoint, sizes }: ModelFolder): Promise<string> {
  const weights = isCheckpoint ? await checkpointFiles(info.folder) : [...sizes.keys()].sort();
  const stamps = [...weights, ...BESIDE].map(async (name) => {
    const found = await stat(path.join(info.folder, name)).catch(() => null);
    return [name, found?.size, found?.mtimeMs].join();
  });
  return (await Promise.all(stamps)).join('\n');
}

/** All floating-point tensors of a folder's safetensors files. @throws GlassboxError `model-broken` */
export async function checkpointWeights(folder: string): Promise<Map<string, Weight>> {
  const { folder: home, tensors } = await readCheckpoint(folder);
  const weights = new Map<string, Weight>();
  for (const tensor of tensors.values()) {
    // Buffers of positions and masks are no weights.
    if (!isFloatType(tensor.type)) continue;
    const file = await open(path.join(home, tensor.file));
    try {
      const count = tensor.shape.reduce((product, size) => product * size, 1);
      weights.set(tensor.name, { shape: tensor.shape, values: await readFloats(file, tensor, 0, count) });
    } finally {
      await file.close();
    }
  }
  return weights;
}
