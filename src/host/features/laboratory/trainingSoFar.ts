import type { FoldLosses, TrainingProgress } from '../../../protocol/engine/index.js';

/** All that a training has told of its steps, as the one report that somebody who comes later is told first. */
export class TrainingSoFar {
  #past: FoldLosses[] = [];
  #last: TrainingProgress | null = null;

  /** null before the first step */
  get report(): TrainingProgress | null {
    return this.#last && { ...this.#last, past: structuredClone(this.#past) };
  }

  take(told: TrainingProgress): void {
    const { stage, loss, fold, past } = told;
    if (stage !== 'learning' || loss === undefined) return;
    this.#last = told;
    if (past) {
      this.#past = structuredClone(past);
      return;
    }
    const last = this.#past.at(-1);
    if (last && last.fold === fold) last.losses.push(loss);
    else this.#past.push({ ...(fold !== undefined && { fold }), losses: [loss] });
  }
}
