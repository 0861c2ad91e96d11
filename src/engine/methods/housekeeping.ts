import type { Method } from './shared/methodContext.js';

/** The models there are, in memory or not. */
export const models: Method<'models'> = (context) => context.listModels();

/** What the engine is doing now. */
export const state: Method<'state'> = (context) => Promise.resolve(context.state());

/** Ends one run of a job, or all of them, with what they have. */
export const endRun: Method<'endRun'> = (context, { job, run }) => Promise.resolve({ ended: context.endRun(job, run) });

/** Frees the memory of idle models. */
export const unload: Method<'unload'> = async (context, params) => ({ unloaded: await context.unload(params.model) });
