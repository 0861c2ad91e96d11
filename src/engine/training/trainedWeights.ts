import { GlassboxError } from '../../protocol/engine/index.js';
import type { TrainSettings } from './fineTune.js';
import { trainingError } from './labelledLines.js';
import { layerOf } from './layerNames.js';
import type { TrainableModel } from './trainableModel.js';

/** Bytes that a trained number takes: itself, its gradient, two moments, the best so far. */
const TRAINED_BYTES = 20;
const STORED_BYTES = 4;

/** The weights that are trained. @throws GlassboxError `bad-request` where the upper layers are no ones */
export function trainedNames(
  model: TrainableModel,
  { layers, upperLayers }: Pick<TrainSettings, 'layers' | 'upperLayers'>,
  id: string,
): string[] {
  const names = [...model.weights.keys()];
  switch (layers) {
    case 'all':
      return names;
    case 'head':
      return names.filter((name) => /^(?:classifier(?:\.out_proj)?|score)\.(?:weight|bias)$/.test(name));
    case 'upper': {
      const count = Math.max(-1, ...names.map((name) => layerOf(name) ?? -1)) + 1;
      if (count === 0) {
        const message = `${id}: its layers share their weights, so that none are the upper ones. Take layers "all" or "head".`;
        throw trainingError(message, { problem: 'noLayers', model: id });
      }
      return names.filter((name) => model.head.has(name) || (layerOf(name) ?? -1) >= count - upperLayers);
    }
  }
}

/** @throws GlassboxError `out-of-memory` where training takes more than models may have */
export function requireMemory(model: TrainableModel, names: readonly string[], limit: number, id: string): void {
  const all = [...model.weights.values()].reduce((sum, { values }) => sum + values.length, 0);
  const trained = names.reduce((sum, name) => sum + model.weights.get(name)!.values.length, 0);
  const needed = STORED_BYTES * all + TRAINED_BYTES * trained;
  if (needed <= limit) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  throw new GlassboxError(
    'out-of-memory',
    `Training ${id} so takes ${megabytes(needed)} of memory, and models may have ${megabytes(limit)}. Train the upper layers or the head alone, or a smaller model.`,
    { details: { kind: 'memory', model: id, needed, limit, setting: 'glassbox.models.memoryLimit' } },
  );
}
