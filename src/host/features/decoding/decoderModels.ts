import type { ModelInfo } from '../../../protocol/engine/index.js';

/** The models that can write. */
export function decoderModels(models: readonly ModelInfo[]): ModelInfo[] {
  return models.filter(({ tasks }) => tasks.includes('compare'));
}

/** What stands before the prompt when a model is chosen: the first of its tasks; nothing for a decoder-only model. */
export function usualPrefix(model: ModelInfo | undefined): string {
  if (model?.architecture !== 'encoder-decoder') return '';
  const [pair] = model.languages ?? [];
  const english = model.languages?.find(({ from }) => from === 'English') ?? pair;
  const named = english && `translate ${english.from} to ${english.to}: `;
  // Marian knows its languages and is told nothing.
  return named !== undefined && model.type !== 'marian' ? named : (model.prefixes?.[0] ?? '');
}
