/** The n-grams of a sequence in order, each as a string of its ids. */
export function ngrams(ids: readonly number[], n: number): string[] {
  return Array.from({ length: Math.max(0, ids.length - n + 1) }, (_, start) => ids.slice(start, start + n).join(' '));
}
