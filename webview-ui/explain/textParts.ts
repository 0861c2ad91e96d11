import type { Span } from '../../src/protocol/engine/index.js';

/** A stretch of a text; `mark` counts the marked ones from 0 and is null between them. */
export interface TextPart {
  text: string;
  mark: number | null;
}

/** A text cut at places in it, in order; places that overlap or lie outside are left out. */
export function splitAtMarks(text: string, places: readonly Span[]): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  places.forEach(({ start, end }, mark) => {
    if (start < from || end > text.length) return;
    if (start > from) parts.push({ text: text.slice(from, start), mark: null });
    parts.push({ text: text.slice(start, end), mark });
    from = end;
  });
  if (from < text.length) parts.push({ text: text.slice(from), mark: null });
  return parts;
}
