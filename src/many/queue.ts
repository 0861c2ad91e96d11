import { setMaxListeners } from 'node:events';
import { GlassboxError, throwIfCancelled } from '../protocol/engine/index.js';
import { verdictOf } from './fault.js';

/** What is worked off, several at once where what serves them takes that. */
export interface QueueWork<T> {
  /** at once at most */
  parallel: number;
  /** the next one, in order; null at the end */
  next: () => Promise<T | null>;
  /** @throws what `verdictOf` judges */
  run: (item: T, signal: AbortSignal) => Promise<void>;
  /** one that has failed for good, while others go on */
  fail: (item: T, error: GlassboxError) => void;
  /** a server that takes no more now, or fails, and is left alone for so many seconds */
  onBusy?: (seconds: number) => void;
  signal?: AbortSignal | undefined;
  /** of tests */
  clock?: Clock;
}

export interface Clock {
  /** milliseconds */
  now: () => number;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const clock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    }),
};

/** Seconds before a server is asked again that does not say when: twice as long each time. */
const FIRST_WAIT = 1;
const LONGEST_WAIT = 60;
/** Nothing has gone through for so long: the server is not coming back. Seconds. */
const PATIENCE = 15 * 60;
/** What may work another time is tried so often. */
const TRIES = 4;
/** So many that fail one after another, and none that goes through: it is the server. */
const MOST_DOUBTFUL = 5;

interface Entry<T> {
  item: T;
  tries: number;
  /** how often it was narrowed before this one began */
  narrowed: number;
  /** its turn, where it is tried again, comes when so many have begun: others go before it */
  due: number;
}

/**
 * Works items off in order, as many at once as the server takes: one that it refuses as too much narrows it to half, for
 * all of one burst once, and waits as long as it says; as many successes as are at once widen it by one.
 * @throws the first error that ends the run, and `cancelled`, when nothing is at work any more
 */
export async function workOff<T>(work: QueueWork<T>): Promise<void> {
  await new Queue(work).run();
}

class Queue<T> {
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  readonly #again: Entry<T>[] = [];
  #limit: number;
  #active = 0;
  #failure: unknown = null;
  #hasFailed = false;
  /** so many have gone through since it was widened or narrowed */
  #streak = 0;
  #pausedUntil = 0;
  #narrowed = 0;
  #starts = 0;
  /** given up, while it is not known whether that is the server's fault or their own */
  #doubtful: { item: T; error: GlassboxError }[] = [];
  #wait = FIRST_WAIT;
  /** since nothing has gone through */
  #stuckSince: number | null = null;
  #wake: () => void = () => {};

  constructor(private readonly work: QueueWork<T>) {
    this.#clock = work.clock ?? clock;
    this.#limit = Math.max(1, work.parallel);
  }

  async run(): Promise<void> {
    const { signal } = this.work;
    // Each that is at work listens to it.
    setMaxListeners(0, this.#ended.signal);
    const cancel = () => this.#ended.abort();
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      await this.#takeAll();
    } catch (error) {
      this.#fail(error);
    } finally {
      while (this.#active > 0) await this.#change();
      signal?.removeEventListener('abort', cancel);
    }
    throwIfCancelled(signal);
    if (this.#hasFailed) throw this.#failure;
  }

  async #takeAll(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      if (this.#active >= this.#limit) {
        await this.#change();
        continue;
      }
      const pause = this.#pausedUntil - this.#clock.now();
      if (pause > 0) {
        await this.#clock.wait(pause, signal);
        continue;
      }
      const entry = this.#due() ?? (await this.#next()) ?? this.#again.shift() ?? null;
      if (entry) void this.#start(entry);
      else if (this.#active === 0) return this.#settle();
      else await this.#change();
    }
  }

  async #next(): Promise<Entry<T> | null> {
    const item = await this.work.next();
    return item === null ? null : { item, tries: 0, narrowed: 0, due: 0 };
  }

  /** One that is to be tried again now. */
  #due(): Entry<T> | null {
    const at = this.#again.findIndex(({ due }) => due <= this.#starts);
    return at < 0 ? null : (this.#again.splice(at, 1)[0] ?? null);
  }

  /** Until one of those at work is through. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  async #start(entry: Entry<T>): Promise<void> {
    this.#active += 1;
    this.#starts += 1;
    entry.narrowed = this.#narrowed;
    try {
      await this.work.run(entry.item, this.#ended.signal);
      this.#succeed(entry);
    } catch (error) {
      try {
        this.#judge(entry, error);
      } catch (fault) {
        this.#fail(fault);
      }
    } finally {
      this.#active -= 1;
      this.#wake();
    }
  }

  #succeed({ narrowed }: Entry<T>): void {
    // The server does its work: those that it failed at are to blame themselves.
    this.#settle();
    this.#stuckSince = null;
    this.#wait = FIRST_WAIT;
    // One that was under way when it narrowed says nothing of what is taken now.
    if (narrowed < this.#narrowed) return;
    this.#streak += 1;
    if (this.#streak < this.#limit || this.#limit >= this.work.parallel) return;
    this.#limit += 1;
    this.#streak = 0;
  }

  #judge(entry: Entry<T>, error: unknown): void {
    if (this.#ended.signal.aborted) return;
    if (!(error instanceof GlassboxError)) return this.#fail(error);
    switch (verdictOf(error)) {
      case 'line':
        // The server has answered.
        this.#succeed(entry);
        return this.work.fail(entry.item, error);
      case 'busy':
        return this.#hold(entry, error);
      case 'again':
        return this.#tryAgain(entry, error);
      case 'stop':
        return this.#fail(error);
    }
  }

  /** Others go first, which show whether it is the server's fault or this one's. */
  #tryAgain(entry: Entry<T>, error: GlassboxError): void {
    entry.tries += 1;
    entry.due = this.#starts + entry.tries;
    if (entry.tries < TRIES) return this.#hold(entry, error);
    const isGone = error.details?.kind === 'server' && error.details.problem === 'unreachable';
    this.#doubtful.push({ item: entry.item, error });
    if (isGone || this.#doubtful.length >= MOST_DOUBTFUL) this.#fail(error);
  }

  /** Those that were given up have failed. */
  #settle(): void {
    for (const { item, error } of this.#doubtful.splice(0)) this.work.fail(item, error);
  }

  /** Asks again later, with less at once. */
  #hold(entry: Entry<T>, error: GlassboxError): void {
    const now = this.#clock.now();
    this.#stuckSince ??= now;
    if (now - this.#stuckSince > PATIENCE * 1000) return this.#fail(error);
    this.#again.push(entry);
    const asked = error.details?.kind === 'server' ? error.details.seconds : undefined;
    const isBusy = verdictOf(error) === 'busy';
    const seconds = isBusy && asked !== undefined ? asked : this.#wait;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + seconds * 1000);
    // Those that were under way when it narrowed say the same again.
    if (entry.narrowed < this.#narrowed) return;
    this.#narrowed += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#streak = 0;
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    this.work.onBusy?.(seconds);
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    [this.#hasFailed, this.#failure] = [true, error];
    this.#ended.abort();
  }
}
