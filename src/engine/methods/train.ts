import { trainClassifier } from '../training/trainClassifier.js';
import { learnWith } from './shared/learning.js';
import type { Method } from './shared/methodContext.js';

/**
 * Makes a classifier of labelled lines from an encoder or a decoder, as a model of its own in a folder, or only judges it where
 * no folder is named, see `trainClassifier`. Ended by `endRun` it gives the best that it had; cancelled, nothing.
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export const train: Method<'train'> = (context, params, report, signal) =>
  learnWith(context, 'train', params, signal, ({ model, folder, control, limits }) =>
    trainClassifier(
      model,
      folder,
      params,
      { ...control, report: (progress) => report({ kind: 'training', progress }) },
      limits,
    ),
  );
