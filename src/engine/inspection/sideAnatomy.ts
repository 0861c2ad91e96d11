import type { Architecture, ModelSide, PartParameters, SideAnatomy } from '../../protocol/engine/index.js';
import type { Json } from '../files.js';
import { sizeOf } from './configuration.js';

/** GPT-2 and GPT-Neo leave it open, and mean four times the width. */
const USUAL_INNER = 4;

const LAYERS: Readonly<Record<ModelSide, readonly string[]>> = {
  encoder: ['encoder_layers', 'num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
  decoder: ['num_decoder_layers', 'decoder_layers', 'num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
};
const HEADS = ['num_attention_heads', 'n_head', 'num_heads', 'n_heads'];
const INNER = ['intermediate_size', 'd_ff', 'n_inner', 'hidden_dim', 'ffn_dim'];

/** Width of the states between layers. */
export const hiddenSizeOf = (config: Json): number | null => sizeOf(config, 'hidden_size', 'n_embd', 'd_model', 'dim');

/**
 * The sizes of each side of a model, as config.json has them, by the names of all families.
 * @param config with what its family takes for fields that are missing
 * @param parameters which tell whether the feed-forward part has a gate
 * @param norms by side, as their graphs have them
 */
export function sideAnatomies(
  architecture: Architecture,
  config: Json,
  parameters: readonly PartParameters[],
  norms: ReadonlyMap<ModelSide, SideAnatomy['norms']>,
): SideAnatomy[] {
  const names: ModelSide[] = architecture === 'encoder-decoder' ? ['encoder', 'decoder'] : [architecture];
  const width = hiddenSizeOf(config);
  return names.map((side) => {
    const layers = sizeOf(config, ...LAYERS[side]);
    const heads = sizeOf(config, `${side}_attention_heads`, ...HEADS);
    const headWidth = sizeOf(config, 'head_dim', 'd_kv') ?? (width && heads ? width / heads : null);
    const innerWidth = sizeOf(config, `${side}_ffn_dim`, ...INNER) ?? (width && USUAL_INNER * width);
    const of = parameters.find((one) => one.part === 'feedForward' && one.side === side);
    // ALBERT has its layers' weights once for all of them.
    const distinct = sizeOf(config, 'num_hidden_groups') ?? layers;
    const count = of?.formula ?? of?.counted;
    return {
      side,
      layers,
      heads,
      keyValueHeads: sizeOf(config, 'num_key_value_heads') ?? heads,
      headWidth,
      innerWidth,
      feedForwardMatrices:
        width && innerWidth && distinct && count ? matrices(count / (width * innerWidth * distinct)) : null,
      isCrossing: side === 'decoder' && architecture === 'encoder-decoder',
      norms: norms.get(side) ?? null,
    };
  });
}

/** Biases are a small share of a part; where it comes to something else, the sizes are not those of its weights. */
function matrices(ratio: number): 2 | 3 | null {
  if (ratio >= 2 && ratio < 2.5) return 2;
  return ratio >= 3 && ratio < 3.5 ? 3 : null;
}
