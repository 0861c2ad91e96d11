import {
  toErrorValue,
  throwIfCancelled,
  type ComparedRun,
  type Engine,
  type Params,
  type Progress,
} from '../../../protocol/engine/index.js';
import { type RunIssue, type RunGrowth } from '../../../protocol/webviews/index.js';
import type { RunAttempt } from './decodingEvents.js';

/** Alternatives noted for each token. */
const ALTERNATIVES = 10;

/** A job whose runs are all to end is left alone when the engine does not answer for so long, in milliseconds. */
const GRACE = 700;

/** What is told of runs as they go on. Only of the newest start of each. */
export interface JobListener {
  prompted(runs: RunAttempt[], promptIds: number[]): void;
  grown(growth: RunGrowth[]): void;
  ended(run: RunAttempt, value: ComparedRun): void;
  failed(runs: RunAttempt[], fault: RunIssue): void;
  stopped(runs: RunAttempt[]): void;
}

interface Job {
  name: string;
  /** by their place in the call; null for those that are over or not wanted any more */
  runs: (RunAttempt | null)[];
  /** runs that are to end as soon as the job has begun */
  toEnd: Set<number>;
  begun: boolean;
  abort: AbortController;
}

/** What a job asks of the engine. */
export type JobParams = Omit<Params<'compare'>, 'alternatives' | 'job'>;

/** Calls of `compare`, each for the runs of one prompt, of which each can be ended by itself. */
export class RunJobs {
  readonly #jobs = new Set<Job>();
  #next = 1;

  constructor(
    private readonly engine: Engine,
    private readonly listener: JobListener,
  ) {}

  /**
   * Settles when all runs have ended in whatever way; never throws.
   * @param prepare gives what is asked for; its runs can be ended while it works
   */
  async start(runs: readonly RunAttempt[], prepare: (signal: AbortSignal) => Promise<JobParams>): Promise<void> {
    const job: Job = {
      name: `decoding-${this.#next++}`,
      runs: [...runs],
      toEnd: new Set(),
      begun: false,
      abort: new AbortController(),
    };
    this.#jobs.add(job);
    const onProgress = (progress: Progress) => this.#hear(job, progress);
    try {
      const { signal } = job.abort;
      const all = { ...(await prepare(signal)), alternatives: ALTERNATIVES, job: job.name };
      throwIfCancelled(signal);
      await this.engine.call('compare', all, { onProgress }, signal);
    } catch (error) {
      const left = openRuns(job);
      const fault = toErrorValue(error);
      if (fault.code === 'cancelled') this.listener.stopped(left);
      else this.listener.failed(left, fault);
    } finally {
      this.#jobs.delete(job);
    }
  }

  /** Ends runs with what they have; their news come as usual. */
  end(ids: ReadonlySet<number>): void {
    for (const job of this.#jobs) this.#end(job, ids);
  }

  /** Ends runs of which nothing more is to be heard: they are gone, or start again. */
  forget(ids: ReadonlySet<number>): void {
    for (const job of this.#jobs) {
      this.#end(job, ids);
      job.runs = job.runs.map((run) => (run && ids.has(run.id) ? null : run));
    }
  }

  #end(job: Job, ids: ReadonlySet<number>): void {
    const places = job.runs.flatMap((run, place) => (run && ids.has(run.id) ? [place] : []));
    if (places.length === 0) return;
    for (const place of places) job.toEnd.add(place);
    const whole = job.runs.every((run, place) => run === null || job.toEnd.has(place));
    if (!job.begun) {
      if (whole) job.abort.abort();
      return;
    }
    this.#tell(job, whole ? undefined : places);
    if (whole) setTimeout(() => job.abort.abort(), GRACE);
  }

  #tell({ name }: Job, places: readonly number[] | undefined): void {
    // Where it fails, the job is over already, or the engine is gone and the job's own call says so.
    const end = (run?: number) =>
      void this.engine.call('endRun', { job: name, ...(run !== undefined && { run }) }).catch(() => {});
    if (places === undefined) end();
    else for (const place of places) end(place);
  }

  #hear(job: Job, progress: Progress): void {
    switch (progress.kind) {
      case 'prompt':
        job.begun = true;
        if (job.toEnd.size > 0) this.#tell(job, [...job.toEnd]);
        return this.listener.prompted(openRuns(job), progress.ids);
      case 'growth': {
        const growth = progress.growth.flatMap(({ run, sequences, nodes }) => {
          const start = job.runs[run];
          return start ? [{ ...start, sequences, nodes }] : [];
        });
        if (growth.length > 0) this.listener.grown(growth);
        return;
      }
      case 'run': {
        const start = job.runs[progress.run];
        job.runs[progress.run] = null;
        if (start) this.listener.ended(start, progress.value);
        return;
      }
      case 'load':
      case 'text':
      case 'decodedByServer':
      case 'segment':
      case 'measured':
      case 'index':
      case 'many':
      case 'training':
      case 'pretraining':
      case 'adapting':
        return;
    }
  }
}

function openRuns({ runs }: Job): RunAttempt[] {
  return runs.filter((run) => run !== null);
}
