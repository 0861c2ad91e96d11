/** Lower ends of the classes of probability, falling; the last class has none. */
export const LEVEL_BOUNDS = [0.5, 0.1, 0.01] as const;

/** The class of a probability: 0 expected, 1 likely, 2 unlikely, 3 a long shot; the thicker its underline. */
export function probabilityLevel(probability: number): number {
  const level = LEVEL_BOUNDS.findIndex((bound) => probability >= bound);
  return level < 0 ? LEVEL_BOUNDS.length : level;
}

/** What a token tells: −log2 of its probability (Shannon 1948), in bits; at most that of the smallest double. */
export function surprisal(probability: number): number {
  return probability >= 1 ? 0 : -Math.log2(Math.max(probability, Number.MIN_VALUE));
}

/** A token's text in three parts: only the middle one is underlined, white space around it is not. */
export function splitWhitespace(text: string): { before: string; ink: string; after: string } {
  const ink = text.trim();
  if (ink === '') return { before: '', ink: text, after: '' };
  const start = text.indexOf(ink);
  return { before: text.slice(0, start), ink, after: text.slice(start + ink.length) };
}
