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

/** For a step that depends on tokens which a server does not tell, and that it cannot take itself. @param step from 0 */
export const uncertainStepError = (model: string, step: number, known: number): GlassboxError =>
  new GlassboxError(
    'server-failed',
    `${model}: step ${step + 1} depends on other tokens than the ${known} likeliest, which are all that the server tells, ` +
      'and it cannot draw by these options itself. Take a smaller topK, topP or numBeams, or greedy; or have the server tell more (vLLM: --max-logprobs).',
    { details: { kind: 'uncertainStep', model, step: step + 1, known } },
  );

/** For a step in which bans and filters removed every token of the vocabulary. */
export function noTokenLeftError(newTokens: number): GlassboxError {
  return new GlassboxError(
    'bad-request',
    `After ${newTokens} new tokens the options leave no token to choose. ` +
      'Take a larger noRepeatNgramSize, or smaller minNewTokens or maxNewTokens.',
    { details: { kind: 'noTokenLeft', newTokens } },
  );
}
