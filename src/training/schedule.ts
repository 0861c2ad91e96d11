/**
 * Share of the learning rate at a step, from 1: it rises evenly over the first `warmup` steps, is whole at the next and falls
 * evenly to 0 behind the last. Hugging Face's linear schedule, but that its first step, with a rate of 0, is left out.
 */
export function linearSchedule(step: number, warmup: number, steps: number): number {
  const done = step - 1;
  if (done < warmup) return step / (warmup + 1);
  return Math.max(0, (steps - done) / Math.max(1, steps - warmup));
}

/**
 * Share of the learning rate at a step, from 1: it rises as `linearSchedule`'s and falls along half a cosine to `least` at
 * the last (Loshchilov and Hutter 2017). Hugging Face's `cosine_with_min_lr`, but for the first step, as above.
 */
export function cosineSchedule(step: number, warmup: number, steps: number, least: number): number {
  const done = step - 1;
  if (done < warmup) return step / (warmup + 1);
  const share = Math.min(1, (done - warmup) / Math.max(1, steps - 1 - warmup));
  return least + (1 - least) * 0.5 * (1 + Math.cos(Math.PI * share));
}
