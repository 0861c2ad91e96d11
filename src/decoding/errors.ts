import { GlassboxError } from '../protocol/engine/index.js';

/** Checks the log-sum-exp of a row of logits. @throws GlassboxError `model-broken` when they are not numbers */
export function assertFinite(total: number, model: string): void {
  if (Number.isFinite(total)) return;
  throw new GlassboxError(
    'model-broken',
    `${model} gave logits that are no numbers (their log-sum-exp is ${total}). Install the model again or take another form of it.`,
    { details: { kind: 'notANumber' } },
  );
}

/** For a step in which bans and filters removed every token of the vocabulary. */
export function noTokenLeftError(newTokens: number): GlassboxError {
  return new GlassboxError(
    'bad-request',
    `After ${newTokens} new tokens the options leave no token to choose. ` +
      'Take a larger noRepeatNgramSize, or smaller minNewTokens or maxNewTokens.',
    { details: { kind: 'noTokenLeft', newTokens } },
  );
}
