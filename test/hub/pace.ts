import { setTimeout as sleep } from 'node:timers/promises';

/** How much may be made up for what was sent late, in milliseconds. */
const SLACK = 10;

/** Lets so many bytes pass a second. */
export class Pace {
  #next = 0;

  /** Resolves when these bytes may go. */
  async take(bytes: number, bytesPerSecond: number): Promise<void> {
    const now = performance.now();
    const start = Math.max(this.#next, now - SLACK);
    this.#next = start + (bytes / bytesPerSecond) * 1000;
    // A timer is a millisecond late on average; below that it would only cost speed.
    if (start - now > 1) await sleep(start - now);
  }
}
