import { GlassboxError, PRIORITIES, throwIfCancelled, type Priority } from '../../protocol/engine/index.js';

/** The right to run the model, held by one job at a time. */
export interface Lease {
  /**
   * Called between steps: lets messages in, gives way to more urgent jobs and comes back when they are done.
   * @throws GlassboxError `cancelled`
   */
  yield(signal?: AbortSignal): Promise<void>;
}

interface QueuedJob {
  rank: number;
  wake: () => void;
}

const letMessagesIn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Of a job that runs no model here, and waits for no turn. */
export const FREE_LEASE: Lease = {
  yield: async (signal) => {
    await letMessagesIn();
    throwIfCancelled(signal);
  },
};

/**
 * Decides which job runs next. The models run synchronously in this process, so jobs take turns: a more urgent job goes before a
 * waiting one at once and before a running one at its next step; equals in the order they came.
 */
export class Scheduler {
  #isHeld = false;
  readonly #waiting: QueuedJob[] = [];

  constructor(private readonly onChange: () => void = () => {}) {}

  /** Jobs that wait, paused ones included. */
  get queued(): number {
    return this.#waiting.length;
  }

  /** Runs `job` when its turn comes. A job cancelled while it waits never starts. */
  async run<T>(priority: Priority, job: (lease: Lease) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const rank = PRIORITIES.indexOf(priority);
    await this.#acquire(rank, signal);
    let passing: Promise<void> | null = null;
    const pass = async (stepSignal = signal) => {
      // Two models of one job may step side by side, but the job has one lease to give up.
      passing ??= this.#yieldToUrgent(rank).finally(() => (passing = null));
      await passing;
      throwIfCancelled(stepSignal);
    };
    try {
      return await job({ yield: pass });
    } finally {
      this.#release();
    }
  }

  async #acquire(rank: number, signal: AbortSignal | undefined, resumes = false): Promise<void> {
    throwIfCancelled(signal);
    if (!this.#isHeld) {
      this.#isHeld = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const cancelled = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        this.onChange();
        reject(new GlassboxError('cancelled', 'The run was cancelled while it waited.'));
      };
      const entry: QueuedJob = {
        rank,
        wake: () => {
          signal?.removeEventListener('abort', cancelled);
          resolve();
        },
      };
      signal?.addEventListener('abort', cancelled, { once: true });
      if (resumes) this.#waiting.unshift(entry);
      else this.#waiting.push(entry);
      this.onChange();
    });
  }

  async #yieldToUrgent(rank: number): Promise<void> {
    await letMessagesIn();
    if (!this.#waiting.some((other) => other.rank > rank)) return;
    // The paused job goes on before its equals, and cannot be cancelled out of the queue: `release` follows in any case.
    const back = this.#acquire(rank, undefined, true);
    this.#release();
    await back;
  }

  #release(): void {
    const next = this.#waiting.reduce<QueuedJob | null>(
      (best, one) => (best && best.rank >= one.rank ? best : one),
      null,
    );
    if (!next) {
      this.#isHeld = false;
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.onChange();
    next.wake();
  }
}
