import type { CompareValue, ComparedRun, ErrorValue } from '../../protocol/engine/index.js';
import { createTokenGenerator } from '../../decoding/run.js';
import { computeMetrics } from '../../decoding/metrics/generationMetrics.js';
import type { BeamTreeNode } from '../../decoding/output.js';
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
import type { Method } from './shared/methodContext.js';
import { prepareGeneration, parsePrompt, newTokenLimit } from './shared/modelPrompt.js';

/**
 * Many decodings of one prompt: one prefill, and one batched step for all that still run. On fp32 graphs each gives what
 * it gives alone. A run's seconds are from the common start to its own end. As a `job` it reports growth, its runs can be
 * ended one by one, and one that fails has its error in the value.
 * @throws GlassboxError as `generate` does; outside of a job a decoding that cannot run ends the others
 */
export const compare: Method<'compare'> = async (context, params, report, signal) => {
  const { maxNewTokens, alternatives, stop = [], decodings } = params;
  const job = params.job === undefined ? null : context.openRunGroup(params.job);
  const attempts = new FailurePolicy(job !== null, signal);
  try {
    const model = await context.openWriter(params.model);
    const { tokenizer } = model;
    const prompt = await parsePrompt(model, 'compare', params, signal);
    const planned: RunOutcome<PreparedRun>[] = [];
    for (const [index, decoding] of decodings.entries()) {
      const path = job ? 'decoding' : `decodings[${index}]`;
      planned.push(await attempts.try(() => prepareRun(context, model, decoding, { maxNewTokens, path })));
    }
    const limit = newTokenLimit(model, prompt, maxNewTokens);
    const main = await prepareGeneration(model, prompt, signal);
    const steps = new SharedSteppers(main.model, prompt, { limit, maxNewTokens }, signal);
    const runs: RunOutcome<BatchedRun>[] = [];
    for (const one of planned) runs.push('error' in one ? one : await attempts.try(() => steps.attach(one.value)));

    if (job) report({ kind: 'prompt', ids: prompt.ids });
    const live = job ? new ProgressReporter(tokenizer, report) : undefined;
    const stops = stop.length > 0 && { stops: createStopChecker(tokenizer, stop) };
    const request = { prompt: main.decoderPrompt, alternatives, ...stops };
    const options = { tokenizer, promptIds: prompt.ids, eosIds: main.model.eosIds, stop, report, live };
    const write = async ({ models, config, limit, detach: leave }: BatchedRun, run: number): Promise<ComparedRun> => {
      const watched = job && {
        ended: () => job.isStopped(run),
        onNodes: (nodes: readonly BeamTreeNode[]) => live?.nodes(run, nodes),
      };
      try {
        const decoder = createTokenGenerator(models, { ...request, limit, ...watched }, config, attempts.signal);
        const written = await runGeneration(decoder, { ...options, config, run });
        const short = written.sequences.some(({ finish, ids }) => finish === 'length' && ids.length < limit);
        return { decoding: decodings[run]!, ...written, ...(short && { stopped: true as const }) };
      } finally {
        leave();
      }
    };
    const nothing = (run: number, error: ErrorValue): ComparedRun => ({
      decoding: decodings[run]!,
      sequences: [],
      metrics: computeMetrics([], prompt.ids, 0, false),
      warnings: [],
      error,
    });
    const settle = async (one: RunOutcome<BatchedRun>, run: number): Promise<ComparedRun> => {
      const result = 'error' in one ? one : await attempts.try(() => write(one.value, run));
      const value = 'error' in result ? nothing(run, result.error) : result.value;
      live?.flush();
      if (job) report({ kind: 'run', run, value });
      return value;
    };
    const value = { model: model.info.id, prompt: prompt.tokens, runs: await settleAll(runs.map(settle)) };
    return value satisfies CompareValue;
  } finally {
    job?.close();
  }
};

/** All values when all have ended; throws what failed first, since the others failed because of it. */
async function settleAll<T>(running: readonly Promise<T>[]): Promise<T[]> {
  const failures: unknown[] = [];
  await Promise.all(running.map((one) => one.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return Promise.all(running);
}
