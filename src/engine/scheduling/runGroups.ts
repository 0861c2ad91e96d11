/** Runs that go on side by side under one name and can be ended one by one. */
export interface RunGroup {
  /** Whether this run is to end with what it has. */
  isStopped(run: number): boolean;
  close(): void;
}

/** The groups that run now. */
export class RunGroups {
  /** by name, the runs that are to end */
  readonly #open = new Map<string, Set<number> | 'all'>();

  open(name: string): RunGroup {
    this.#open.set(name, new Set());
    return {
      isStopped: (run) => {
        const runs = this.#open.get(name);
        return runs === 'all' || (runs?.has(run) ?? false);
      },
      close: () => void this.#open.delete(name),
    };
  }

  /**
   * Lets a run end after its present step, or all runs when none is named.
   * @returns false when no such group runs
   */
  stopRun(name: string, run: number | undefined): boolean {
    const runs = this.#open.get(name);
    if (runs === undefined) return false;
    if (run === undefined) this.#open.set(name, 'all');
    else if (runs !== 'all') runs.add(run);
    return true;
  }
}
