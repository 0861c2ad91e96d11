import type { AdaptingProgress } from '../../protocol/engine/index.js';
import { threadCount } from '../onnx/session.js';
import { adaptModel } from '../training/adapting/adaptModel.js';
import type { Method } from './shared/methodContext.js';

/**
 * A decoder that goes on learning from a text, as a model of its own in a folder, see `adaptModel`. Ended by `endRun` it gives
 * the best that it had; cancelled, nothing.
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export const adapt: Method<'adapt'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('adapt');
  const folder = await context.findModel(model.info.id);
  const group = params.job === undefined ? null : context.openRunGroup(params.job);
  try {
    const control = {
      pause: () => model.yield(signal),
      isStopped: () => group?.isStopped(0) ?? false,
      report: (progress: AdaptingProgress) => report({ kind: 'adapting', progress }),
    };
    const limits = { threads: threadCount(context.threads), limit: context.state().memoryLimit };
    return await adaptModel(model, folder, params, control, limits);
  } finally {
    group?.close();
  }
};
