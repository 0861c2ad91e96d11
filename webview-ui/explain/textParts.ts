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

/** The end of a long text, from the beginning of a word on, with an ellipsis for the rest; at most `longest` UTF-16 units. */
export function textTail(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const tail = text.slice(-longest + 1);
  const word = /(?<=\s)\S/.exec(tail)?.index ?? (/^[\uDC00-\uDFFF]/.test(tail) ? 1 : 0);
  return `…${tail.slice(word)}`;
}
