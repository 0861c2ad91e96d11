import { isTagName } from '../../text/markedNames.js';
import { trainingError } from '../training/labelledLines.js';
import { trainNames as train } from '../training/names/trainNames.js';
import { learnWith } from './shared/learning.js';
import type { Method } from './shared/methodContext.js';

/**
 * Makes a model that finds names of the user's own kinds from an encoder, as a model of its own in a folder, see `trainNames` of
 * `training/names`. Ended by `endRun` it gives the best that it had; cancelled, nothing.
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export const trainNames: Method<'trainNames'> = async (context, params, report, signal) => {
  const label = params.examples.flatMap(({ spans }) => spans.map((span) => span.label)).find(isTagName);
  if (label !== undefined) {
    const message = `Names cannot be of the kind ${label}: O, B- and I- say in a model where names begin and end. Call the kind otherwise.`;
    throw trainingError(message, { problem: 'tagLabel', label });
  }
  return learnWith(context, 'trainNames', params, signal, ({ model, folder, control, limits }) =>
    train(model, folder, params, { ...control, report: (progress) => report({ kind: 'training', progress }) }, limits),
  );
};
