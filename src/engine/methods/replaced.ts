import { sigmoid } from '../../maths/sigmoid.js';
import type { Method } from './shared/methodContext.js';
import { predictTokens } from './shared/predictTokens.js';

/**
 * How probable it is that each token was put in by another model: ELECTRA's discriminator (Clark et al. 2020).
 * @throws GlassboxError `wrong-architecture`, `too-long`
 */
export const replaced: Method<'replaced'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('replaced');
  const { tokens, logits } = await predictTokens(model, params.text, signal);
  return {
    model: model.info.id,
    tokens: tokens.map((token, at) => ({
      ...token,
      probability: model.tokenizer.isSpecial(token.id) && token.start === null ? null : sigmoid(logits[at] ?? 0),
    })),
  };
};
