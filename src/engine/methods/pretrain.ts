import { GlassboxError, type PretrainingProgress } from '../../protocol/engine/index.js';
import { threadCount } from '../onnx/session.js';
import { pretrain as pretrainLearners } from '../training/pretraining/pretrain.js';
import type { Method } from './shared/methodContext.js';

/**
 * A GPT and a BERT from nothing, of the characters of a text, see `pretrain` of `training/pretraining`. Ended by `endRun` it
 * gives the best that it had; cancelled, nothing.
 * @throws GlassboxError `bad-request`, `model-broken`, `out-of-memory`, `cancelled`
 */
export const pretrain: Method<'pretrain'> = async (context, params, report, signal) => {
  const { heads, width } = params;
  if (width % heads !== 0) {
    const message = `pretrain: heads must divide width: ${heads} does not divide ${width}.`;
    throw new GlassboxError('bad-request', message, { details: { kind: 'parameter', name: 'heads' } });
  }
  const group = params.job === undefined ? null : context.openRunGroup(params.job);
  try {
    const control = {
      pause: () => context.pause(signal),
      isStopped: () => group?.isStopped(0) ?? false,
      report: (progress: PretrainingProgress) => report({ kind: 'pretraining', progress }),
    };
    const limits = { threads: threadCount(context.threads), limit: context.state().memoryLimit };
    return await pretrainLearners(params, control, limits);
  } finally {
    group?.close();
  }
};
