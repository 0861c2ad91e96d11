import type { ModelInfo } from '../../protocol/engine/index.js';

/** A model by its id or folder. */
export function findModel(models: readonly ModelInfo[], reference: string): ModelInfo | undefined {
  return models.find(({ id, folder }) => id === reference || folder === reference);
}

/**
 * Models that would do as an amateur: of the same kind, with as many tokens, and smaller. Whether the tokens are the same
 * ones is seen when it runs. None that a server has: it does not tell the logits that are set against each other.
 */
export function amateursFor(models: readonly ModelInfo[], reference: string): string[] {
  const expert = findModel(models, reference);
  if (!expert || expert.source === 'server') return [];
  return models
    .filter(
      ({ id, source, architecture, vocabularySize, bytes }) =>
        source !== 'server' &&
        id !== expert.id &&
        architecture === expert.architecture &&
        vocabularySize === expert.vocabularySize &&
        bytes < expert.bytes,
    )
    .map(({ id }) => id);
}
