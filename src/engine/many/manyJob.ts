import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { jobOf, type ManyJob } from '../../many/job.js';
import type { TextWorker } from '../../many/worker.js';
import { METHOD_TASKS, type CheckedParams } from '../../protocol/engine/index.js';
import type { MethodContext } from '../methods/shared/methodContext.js';
import type { Model } from '../models/model.js';
import type { RemoteWriter, WritingModel } from '../models/writingModel.js';
import type { ServedModel } from '../served/servedModel.js';
import { modelDigest } from './modelDigest.js';
import { textMethod, type TextMethod } from './textMethods.js';

type Asked = CheckedParams<'planMany'> | CheckedParams<'scoreMany'>;

/** Texts that a server has at once; it batches them. The queue asks for fewer where it is too busy. */
export const AT_ONCE = 16;
/** Where a text takes a request for each token, these already keep it busy. */
const AT_ONCE_BY_TOKENS = 4;
/** Tokens of a continuation that is not streamed: of a slow server that writes more, silence would be taken for its end. */
const IN_ONE_PIECE = 64;

/** Many texts for a model. */
export interface ModelJob {
  model: string;
  job: ManyJob;
  worker: TextWorker;
}

/**
 * Opens the model that a job is for, here or on a server, and says what a text is asked.
 * @throws GlassboxError `unknown-model`, `model-broken`, `wrong-architecture`, `bad-request`, `server-failed`
 */
export async function manyJob(
  context: MethodContext,
  asked: Asked,
  signal: AbortSignal | undefined,
): Promise<ModelJob> {
  const method = textMethod(asked);
  const reference = asked.model ?? METHOD_TASKS[method.method]?.defaultModel ?? undefined;
  const served = await context.findServed(reference);
  const { model, worker } = served
    ? servedWorker(context, served, asked, method)
    : await localWorker(context, asked, method, signal);
  const settings = {
    ...{ glassbox: await context.version(), task: asked.task, method: method.method, model },
    parameters: method.parameters,
  };
  return { model: model.id, job: await jobOf(asked, settings), worker };
}

/** A server may load another model of the same name: what it had stands in the settings, not what it has. */
function servedWorker(context: MethodContext, served: ServedModel, asked: Asked, { method, run }: TextMethod) {
  served.requireTask(method);
  const { address, abilities } = served.server;
  const whole = method === 'generate' ? wholeWriter(served, asked) : null;
  const isWhole =
    method === 'embed' || whole !== null || (method === 'score' && abilities.promptLogProbabilities === 'asked');
  const writer: Promise<WritingModel> = Promise.resolve(whole ?? served.unseen());
  const own: MethodContext = { ...context, openWriter: () => writer };
  const worker: TextWorker = {
    parallel: isWhole ? AT_ONCE : AT_ONCE_BY_TOKENS,
    run: (text, ended) => run(own, text, ended),
  };
  return { model: { id: served.info.id, server: address, name: abilities.model.id }, worker };
}

/**
 * The model as one that decodes by itself: a request writes a text, where a step over the wire takes one for each token.
 * Null where it would not do all that is asked for.
 */
function wholeWriter(served: ServedModel, { decoding = { strategy: 'greedy' }, maxNewTokens }: Asked) {
  const { remote, vocabularySize } = served;
  const limits = { vocabularySize, maxNewTokens: maxNewTokens ?? Infinity };
  const config = resolveGenerationConfig(decoding, limits);
  const doesAll = remote.canRun(config) && remote.warnings(config, decoding).length === 0 && config.minNewTokens === 0;
  if (!doesAll) return null;
  const whole: RemoteWriter = {
    isOnly: true,
    model: remote.model,
    canRun: (one) => remote.canRun(one),
    warnings: (one, given) => remote.warnings(one, given),
    write: (request, signal) =>
      remote.write(request.limit > IN_ONE_PIECE ? request : { ...request, onText: null }, signal),
  };
  return Object.create(served, { remote: { value: whole } }) as ServedModel;
}

async function localWorker(
  context: MethodContext,
  asked: Asked,
  { method, run }: TextMethod,
  signal: AbortSignal | undefined,
) {
  const reference = asked.model ?? METHOD_TASKS[method]?.defaultModel ?? undefined;
  const model = await context.openModel(reference);
  model.requireTask(method);
  const pause = () => context.pause(signal);
  const { id, precision } = model.info;
  // Opened once: each text would hold it once more.
  const opened = new Map<string | undefined, Promise<Model>>([
    [asked.model, Promise.resolve(model)],
    [reference, Promise.resolve(model)],
  ]);
  const openModel = (other: string | undefined) => {
    const one = opened.get(other) ?? context.openModel(other);
    opened.set(other, one);
    return one;
  };
  const own: MethodContext = { ...context, openModel, openWriter: openModel };
  const worker: TextWorker = {
    // Models here run one after another: two would only wait for each other.
    parallel: 1,
    run: (text, ended) => run(own, text, ended),
  };
  const sha256 = await modelDigest(model.folder, pause);
  return { model: { id, sha256, ...(precision && { precision: precision.serves }) }, worker };
}
