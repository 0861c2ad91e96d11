import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { lock } from '../hub/lock.js';
import { toErrorValue, type GlassboxError, type ManyProgress } from '../protocol/engine/index.js';
import { ColumnList } from './columns.js';
import { TimeLeft } from './estimate.js';
import { inFolder, manyError } from './fault.js';
import { isThere, lockOf, markOf, nothingToRead, type ManyJob, type RanMany, type ReportMany } from './job.js';
import { Journal, journalOf, readJournal, type JournalEntry } from './journal.js';
import { readRows } from './input/readRows.js';
import { textOf, wordsOf, type InputRow } from './input/row.js';
import { workOff } from './queue.js';
import { survey, type Going, type Survey } from './survey.js';
import type { TextWorker } from './worker.js';
import { writeResult } from './writeResult.js';

/** Milliseconds between two reports. */
const REPORT_EVERY = 100;

export interface RunOptions extends Going {
  restart: boolean;
  overwrite: boolean;
  report: ReportMany;
}

/**
 * Reads all texts of a job and writes what came of them. What is done stands in a journal beside the result, so that a run
 * which was killed, cancelled or failed goes on where it was.
 * @throws GlassboxError `bad-request` (`many`, `storeBusy`), `cancelled`, and what ends a run (`verdictOf`)
 */
export async function runMany(job: ManyJob, worker: TextWorker, options: RunOptions): Promise<RanMany> {
  const folder = path.dirname(job.output);
  const held = await inFolder(folder, () => lock(lockOf(job.output), job.output));
  try {
    return await inFolder(folder, () => new ManyRun(job, worker, options).run());
  } finally {
    await held.release();
  }
}

/** A row with its place among all rows. */
interface Numbered {
  row: InputRow;
  index: number;
}

class ManyRun {
  readonly #began = performance.now();
  readonly #place: string;
  readonly #results = new ColumnList();
  readonly #done = new Set<number>();
  #errors = 0;
  #resumed = 0;
  #reported = 0;

  constructor(
    private readonly job: ManyJob,
    private readonly worker: TextWorker,
    private readonly options: RunOptions,
  ) {
    this.#place = journalOf(job.output);
  }

  async run(): Promise<RanMany> {
    const { job, options } = this;
    const found = await survey(job.input, job.column, options, (done) => this.#report('reading', () => ({ done })));
    const journal = await this.#journal(found);
    this.#resumed = this.#done.size;
    try {
      await this.#workOff(journal, found);
    } finally {
      // What was done stays, whatever ended it.
      await journal.close();
    }
    const { settings, failed } = await writeResult(job, found, {
      ...{ journal: this.#place, results: this.#results, errors: this.#errors, pause: options.pause },
      signal: options.signal,
      onRow: (done) => this.#report('writing', () => ({ done, total: found.rows })),
    });
    await journal.remove();
    const seconds = (performance.now() - this.#began) / 1000;
    return { settings, failed, rows: found.rows, resumed: this.#resumed, errors: this.#errors, seconds };
  }

  /** The journal, to go on with or new. @throws GlassboxError `bad-request` (`otherInput`, `otherSettings`, `exists`) */
  async #journal(found: Survey): Promise<Journal> {
    const { output } = this.job;
    const mark = markOf(this.job, found);
    const { state, differing, bytes } = await readJournal(this.#place, mark, (entry) => this.#note(entry));
    const isAnew = this.options.restart;
    if (isAnew || state === 'new') {
      this.#done.clear();
      this.#errors = 0;
      if (!isAnew && !this.options.overwrite && (await isThere(output))) throw manyError({ problem: 'exists', output });
      return Journal.open(this.#place, mark, 0);
    }
    if (state === 'otherInput') throw manyError({ problem: 'otherInput', output });
    if (state === 'otherSettings') throw manyError({ problem: 'otherSettings', output, differing });
    return Journal.open(this.#place, mark, bytes);
  }

  #note({ index, result, error }: JournalEntry): void {
    this.#done.add(index);
    if (error) this.#errors += 1;
    if (result) this.#results.addResult(result);
  }

  async #workOff(journal: Journal, { column, lengths, rows: total }: Survey): Promise<void> {
    const time = new TimeLeft(lengths);
    const add = (entry: JournalEntry) => {
      journal.add(entry);
      this.#note(entry);
    };
    const tell = (more: Partial<ManyProgress> = {}) =>
      this.#report(
        'running',
        () => ({ done: this.#done.size, total, secondsLeft: time.seconds(), ...more }),
        'waitsFor' in more,
      );
    const leave = (row: InputRow) => {
      const text = wordsOf(row, column);
      if (text !== null) time.done(text.length, null);
    };
    const fail = ({ row, index }: Numbered, error: GlassboxError) => {
      const { code, message } = toErrorValue(error);
      add({ index, error: { code, message } });
      leave(row);
      tell();
    };
    const rows = this.#rows(leave);
    await workOff<Numbered>({
      parallel: this.worker.parallel,
      signal: this.options.signal,
      next: async () => {
        const next = await rows.next();
        return next.done ? null : next.value;
      },
      run: async ({ row, index }, signal) => {
        const text = textOf(row, column);
        if (typeof text !== 'string') throw manyError({ problem: 'line', why: text.problem });
        if (text.trim() === '') throw nothingToRead();
        const before = performance.now();
        const result = await this.worker.run(text, signal);
        add({ index, result });
        time.done(text.length, (performance.now() - before) / 1000);
        tell();
      },
      fail,
      onBusy: (waitsFor) => tell({ waitsFor }),
    });
  }

  /** The rows that are not done. @param skip those that are */
  async *#rows(skip: (row: InputRow) => void): AsyncGenerator<Numbered, void> {
    let index = 0;
    for await (const rows of readRows(this.job.input)) {
      for (const row of rows) {
        const own = index++;
        if (this.#done.has(own)) skip(row);
        else yield { row, index: own };
      }
      await this.options.pause();
    }
  }

  /** @param news asked for where it is time to report */
  #report(stage: ManyProgress['stage'], news: () => Partial<ManyProgress>, atOnce = false): void {
    const now = performance.now();
    if (now - this.#reported < REPORT_EVERY && !atOnce) return;
    this.#reported = now;
    this.options.report({ stage, done: 0, total: null, errors: this.#errors, secondsLeft: null, ...news() });
  }
}
