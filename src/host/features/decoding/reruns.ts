/** A changed recipe starts again after this many milliseconds without another change. */
const AFTER = 300;

/** Runs that start again soon. */
export class Reruns {
  readonly #timers = new Map<number, NodeJS.Timeout>();

  constructor(private readonly start: (id: number) => void) {}

  soon(id: number): void {
    this.clear(id);
    const begin = () => {
      this.#timers.delete(id);
      this.start(id);
    };
    this.#timers.set(id, setTimeout(begin, AFTER));
  }

  clear(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
