import type { ModelInfo } from '../../../protocol/engine/index.js';

/** The models that can write. */
export function decoderModels(models: readonly ModelInfo[]): ModelInfo[] {
  return models.filter(({ tasks }) => tasks.includes('compare'));
}

/** A model by its id or folder. */
export function findModel(models: readonly ModelInfo[], reference: string): ModelInfo | undefined {
  return models.find(({ id, folder }) => id === reference || folder === reference);
}

/**
 * Models that would do as an amateur: of the same kind, with as many tokens, and smaller. Whether the tokens are the same
 * ones is seen when it runs.
 */
export function amateursFor(models: readonly ModelInfo[], reference: string): string[] {
  const expert = findModel(models, reference);
  if (!expert) return [];
  return models
    .filter(
      ({ id, architecture, vocabularySize, bytes }) =>
        id !== expert.id &&
        architecture === expert.architecture &&
        vocabularySize === expert.vocabularySize &&
        bytes < expert.bytes,
    )
    .map(({ id }) => id);
}

/** What stands before the prompt when a model is chosen: the first of its tasks; nothing for a decoder-only model. */
export function usualPrefix(model: ModelInfo | undefined): string {
  if (model?.architecture !== 'encoder-decoder') return '';
  const [pair] = model.languages ?? [];
  const english = model.languages?.find(({ from }) => from === 'English') ?? pair;
  return english ? `translate ${english.from} to ${english.to}: ` : (model.prefixes?.[0] ?? '');
}
