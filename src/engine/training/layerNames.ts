/** Numbers of layers, as families call them. */
const LAYER = /(?:^|\.)(?:layers?|h)\.(\d+)\./;
/** Layers that share their weights have no numbers. */
const SHARED = /(?:^|\.)albert_layer_groups\./;
const EMBEDDINGS =
  /(?:^|\.)(?:embeddings|embeddings_project|embedding_hidden_mapping_in|wte|wpe|relative_attention_bias|embed_in|embed_tokens|embed_positions)\b/;

/** The number of the layer that a weight is in; null for one of none. */
export function layerOf(name: string): number | null {
  const found = LAYER.exec(name)?.[1];
  return found === undefined ? null : Number(found);
}

/**
 * The part of a model that a weight is in: `embeddings`, `layer.0` …, `layers` where all share it, or `head`, which is all
 * behind the layers.
 */
export function partOf(name: string): string {
  const layer = layerOf(name);
  if (layer !== null) return `layer.${layer}`;
  if (SHARED.test(name)) return 'layers';
  return EMBEDDINGS.test(name) ? 'embeddings' : 'head';
}

/** The parts that some weights are in, from the words on. */
export function partsOf(names: readonly string[]): string[] {
  const rank = (part: string) =>
    part === 'embeddings' ? -1 : part === 'head' ? Infinity : Number(part.slice('layer.'.length));
  return [...new Set(names.map(partOf))].sort((one, other) => rank(one) - rank(other));
}
