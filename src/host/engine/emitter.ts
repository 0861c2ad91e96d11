export interface Disposable {
  dispose(): void;
}

/** An event of the editor's shape, for code that runs without the editor, too. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown, thisArgs?: unknown, disposables?: Disposable[]): Disposable => {
    const bound: (value: T) => unknown = thisArgs === undefined ? listener : listener.bind(thisArgs);
    this.#listeners.add(bound);
    const disposable = { dispose: () => void this.#listeners.delete(bound) };
    disposables?.push(disposable);
    return disposable;
  };

  fire(value: T): void {
    // A listener may leave, or be joined by others, while the news goes round.
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
