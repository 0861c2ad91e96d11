import { adaptModel } from '../training/adapting/adaptModel.js';
import { learnWith } from './shared/learning.js';
import type { Method } from './shared/methodContext.js';

/**
 * A decoder that goes on learning from a text, as a model of its own in a folder, see `adaptModel`. Ended by `endRun` it gives
 * the best that it had; cancelled, nothing.
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export const adapt: Method<'adapt'> = (context, params, report, signal) =>
  learnWith(context, 'adapt', params, signal, ({ model, folder, control, limits }) =>
    adaptModel(
      model,
      folder,
      params,
      { ...control, report: (progress) => report({ kind: 'adapting', progress }) },
      limits,
    ),
  );
