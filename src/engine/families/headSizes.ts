import type { Json } from '../files.js';

/** What several heads share, and how many: the second divides the first. */
const SHARES: readonly (readonly [whole: string, by: string])[] = [
  ['hidden_size', 'num_attention_heads'],
  ['hidden_size', 'num_heads'],
  ['n_embd', 'n_head'],
  ['dim', 'n_heads'],
  ['d_model', 'encoder_attention_heads'],
  ['d_model', 'decoder_attention_heads'],
];

/** What is wrong with a field, and why. */
interface UnevenField {
  at: string;
  found: number;
  why: string;
}

/**
 * Heads that do not come out even: of a width that is no whole number, or queries that do not share their keys evenly.
 * Null when all do.
 * @param config of a family, as it was read
 */
export function unevenHeads(config: Json): UnevenField | null {
  const size = (name: string) => {
    const value = config[name];
    return typeof value === 'number' ? value : null;
  };
  const headWidth = size('head_dim');
  for (const [whole, by] of SHARES) {
    const [width, heads] = [size(whole), size(by)];
    if (width === null || heads === null || headWidth !== null || width % heads === 0) continue;
    return { at: by, found: heads, why: `it must divide ${whole}, which is ${width}` };
  }
  const [heads, keyHeads] = [size('num_attention_heads'), size('num_key_value_heads')];
  if (heads !== null && keyHeads !== null && heads % keyHeads !== 0) {
    return { at: 'num_key_value_heads', found: keyHeads, why: `it must divide num_attention_heads, which is ${heads}` };
  }
  return null;
}
