import { findModel } from '../../../decoding/config/amateurModels.js';
import type { Engine } from '../../../protocol/engine/index.js';
import type { DecodingState } from '../../../protocol/webviews/index.js';
import { truncateToBudget } from '../../editor/promptText.js';
import { withEstimatedTokens } from '../../servers/estimatedTokens.js';

/**
 * Of a text that an editor gave, the end that leaves the model half of its positions; a typed one stays as it is.
 * @throws GlassboxError those of `tokens`
 */
export async function fittingSource(
  engine: Engine,
  { prompt, models, maxNewTokens }: DecodingState,
  model: string,
  source: string,
  signal: AbortSignal,
): Promise<string> {
  const info = findModel(models, model);
  if (prompt.mode === 'typed' || info?.architecture !== 'decoder' || info.maxLength === null) return source;
  const budget = Math.max(info.maxLength - maxNewTokens, Math.floor(info.maxLength / 2));
  // A token stands for a character at least.
  if (source.length <= budget) return source;
  const counting = withEstimatedTokens(engine, info.server);
  const { tokens } = await counting.call('tokens', { model, text: source }, {}, signal);
  return truncateToBudget(source, tokens, budget);
}
