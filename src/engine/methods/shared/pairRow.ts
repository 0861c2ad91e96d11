import type { Model } from '../../models/model.js';

/** Two texts as one row of ids with the segments of its tokens. @throws GlassboxError `too-long` */
export function pairRow(model: Model, first: string, second: string): { rows: number[][]; tokenTypeIds: number[][] } {
  const tokens = model.tokenizer.encodePair(first, second);
  model.requireLength(tokens.length);
  return { rows: [tokens.map(({ id }) => id)], tokenTypeIds: [tokens.map(({ segment }) => segment)] };
}
