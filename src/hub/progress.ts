import type { InstallPhase, InstallProgress } from './types.js';

/** Milliseconds between two reports, and over which a rate is taken. */
const INTERVAL = 100;
const WINDOW = 5000;

/** Counts bytes and reports them with their rate and the time that is left. */
export class ProgressMeter {
  #done = 0;
  #told = -Infinity;
  /** bytes at moments of the last seconds, the oldest first */
  #marks: { time: number; done: number }[] = [];

  constructor(
    private readonly total: number,
    private readonly onProgress: (progress: InstallProgress) => void = () => {},
    private phase: InstallPhase = 'downloading',
  ) {}

  /** @param count bytes; `moved` false: they were there already, which says nothing about the rate */
  add(count: number, moved = true): void {
    this.#done += count;
    const now = performance.now();
    if (!moved || count < 0) this.#marks = [];
    if (now - this.#told < INTERVAL && this.#done < this.total) return;
    this.#marks.push({ time: now, done: this.#done });
    while (this.#marks.length > 2 && now - this.#marks[0]!.time > WINDOW) this.#marks.shift();
    this.#tell(now);
  }

  enter(phase: InstallPhase): void {
    this.phase = phase;
    this.#marks = [];
    this.#tell(performance.now());
  }

  wait(seconds: number, problem: string): void {
    this.#marks = [];
    this.onProgress({ ...this.#figures('waiting'), waiting: { seconds: Math.ceil(seconds), problem } });
    this.#told = -Infinity;
  }

  #tell(now: number): void {
    this.#told = now;
    this.onProgress(this.#figures(this.phase));
  }

  #figures(phase: InstallPhase): InstallProgress {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    const span = first && last ? last.time - first.time : 0;
    const rate = span >= 500 ? ((last!.done - first!.done) / span) * 1000 : null;
    const left = Math.max(0, this.total - this.#done);
    return {
      phase,
      done: Math.min(this.#done, this.total),
      total: this.total,
      bytesPerSecond: rate,
      secondsLeft: rate !== null && rate > 0 ? left / rate : null,
    };
  }
}
