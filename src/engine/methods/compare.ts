import type {
  CheckedParams,
  ComparedRun,
  CompareValue,
  ErrorValue,
  Generation,
  Token,
} from '../../protocol/engine/index.js';
import { createTokenGenerator } from '../../decoding/run.js';
import { computeMetrics } from '../../decoding/metrics/generationMetrics.js';
import type { BeamTreeNode } from '../../decoding/output.js';
import { runRemote } from '../generation/runRemote.js';
import { runGeneration } from '../generation/runGeneration.js';
import { ProgressReporter } from '../generation/progressReporter.js';
import { createStopChecker } from '../generation/stopStrings.js';
import {
  FailurePolicy,
  SharedSteppers,
  prepareRun,
  type RunOutcome,
  type PreparedRun,
  type BatchedRun,
} from './shared/comparedRuns.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import type { RemoteWriter, WritingModel } from '../models/writingModel.js';
import type { RunGroup } from '../scheduling/runGroups.js';
import type { Method, MethodContext, ReportProgress } from './shared/methodContext.js';
import { prepareGeneration, parsePrompt, newTokenLimit, textPrompt } from './shared/modelPrompt.js';

/**
 * Many decodings of one prompt: one prefill, and one batched step for all that still run. On fp32 graphs each gives what
 * it gives alone. A run's seconds are from the common start to its own end. As a `job` it reports growth, its runs can be
 * ended one by one, and one that fails has its error in the value.
 * @throws GlassboxError as `generate` does; outside of a job a decoding that cannot run ends the others
 */
export const compare: Method<'compare'> = async (context, params, report, signal) => {
  const { decodings } = params;
  const job = params.job === undefined ? null : context.openRunGroup(params.job);
  const attempts = new FailurePolicy(job !== null, signal);
  try {
    const model = await context.openWriter(params.model);
    const live = job ? new ProgressReporter(model.tokenizer, report) : undefined;
    const comparison = { context, model, params, job, attempts, live, report };
    const { remote } = model;
    const { prompt, writers } = remote?.isOnly
      ? await remoteWriters(comparison, remote)
      : await stepWriters(comparison);
    const ids = prompt.map(({ id }) => id);
    if (job) report({ kind: 'prompt', ids });
    const nothing = (run: number, error: ErrorValue): ComparedRun => ({
      decoding: decodings[run]!,
      sequences: [],
      metrics: computeMetrics([], ids, 0, false),
      warnings: [],
      error,
    });
    const settle = async (one: RunOutcome<Write>, run: number): Promise<ComparedRun> => {
      const result = 'error' in one ? one : await attempts.try(one.value);
      const value = 'error' in result ? nothing(run, result.error) : { decoding: decodings[run]!, ...result.value };
      live?.flush();
      if (job) report({ kind: 'run', run, value });
      return value;
    };
    const value = { model: model.info.id, prompt, runs: await settleAll(writers.map(settle)) };
    return value satisfies CompareValue;
  } finally {
    job?.close();
  }
};

/** What all decodings of one call share. */
interface Comparison {
  context: MethodContext;
  model: WritingModel;
  params: CheckedParams<'compare'>;
  job: RunGroup | null;
  attempts: FailurePolicy;
  live: ProgressReporter | undefined;
  report: ReportProgress;
}

type Write = () => Promise<Generation>;

/** Each decoding, or why it cannot run, and the prompt that they go on with. */
interface Writers {
  prompt: Token[];
  writers: RunOutcome<Write>[];
}

const pathOf = ({ job }: Comparison, index: number) => (job ? 'decoding' : `decodings[${index}]`);

/** Decodings that take their steps together. */
async function stepWriters(comparison: Comparison): Promise<Writers> {
  const { context, model, params, job, attempts, live, report } = comparison;
  const { maxNewTokens, alternatives, stop = [], decodings } = params;
  const { signal } = attempts;
  const { tokenizer, remote } = model;
  const prompt = await parsePrompt(model, 'compare', params, signal);
  const planned: RunOutcome<PreparedRun>[] = [];
  for (const [index, decoding] of decodings.entries()) {
    const path = pathOf(comparison, index);
    planned.push(await attempts.try(() => prepareRun(context, model, decoding, { maxNewTokens, path })));
  }
  const limit = newTokenLimit(model, prompt, maxNewTokens);
  const main = await prepareGeneration(model, prompt, signal);
  const steps = new SharedSteppers(main.model, prompt, { limit, maxNewTokens }, signal);
  const runs: RunOutcome<BatchedRun>[] = [];
  for (const one of planned) runs.push('error' in one ? one : await attempts.try(() => steps.attach(one.value)));

  const stops = stop.length > 0 && { stops: createStopChecker(tokenizer, stop) };
  const request = { prompt: main.decoderPrompt, alternatives, ...stops };
  const options = { tokenizer, promptIds: prompt.ids, eosIds: main.model.eosIds, stop, report, live };
  const write = async ({ models, config, limit, detach: leave }: BatchedRun, run: number): Promise<Generation> => {
    const ended = () => job?.isStopped(run) === true;
    const watched = job && { ended, onNodes: (nodes: readonly BeamTreeNode[]) => live?.nodes(run, nodes) };
    const asked = { prompt: prompt.ids, config, given: decodings[run]!, limit, stop, run, report, live, ended };
    const handOver = (step: number) => (remote?.canRun(config) ? runRemote(remote, { ...asked, step }, signal) : null);
    try {
      const decoder = createTokenGenerator(models, { ...request, limit, ...watched }, config, signal);
      const written = await runGeneration(decoder, { ...options, config, run, handOver });
      const isShort =
        !written.decodedByServer &&
        written.sequences.some(({ finish, ids }) => finish === 'length' && ids.length < limit);
      return { ...written, ...(isShort && { stopped: true as const }) };
    } finally {
      leave();
    }
  };
  return {
    prompt: prompt.tokens,
    writers: runs.map((one, run) => ('error' in one ? one : { value: () => write(one.value, run) })),
  };
}

/** Decodings by a server's own sampler, each a request for each text. */
async function remoteWriters(comparison: Comparison, remote: RemoteWriter): Promise<Writers> {
  const { model, params, job, attempts, live, report } = comparison;
  const { maxNewTokens, stop = [], decodings } = params;
  const prompt = textPrompt(model, 'compare', params);
  const writers: RunOutcome<Write>[] = [];
  for (const [run, given] of decodings.entries()) {
    const limits = { vocabularySize: model.vocabularySize, maxNewTokens, path: pathOf(comparison, run) };
    const plan = (): Write => {
      const config = resolveGenerationConfig(given, limits);
      model.requireStrategy(config.strategy);
      const ended = () => job?.isStopped(run) === true;
      const asked = { prompt, config, given, limit: maxNewTokens, stop, run, report, live, ended };
      return () => runRemote(remote, asked, attempts.signal);
    };
    writers.push(await attempts.try(plan));
  }
  return { prompt: [], writers };
}

/** All values when all have ended; throws what failed first, since the others failed because of it. */
async function settleAll<T>(running: readonly Promise<T>[]): Promise<T[]> {
  const failures: unknown[] = [];
  await Promise.all(running.map((one) => one.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return Promise.all(running);
}
