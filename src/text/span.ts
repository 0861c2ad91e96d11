/** A stretch of text in UTF-16 units, `end` exclusive. */
export interface TextSpan {
  start: number;
  end: number;
}

/**
 * The text, or a stretch of it, with every span replaced by its target; the spans are in the stretch, in order and apart.
 */
export function replaceSpans(
  text: string,
  segments: readonly (TextSpan & { target: string })[],
  within: TextSpan = { start: 0, end: text.length },
): string {
  let result = '';
  let at = within.start;
  for (const { start, end, target } of segments) {
    result += text.slice(at, start) + target;
    at = end;
  }
  return result + text.slice(at, within.end);
}

/** How far a place is from a stretch, in UTF-16 units; 0 in it and at its borders. */
export function distanceTo({ start, end }: TextSpan, at: number): number {
  return Math.max(start - at, at - end, 0);
}

/** The stretch without white space at its ends; null when nothing else is there. */
export function trimSpan(text: string, { start, end }: TextSpan): TextSpan | null {
  const stretch = text.slice(start, end);
  const content = stretch.trimEnd().length;
  const lead = content - stretch.slice(0, content).trimStart().length;
  return lead === content ? null : { start: start + lead, end: start + content };
}

/**
 * A stretch cut out of a longer one, without the parts of words at its ends; what has no spaces stays cut where it is.
 * @param whole what it was cut out of, whose own ends cut no word
 * @param kept stays in it as it is
 */
export function wholeWords(text: string, cut: TextSpan, whole: TextSpan, kept: TextSpan): TextSpan {
  const isBetweenWords = (at: number) => /\s/.test(text.slice(at - 1, at + 1));
  let { start, end } = cut;
  if (start > whole.start) {
    while (start < kept.start && !isBetweenWords(start)) start++;
    if (!isBetweenWords(start)) start = cut.start;
  }
  if (end < whole.end) {
    while (end > kept.end && !isBetweenWords(end)) end--;
    if (!isBetweenWords(end)) end = cut.end;
  }
  return { start, end };
}

/**
 * A sentence; of a very long one the whole words near a stretch of it, which itself is never cut.
 * @param reach how far to go on each side of the stretch, in UTF-16 units
 */
export function nearbyWords(text: string, sentence: TextSpan, stretch: TextSpan, reach = Infinity): TextSpan {
  const cut = {
    start: Math.min(stretch.start, Math.max(sentence.start, stretch.start - reach)),
    end: Math.max(stretch.end, Math.min(sentence.end, stretch.end + reach)),
  };
  const { start, end } = trimSpan(text, wholeWords(text, cut, sentence, stretch)) ?? stretch;
  return { start: Math.min(start, stretch.start), end: Math.max(end, stretch.end) };
}

/** The line at a place, without its break. */
export function lineAt(text: string, offset: number): TextSpan {
  let start = offset;
  while (start > 0 && !isLineBreak(text, start - 1)) start--;
  let end = offset;
  while (end < text.length && !isLineBreak(text, end)) end++;
  return { start, end };
}

/** Whether a character ends its line. */
export function isLineBreak(text: string, index: number): boolean {
  return text[index] === '\n' || text[index] === '\r';
}
