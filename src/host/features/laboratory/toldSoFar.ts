import type { LearnerName, LearnerPast, PretrainingProgress } from '../../../protocol/engine/index.js';

/** All that a run has told, as the one report that somebody who comes later is told first. */
export class ToldSoFar {
  readonly #pasts = new Map<LearnerName, LearnerPast>();
  #begun: PretrainingProgress['begun'];
  #done = 0;
  #count = 0;

  /** null before anything was told */
  get report(): PretrainingProgress | null {
    if (!this.#begun) return null;
    const begun = { ...this.#begun, past: structuredClone([...this.#pasts.values()]) };
    return { done: this.#done, count: this.#count, steps: [], begun };
  }

  take({ done, count, steps, judgements = [], samples = [], begun }: PretrainingProgress): void {
    this.#done = done;
    this.#count = count;
    if (begun) {
      this.#begun = begun;
      for (const past of begun.past ?? []) this.#pasts.set(past.learner, structuredClone(past));
    }
    for (const { learner, loss, tokens, lossTokens, gradientNorm, partNorms } of steps) {
      const past = this.#pastOf(learner);
      past.losses.push(loss);
      past.tokens.push((past.tokens.at(-1) ?? 0) + tokens);
      past.lossTokens.push((past.lossTokens.at(-1) ?? 0) + lossTokens);
      past.gradientNorms.push(gradientNorm);
      past.partNorms.push(partNorms);
    }
    for (const judgement of judgements) this.#pastOf(judgement.learner).judgements.push(judgement);
    for (const sample of samples) this.#pastOf(sample.learner).samples.push(sample);
  }

  #pastOf(learner: LearnerName): LearnerPast {
    const found = this.#pasts.get(learner);
    if (found) return found;
    const lists = {
      losses: [],
      tokens: [],
      lossTokens: [],
      gradientNorms: [],
      partNorms: [],
      judgements: [],
      samples: [],
    };
    const made: LearnerPast = { learner, ...lists };
    this.#pasts.set(learner, made);
    return made;
  }
}
