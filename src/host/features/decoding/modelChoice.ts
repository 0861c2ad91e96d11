import { findModel } from '../../../decoding/config/amateurModels.js';
import type { ModelInfo } from '../../../protocol/engine/index.js';
import type { DecodingState } from '../../../protocol/webviews/index.js';

/** Which model serves in the place of one that was removed. */
export interface ModelChoice {
  /** of an id that once stood for a model */
  isRemoved: (model: string) => boolean;
  /** that of the settings */
  usual: () => string;
  /** called when another one was chosen */
  left: (removed: string, now: string) => void;
}

/** Where nothing is ever removed. */
export const KEPT: ModelChoice = { isRemoved: () => false, usual: () => '', left: () => {} };

/**
 * The models that are used and were removed, each with what takes its place: of the head's that of the settings or the
 * first of this machine, of a run's own the head's. One that is a folder, or was never known, is the engine's to judge.
 */
export function leftModels(
  { model, models, runs }: Pick<DecodingState, 'model' | 'models' | 'runs'>,
  now: readonly ModelInfo[],
  { isRemoved, usual }: ModelChoice,
): { model: string; now: string }[] {
  const isGone = (id: string) =>
    (findModel(models, id) !== undefined || isRemoved(id)) && findModel(now, id) === undefined;
  const other = findModel(now, usual()) ?? now.find(({ source }) => source !== 'server');
  const common = isGone(model) ? other?.id : model;
  if (common === undefined) return [];
  const used = new Set([model, ...runs.flatMap(({ ownModel }) => ownModel ?? [])]);
  return [...used].filter(isGone).map((gone) => ({ model: gone, now: common }));
}
