import { stat } from 'node:fs/promises';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import { graphPath } from '../files.js';
import { outputSizes } from '../onnx/protobuf/outputSizes.js';
import type { ModelConfig } from './config.js';

/** Weights that only a masked-language head has, by their names in the families of encoders. */
const HEAD_WEIGHTS =
  /^(?:cls\.predictions|lm_head\.(?:dense|layer_norm)|vocab_(?:transform|projector)|generator_(?:lm_head|predictions)|predictions)\.|^decoder\.bias$/;

/** What was told last of each file, by when it was changed. */
const known = new Map<string, { stamp: number; predicts: boolean }>();
const MOST_KNOWN = 1000;

/**
 * Whether an encoder predicts tokens whose config.json names no class, as the first small BERTs of Google are published:
 * told by the width of its logits in the graph, or by the names of its weights.
 * @param graph the export's file; null for a checkpoint
 * @returns false for what cannot be read: that is told when it is loaded
 */
export async function predictsTokens(folder: string, graph: string | null, config: ModelConfig): Promise<boolean> {
  try {
    const stamp = (await stat(graph ?? folder)).mtimeMs;
    const before = known.get(graph ?? folder);
    if (before?.stamp === stamp) return before.predicts;
    const predicts = graph === null ? await hasHeadWeights(folder) : await hasWideLogits(graph, config.vocab_size);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(graph ?? folder, { stamp, predicts });
    return predicts;
  } catch {
    return false;
  }
}

async function hasHeadWeights(folder: string): Promise<boolean> {
  const { tensors } = await readCheckpoint(folder);
  return [...tensors.keys()].some((name) => HEAD_WEIGHTS.test(name));
}

/** [rows, tokens, vocabulary] */
async function hasWideLogits(file: string, vocabulary: number | null | undefined): Promise<boolean> {
  const sizes = outputSizes(await graphPath(file)).get('logits');
  return sizes?.length === 3 && typeof vocabulary === 'number' && sizes[2] === vocabulary;
}
