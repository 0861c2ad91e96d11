import { jobOf, type ManyJob } from '../../many/job.js';
import type { TextWorker } from '../../many/worker.js';
import { METHOD_TASKS, type CheckedParams } from '../../protocol/engine/index.js';
import type { MethodContext } from '../methods/shared/methodContext.js';
import type { Model } from '../models/model.js';
import { modelDigest } from './modelDigest.js';
import { textMethod } from './textMethods.js';

/** Many texts for a model of this machine. */
export interface LocalJob {
  model: string;
  job: ManyJob;
  worker: TextWorker;
}

/**
 * Opens the model that a job is for, and says what a text is asked.
 * @throws GlassboxError `unknown-model`, `model-broken`, `wrong-architecture`, `bad-request`
 */
export async function localJob(
  context: MethodContext,
  asked: CheckedParams<'planMany'> | CheckedParams<'scoreMany'>,
  signal: AbortSignal | undefined,
): Promise<LocalJob> {
  const { method, parameters, run } = textMethod(asked);
  const reference = asked.model ?? METHOD_TASKS[method]?.defaultModel ?? undefined;
  const model = await context.openModel(reference);
  model.requireTask(method);
  const pause = () => context.pause(signal);
  const { id, precision } = model.info;
  const settings = {
    glassbox: await context.version(),
    task: asked.task,
    method,
    model: { id, sha256: await modelDigest(model.folder, pause), ...(precision && { precision: precision.serves }) },
    parameters,
  };
  // Opened once: each text would hold it once more.
  const opened = new Map<string | undefined, Promise<Model>>([
    [asked.model, Promise.resolve(model)],
    [reference, Promise.resolve(model)],
  ]);
  const own: MethodContext = {
    ...context,
    openModel: (other) => {
      const one = opened.get(other) ?? context.openModel(other);
      opened.set(other, one);
      return one;
    },
  };
  const worker: TextWorker = {
    // Models here run one after another: two would only wait for each other.
    parallel: 1,
    run: (text, ended) => run(own, text, ended),
  };
  return { model: id, job: await jobOf(asked, settings), worker };
}
