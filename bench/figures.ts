/** The p-th percentile of measurements, by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => percentile(values, 50);

/** One line of a report: what was measured, the median, the spread and the target. */
export function line(what: string, values: readonly number[], unit: string, target: string): string {
  const [low, high] = [percentile(values, 5), percentile(values, 95)];
  const figures = `${median(values).toFixed(1)} ${unit} (5–95 %: ${low.toFixed(1)}–${high.toFixed(1)}, n = ${values.length})`;
  return `| ${what} | ${figures} | ${target} |`;
}
