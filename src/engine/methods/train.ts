import type { TrainingProgress } from '../../protocol/engine/index.js';
import { threadCount } from '../onnx/session.js';
import { trainClassifier } from '../training/trainClassifier.js';
import type { Method } from './shared/methodContext.js';

/**
 * Makes a classifier of labelled lines from an encoder, as a model of its own in a folder, see `trainClassifier`. Ended by
 * `endRun` it gives the best that it had; cancelled, nothing.
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export const train: Method<'train'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('train');
  const folder = await context.findModel(model.info.id);
  const group = params.job === undefined ? null : context.openRunGroup(params.job);
  try {
    const control = {
      pause: () => model.yield(signal),
      isStopped: () => group?.isStopped(0) ?? false,
      report: (progress: TrainingProgress) => report({ kind: 'training', progress }),
    };
    const limits = { threads: threadCount(context.threads), limit: context.state().memoryLimit };
    return await trainClassifier(model, folder, params, control, limits);
  } finally {
    group?.close();
  }
};
