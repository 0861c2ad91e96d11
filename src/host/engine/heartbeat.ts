/** Milliseconds between two looks at a process of which something is expected. */
const PERIOD_MS = 500;
/** A process is silent when it has given no sign of life for so many periods: told within five seconds. */
const PATIENCE = 8;

export interface HeartbeatEvents {
  /** Asks the process for a sign of life; settles when it has answered. */
  ping(): Promise<unknown>;
  /** It has been silent for so long, in whole seconds; null: it speaks again. */
  onSilence(seconds: number | null): void;
}

/**
 * Whether a process lives while something is expected of it. Periods are counted and not read from a clock: neither a
 * computer that slept nor an extension host that was busy itself makes the other side silent.
 */
export class Heartbeat {
  #timer: NodeJS.Timeout | null = null;
  #expected = false;
  #heard = false;
  #unanswered = 0;
  #quiet = 0;
  #told: number | null = null;

  constructor(private readonly events: HeartbeatEvents) {}

  /** Something is expected now, or nothing any more: then the process has yet to answer once. */
  expect(expected: boolean): void {
    this.#expected = expected;
    if (this.#timer) return expected ? undefined : this.#ask();
    if (!expected) return;
    this.#heard = false;
    this.#ask();
    this.#timer = setInterval(() => this.#look(), PERIOD_MS);
    this.#timer.unref();
  }

  /** Any message of the process. */
  alive(): void {
    this.#heard = true;
    this.#quiet = 0;
    this.#tell(null);
  }

  /** For good: the process has ended, or is meant to. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#expected = false;
  }

  #look(): void {
    if (this.#heard) {
      if (this.#unanswered === 0 && !this.#expected) return this.stop();
      if (this.#unanswered === 0) this.#ask();
      this.#heard = false;
      return;
    }
    this.#quiet += 1;
    if (this.#quiet >= PATIENCE) this.#tell(Math.floor((this.#quiet * PERIOD_MS) / 1000));
  }

  #ask(): void {
    this.#unanswered += 1;
    void this.events.ping().finally(() => (this.#unanswered -= 1));
  }

  #tell(seconds: number | null): void {
    if (seconds === this.#told) return;
    this.#told = seconds;
    this.events.onSilence(seconds);
  }
}
