/**
 * Share of the learning rate at a step, from 1: it rises evenly over the first `warmup` steps, is whole at the next and falls
 * evenly to 0 behind the last. Hugging Face's linear schedule, but that its first step, with a rate of 0, is left out.
 */
export function linearSchedule(step: number, warmup: number, steps: number): number {
  const done = step - 1;
  if (done < warmup) return step / (warmup + 1);
  return Math.max(0, (steps - done) / Math.max(1, steps - warmup));
}
