/** A stretch of text in UTF-16 units, `end` exclusive. */
export interface TextSpan {
  start: number;
  end: number;
}

/** The stretch without white space at its ends; null when nothing else is there. */
export function trimSpan(text: string, { start, end }: TextSpan): TextSpan | null {
  const stretch = text.slice(start, end);
  const content = stretch.trimEnd().length;
  const lead = content - stretch.slice(0, content).trimStart().length;
  return lead === content ? null : { start: start + lead, end: start + content };
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
