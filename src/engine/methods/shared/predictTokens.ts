import type { Model } from '../../models/model.js';

/**
 * A text's tokens and what a model that classifies each of them says.
 * @returns `logits` (tokens × classes)
 * @throws GlassboxError `too-long`, `cancelled`
 */
export async function predictTokens(model: Model, text: string, signal?: AbortSignal) {
  const tokens = model.tokenizer.encode(text);
  model.requireLength(tokens.length);
  const rows = [tokens.map(({ id }) => id)];
  const [logits = new Float32Array(0)] = await model.predict({ rows }, ['logits'], signal);
  return { tokens, logits };
}
