import type { Method } from './shared/methodContext.js';

/** The models there are, in memory or not. */
export const models: Method<'models'> = (context) => context.listModels();

/** What the engine is doing now. */
export const state: Method<'state'> = (context) => Promise.resolve(context.state());

/** Ends one run of a job, or all of them, with what they have. */
export const endRun: Method<'endRun'> = (context, { job, run }) => Promise.resolve({ ended: context.endRun(job, run) });

/** Frees the memory of idle models; of one that is to be removed, the 8-bit copies of its weights as well. */
export const unload: Method<'unload'> = async (context, { model, copies }) => ({
  unloaded: await context.unload(model),
  freed: copies && model !== undefined ? await context.removeCopies(model) : 0,
});
