import { GlassboxError, PRIORITIES, throwIfCancelled, type Priority } from '../protocol/index.js';

/** The right to run the model, held by one job at a time. */
export interface Turn {
  /**
   * Called between steps: lets messages in, gives way to more urgent jobs and comes back when they are done.
   * @throws GlassboxError `cancelled`
   */
  pass(signal?: AbortSignal): Promise<void>;
}

interface Waiting {
  rank: number;
  wake: () => void;
}

const messagesAreIn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Who runs next. The models run synchronously in this process, so jobs take turns: a more urgent job goes before a
 * waiting one at once and before a running one at its next step; equals in the order they came.
 */
export class Turns {
  private held = false;
  private readonly waiting: Waiting[] = [];

  constructor(private readonly onChange: () => void = () => {}) {}

  /** Jobs that wait, paused ones included. */
  get queued(): number {
    return this.waiting.length;
  }

  /** Runs `job` when its turn comes. A job cancelled while it waits never starts. */
  async run<T>(priority: Priority, job: (turn: Turn) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const rank = PRIORITIES.indexOf(priority);
    await this.take(rank, signal);
    let passing: Promise<void> | null = null;
    const pass = async (stepSignal = signal) => {
      // Two models of one job may step side by side, but the job has one turn to give.
      passing ??= this.giveWay(rank).finally(() => (passing = null));
      await passing;
      throwIfCancelled(stepSignal);
    };
    try {
      return await job({ pass });
    } finally {
      this.release();
    }
  }

  private async take(rank: number, signal: AbortSignal | undefined, resumes = false): Promise<void> {
    throwIfCancelled(signal);
    if (!this.held) {
      this.held = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const cancelled = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        this.onChange();
        reject(new GlassboxError('cancelled', 'The run was cancelled while it waited.'));
      };
      const entry: Waiting = {
        rank,
        wake: () => {
          signal?.removeEventListener('abort', cancelled);
          resolve();
        },
      };
      signal?.addEventListener('abort', cancelled, { once: true });
      if (resumes) this.waiting.unshift(entry);
      else this.waiting.push(entry);
      this.onChange();
    });
  }

  private async giveWay(rank: number): Promise<void> {
    await messagesAreIn();
    if (!this.waiting.some((other) => other.rank > rank)) return;
    // The paused job goes on before its equals, and cannot be cancelled out of the queue: `release` follows in any case.
    const back = this.take(rank, undefined, true);
    this.release();
    await back;
  }

  private release(): void {
    const next = this.waiting.reduce<Waiting | null>((best, one) => (best && best.rank >= one.rank ? best : one), null);
    if (!next) {
      this.held = false;
      return;
    }
    this.waiting.splice(this.waiting.indexOf(next), 1);
    this.onChange();
    next.wake();
  }
}
