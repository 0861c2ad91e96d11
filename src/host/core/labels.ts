/** Between the labels of a list, in Chinese, too. */
const BETWEEN = /[,;，；、\n]/;

/** The labels that a user has typed, in one line. */
export const labelsIn = (line: string): string[] =>
  line
    .split(BETWEEN)
    .map((label) => label.trim())
    .filter((label) => label !== '');

/** The first label that is there twice, in whatever case; null where all differ. */
export function repeatedLabel(labels: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const label of labels) {
    const key = label.toLowerCase();
    if (seen.has(key)) return label;
    seen.add(key);
  }
  return null;
}
