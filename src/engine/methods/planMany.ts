import { planMany as plan } from '../../many/plan.js';
import { manyJob } from '../many/manyJob.js';
import type { Method } from './shared/methodContext.js';

/**
 * How many texts a file or a folder has, how long a model will take for them, as a few of them tell, and whether a run of
 * them was begun already. Nothing is written.
 * @throws GlassboxError `bad-request` (`many`), those of opening a model, and what would end a run
 */
export const planMany: Method<'planMany'> = async (context, params, report, signal) => {
  const { model, job, worker } = await manyJob(context, params, signal);
  const going = { signal, pause: () => context.pause(signal) };
  const found = await plan(job, worker, params.samples, {
    ...going,
    report: (progress) => report({ kind: 'many', progress }),
  });
  return { model, ...found };
};
