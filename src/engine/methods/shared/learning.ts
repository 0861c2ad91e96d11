import type { MethodName } from '../../../protocol/engine/index.js';
import type { Model } from '../../models/model.js';
import type { ModelFolder } from '../../models/modelFolder.js';
import { threadCount } from '../../onnx/session.js';
import type { MethodContext } from './methodContext.js';

/** What training works with: the model, and how it gives way and learns that it is ended. */
interface Learning {
  model: Model;
  folder: ModelFolder;
  control: { pause(): Promise<void>; isStopped(): boolean };
  limits: { threads: number; limit: number };
}

/** Opens a model that learns, under the name by which `endRun` ends it. @throws GlassboxError as opening does */
export async function learnWith<R>(
  context: MethodContext,
  method: MethodName,
  { model: id, job }: { model?: string | undefined; job?: string | undefined },
  signal: AbortSignal | undefined,
  work: (learning: Learning) => Promise<R>,
): Promise<R> {
  const model = await context.openModel(id);
  model.requireTask(method);
  const folder = await context.findModel(model.info.id);
  const group = job === undefined ? null : context.openRunGroup(job);
  try {
    const control = { pause: () => model.yield(signal), isStopped: () => group?.isStopped(0) ?? false };
    const limits = { threads: threadCount(context.threads), limit: context.state().memoryLimit };
    return await work({ model, folder, control, limits });
  } finally {
    group?.close();
  }
}
