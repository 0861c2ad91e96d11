/** A text around its gap. */
export interface GapText {
  before: string;
  behind: string;
}

const GAP = /\[MASK\]|_{2,}|<mask>/;

/** The text on both sides of its first gap (`[MASK]`, `<mask>` or `__`); null where there is none. */
export function splitGap(text: string): GapText | null {
  const found = GAP.exec(text);
  if (!found) return null;
  return { before: text.slice(0, found.index), behind: text.slice(found.index + found[0].length) };
}

/** The text with something in its gap. */
export function filled({ before, behind }: GapText, word: string): string {
  return `${before}${word}${behind}`;
}

/** Candidates as words to be put in: trimmed, each once, letters or digits only. */
export function wordsFrom(...lists: readonly (readonly { text: string }[])[]): string[] {
  const words = lists.flat().map(({ text }) => text.trim());
  return [...new Set(words)].filter((word) => /^[\p{L}\p{N}][\p{L}\p{N}'’-]*$/u.test(word));
}

/** Shares of candidates whose texts have these log-probabilities: the softmax over them. */
export function sharesOf(logProbabilities: readonly number[]): number[] {
  const most = Math.max(...logProbabilities);
  const powers = logProbabilities.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
