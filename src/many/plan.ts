import { performance } from 'node:perf_hooks';
import { GlassboxError, throwIfCancelled, type PlanManyValue } from '../protocol/engine/index.js';
import { Pace } from './estimate.js';
import { inFolder, verdictOf } from './fault.js';
import { isThere, markOf, type ManyJob, type ReportMany } from './job.js';
import { journalOf, readJournal } from './journal.js';
import { survey, type Going, type Survey } from './survey.js';
import type { TextWorker } from './worker.js';
import path from 'node:path';

/** A plan without what only the caller knows. */
export type Plan = Omit<PlanManyValue, 'model'>;

/** A few texts are tried for so long at most, in seconds. */
const LONGEST = 5;

/**
 * Looks what there is to do, and what was done of it; tries a few texts to tell how long the rest will take.
 * @param samples so many texts at most
 * @throws GlassboxError as `survey`, and what would end a run
 */
export async function planMany(
  job: ManyJob,
  worker: TextWorker,
  samples: number,
  going: Going & { report: ReportMany },
): Promise<Plan> {
  const { report, signal } = going;
  const progress = { stage: 'reading', total: null, errors: 0, secondsLeft: null } as const;
  const found = await survey(job.input, job.column, going, (rows) => report({ ...progress, done: rows }));
  const folder = path.dirname(job.output);
  const { state, differing, done } = await inFolder(folder, () =>
    readJournal(journalOf(job.output), markOf(job, found)),
  );
  const pace = await measured(worker, found.samples.choose(samples), { signal, report });
  const { lengths, rows, unread, column, columns } = found;
  const all = pace ? pace.secondsFor(lengths) / worker.parallel : null;
  return {
    ...{ texts: rows - unread, unread, characters: lengths.characters, column, state, differing, done },
    columns: job.input.kind === 'table' || job.input.kind === 'jsonl' ? columns.names() : [],
    // Which rows are done is not looked at: they are the first ones.
    seconds: all === null ? null : (all * (rows - (state === 'begun' ? done : 0))) / rows,
    exists: state !== 'begun' && (await isThere(job.output)),
  };
}

/** How long a few texts take, one after another; null where there is none. The first is read twice, since it brings the model. */
async function measured(
  worker: TextWorker,
  texts: Survey['samples'] extends { choose(most: number): infer T } ? T : never,
  { signal, report }: { signal?: AbortSignal | undefined; report: ReportMany },
): Promise<Pace | null> {
  const pace = new Pace();
  const began = performance.now();
  const [first] = texts;
  for (const [at, text] of (first === undefined ? [] : [first, ...texts]).entries()) {
    throwIfCancelled(signal);
    const before = performance.now();
    let isMeasured = true;
    try {
      await worker.run(text, signal ?? new AbortController().signal);
    } catch (error) {
      const verdict = error instanceof GlassboxError ? verdictOf(error) : 'stop';
      if (verdict === 'stop') throw error;
      // A server that is busy, or fails for once, is the run's to ask again; how long texts take it does not tell.
      isMeasured = verdict === 'line';
    }
    const now = performance.now();
    if (at > 0 && isMeasured) pace.add(text.length, (now - before) / 1000);
    report({ stage: 'measuring', done: at + 1, total: texts.length + 1, errors: 0, secondsLeft: null });
    if ((pace.count > 0 || !isMeasured) && now - began > LONGEST * 1000) break;
  }
  return pace.count > 0 ? pace : null;
}
