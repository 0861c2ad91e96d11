/** Milliseconds of a frame that work may take, so that a key or a pointer never waits longer for its own. */
const BUDGET = 6;

/** Work that can wait, cut into pieces that each fit into a frame. */
export class FrameScheduler {
  readonly #waiting = new Map<unknown, () => boolean>();
  #frame = 0;

  /**
   * Puts work in line, in place of what waits under the same key.
   * @param piece does a part and says whether something is left
   */
  schedule(key: unknown, piece: () => boolean): void {
    this.#waiting.set(key, piece);
    this.#frame ||= requestAnimationFrame(() => this.#work());
  }

  cancel(key: unknown): void {
    this.#waiting.delete(key);
  }

  #work(): void {
    this.#frame = 0;
    const end = performance.now() + BUDGET;
    while (this.#waiting.size > 0 && performance.now() < end) {
      // By turns, so that one long run does not keep the others waiting.
      const [next] = this.#waiting;
      if (!next) break;
      const [key, piece] = next;
      this.#waiting.delete(key);
      if (piece()) this.#waiting.set(key, piece);
    }
    if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(() => this.#work());
  }
}
