import { runMany } from '../../many/run.js';
import { manyJob } from '../many/manyJob.js';
import type { Method } from './shared/methodContext.js';

/**
 * Asks a model of each text of a file or a folder: perplexity, labels, vectors or a continuation, as the methods for one text
 * give them. It gives way to every other call after each text; what is done when it is cancelled, fails or is killed is kept,
 * and the next call with the same input and settings goes on from there. A text that fails is an error of its row.
 * @throws GlassboxError `bad-request` (`many`, `storeBusy`), `cancelled`, and what no text would fare better with
 */
export const scoreMany: Method<'scoreMany'> = async (context, params, report, signal) => {
  const { model, job, worker } = await manyJob(context, params, signal);
  const { restart, overwrite } = params;
  const ran = await runMany(job, worker, {
    ...{ restart, overwrite, signal },
    pause: () => context.pause(signal),
    report: (progress) => report({ kind: 'many', progress }),
  });
  return { model, output: job.output, ...ran };
};
