import type { Architecture, MapKind, ModelInfo } from '../../../src/protocol/engine/index.js';

/** In the order in which they stand on the page. */
export const ARCHITECTURES = ['encoder', 'decoder', 'encoder-decoder'] as const satisfies readonly Architecture[];

/** The maps of each, in the order in which they stand. */
export const KINDS: Record<Architecture, readonly MapKind[]> = {
  encoder: ['encoder'],
  decoder: ['decoder'],
  'encoder-decoder': ['encoder', 'decoder', 'cross'],
};

/**
 * One model of each architecture: the one that was chosen here, or the panel's, or an embedded one that some method takes
 * by default, or the first.
 */
export function selectModels(
  models: readonly ModelInfo[],
  chosen: ReadonlyMap<Architecture, string>,
  current: string,
): Record<Architecture, ModelInfo | null> {
  const pick = (architecture: Architecture): ModelInfo | null => {
    const fitting = models.filter((model) => model.architecture === architecture);
    const named = (id: string | undefined) => fitting.find((model) => model.id === id);
    const byDefault = fitting.find((model) => model.source === 'embedded' && model.defaultFor.length > 0);
    return named(chosen.get(architecture)) ?? named(current) ?? byDefault ?? fitting[0] ?? null;
  };
  return { encoder: pick('encoder'), decoder: pick('decoder'), 'encoder-decoder': pick('encoder-decoder') };
}

const FAMILIES: Record<string, string> = { bert: 'BERT', gpt2: 'GPT-2', t5: 'T5', distilbert: 'DistilBERT' };

/** What a family of models is called; its `model_type` where that is not a well-known one. */
export function modelFamily({ type }: Pick<ModelInfo, 'type'>): string {
  return FAMILIES[type] ?? type;
}
