import type { CompareValue, ComparedRun, ErrorValue } from '../../protocol/index.js';
import { decode } from '../../decoding/decode.js';
import { measure } from '../../decoding/metrics.js';
import type { TreeNode } from '../../decoding/outcome.js';
import { generation } from '../writing/generation.js';
import { LiveReport } from '../writing/live.js';
import { stopCheck } from '../writing/stops.js';
import { Attempts, CommonSteps, planRun, type Attempt, type Planned, type Run } from './compareRuns.js';
import type { Method } from './context.js';
import { openWriter, readPrompt, roomFor } from './prompt.js';

/**
 * Many decodings of one prompt: one prefill, and one batched step for all that still run. On fp32 graphs each gives what
 * it gives alone. A run's seconds are from the common start to its own end. As a `job` it reports growth, its runs can be
 * ended one by one, and one that fails has its error in the value.
 * @throws GlassboxError as `generate` does; outside of a job a decoding that cannot run ends the others
 */
export const compare: Method<'compare'> = async (context, params, report, signal) => {
  const { maxNewTokens, alternatives, stop = [], decodings } = params;
  const job = params.job === undefined ? null : context.openJob(params.job);
  const attempts = new Attempts(job !== null, signal);
  try {
    const model = await context.open(params.model);
    const { tokenizer } = model;
    const prompt = readPrompt(model, 'compare', params);
    const planned: Attempt<Planned>[] = [];
    for (const [index, decoding] of decodings.entries()) {
      const path = job ? 'decoding' : `decodings[${index}]`;
      planned.push(await attempts.try(() => planRun(context, model, decoding, { maxNewTokens, path })));
    }
    const limit = roomFor(model, prompt, maxNewTokens);
    const main = await openWriter(model, prompt, signal);
    const steps = new CommonSteps(main.model, prompt, { limit, maxNewTokens }, signal);
    const runs: Attempt<Run>[] = [];
    for (const one of planned) runs.push('error' in one ? one : await attempts.try(() => steps.join(one.value)));

    if (job) report({ kind: 'prompt', ids: prompt.ids });
    const live = job ? new LiveReport(tokenizer, report) : undefined;
    const stops = stop.length > 0 && { stops: stopCheck(tokenizer, stop) };
    const request = { prompt: main.decoderPrompt, alternatives, ...stops };
    const options = { tokenizer, promptIds: prompt.ids, eosIds: main.model.eosIds, stop, report, live };
    const write = async ({ models, plan, limit, leave }: Run, run: number): Promise<ComparedRun> => {
      const watched = job && {
        ended: () => job.ended(run),
        onNodes: (nodes: readonly TreeNode[]) => live?.nodes(run, nodes),
      };
      try {
        const decoder = decode(models, { ...request, limit, ...watched }, plan, attempts.signal);
        const written = await generation(decoder, { ...options, plan, run });
        const short = written.sequences.some(({ finish, ids }) => finish === 'length' && ids.length < limit);
        return { decoding: decodings[run]!, ...written, ...(short && { stopped: true as const }) };
      } finally {
        leave();
      }
    };
    const nothing = (run: number, error: ErrorValue): ComparedRun => ({
      decoding: decodings[run]!,
      sequences: [],
      metrics: measure([], prompt.ids, 0, false),
      warnings: [],
      error,
    });
    const settle = async (one: Attempt<Run>, run: number): Promise<ComparedRun> => {
      const result = 'error' in one ? one : await attempts.try(() => write(one.value, run));
      const value = 'error' in result ? nothing(run, result.error) : result.value;
      live?.flush();
      if (job) report({ kind: 'run', run, value });
      return value;
    };
    const value = { model: model.info.id, prompt: prompt.tokens, runs: await allOf(runs.map(settle)) };
    return value satisfies CompareValue;
  } finally {
    job?.close();
  }
};

/** All values when all have ended; throws what failed first, since the others failed because of it. */
async function allOf<T>(running: readonly Promise<T>[]): Promise<T[]> {
  const failures: unknown[] = [];
  await Promise.all(running.map((one) => one.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return Promise.all(running);
}
