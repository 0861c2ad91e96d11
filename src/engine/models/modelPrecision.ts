import type { PrecisionWish } from '../../protocol/engine/index.js';
import { checkpointBytes } from '../checkpoint/checkpoint.js';
import { checkpointModel } from '../families/checkpointGraphs.js';
import type { Head } from '../families/family.js';
import { choosePrecision } from '../precision/choosePrecision.js';
import type { CopyStore } from '../precision/copyStore.js';
import type { ModelFolder } from './modelFolder.js';

/** How the precision of weights is chosen, and where those in 8 bit are kept. */
export interface PrecisionOptions {
  wish: PrecisionWish;
  store: CopyStore;
}

/** Heads whose results are distributions over tokens. */
const PREDICTING: readonly Head[] = ['maskedLM', 'causalLM', 'conditional'];

/**
 * A model in the precision that it is to be served in; where its weights in 8 bit are not there yet, it wants them.
 * @param options null: weights serve as they are
 */
export async function inPrecision(model: ModelFolder, options: PrecisionOptions | null): Promise<ModelFolder> {
  const { head, info } = model;
  if (!options || head === null) return model;
  const { folder, bytes } = info;
  const what = { folder, bytes, predictsTokens: PREDICTING.includes(head) };
  const { precision, weights, wanted } = await choosePrecision(what, options.wish, options.store);
  const chosen = { ...model, wanted, info: { ...info, precision } };
  return weights === null ? chosen : withWeights(chosen, weights);
}

/** The same model with its weights read from elsewhere, where they are in 8 bit. */
export async function withWeights(model: ModelFolder, weights: string): Promise<ModelFolder> {
  const { graphs } = await checkpointModel(model.info.folder, model.config.model_type, model.config.architectures ?? [], weights);
  return { ...model, graphs, weights, info: { ...model.info, bytes: await checkpointBytes(weights) } };
}
