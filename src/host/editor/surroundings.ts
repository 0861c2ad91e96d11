/** How far to look for a sentence's ends, in UTF-16 units. */
export const REACH = 4000;

/** The whole lines around a place, as far as a sentence reaches, and where they start in the text. */
export function surroundingsOf(text: string, at: number): { text: string; start: number } {
  const lineStart = text.lastIndexOf('\n', Math.max(0, at - REACH)) + 1;
  // A line that long is cut: what is so far away is another sentence.
  const start = at <= REACH ? 0 : lineStart > at - 2 * REACH ? lineStart : at - REACH;
  const lineEnd = text.indexOf('\n', at + REACH);
  const end = lineEnd < 0 || lineEnd > at + 2 * REACH ? Math.min(text.length, at + 2 * REACH) : lineEnd;
  return { text: text.slice(start, end), start };
}
