import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

/** A connection that was made, or was to be made. */
export interface ConnectionEntry {
  /** ISO 8601 */
  time: string;
  /** what for, in a few English words */
  reason: string;
  host: string;
  /** without the query, in which signatures stand */
  path: string;
  /** of HTTP; null where there was no answer */
  status: number | null;
  /** whether a token went with it */
  token: boolean;
  milliseconds: number;
}

/** Every connection that was ever made, a line of JSON each, in a file that several windows append to. */
export class ConnectionLog {
  #last: Promise<void> = Promise.resolve();

  constructor(readonly file: string) {}

  /** A log that cannot be written keeps nothing from working. */
  add(entry: ConnectionEntry): void {
    this.#last = this.#last
      .then(() => mkdir(path.dirname(this.file), { recursive: true }))
      .then(() => appendFile(this.file, `${JSON.stringify(entry)}\n`))
      .catch(() => {});
  }

  /** Waits until what was added is written. */
  settled(): Promise<void> {
    return this.#last;
  }
}
