/** Where a text of its own goes into a document, and what is written there. */
export interface PlaceBelow {
  at: number;
  /** what parts it from what is above: a line's end at least */
  before: string;
  /** the text, each line of it with what its place asks for */
  text: string;
  /** what parts it from what is below */
  after: string;
}

export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Where a place's line ends, before its line break. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  const end = found < 0 ? text.length : found;
  return text[end - 1] === '\r' && end > at ? end - 1 : end;
}

/** The line behind an end of one; null behind the last. */
export function nextLine(text: string, end: number): string | null {
  const start = text.indexOf('\n', end) + 1;
  return start === 0 ? null : text.slice(start, lineEnd(text, start));
}

/** A line with nothing on it but signs of quotations. */
export const isBlank = (line: string) => /^[\s>]*$/.test(line);

/** The white space that a place's line begins with. */
export const indentAt = (text: string, at: number) => /^[ \t]*/.exec(text.slice(lineStart(text, at), at))![0];

/** A text's lines, each with what goes before it, where it is not there already: as in a comment that was translated. */
export function prefixed(written: string, prefix: string): string {
  const sign = prefix.trim();
  const lineOf = (line: string, index: number) => {
    if (line.trim() === '') return prefix.trimEnd();
    if (sign !== '' && line.trimStart().startsWith(sign)) {
      return index === 0 ? `${/^\s*/.exec(prefix)![0]}${line.trimStart()}` : line;
    }
    return index > 0 && sign === '' && line.startsWith(prefix) ? line : `${prefix}${line}`;
  };
  return written.trimEnd().split(/\r?\n/).map(lineOf).join('\n');
}

/** A list's mark, with its checkbox, or a quotation's, from the outside in. */
const LEVEL = /^\s*(?:>|(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)\s*/;

/**
 * What a line that is added below another begins with, so that it stays part of the same list item or quotation; of a list
 * in a quotation of both.
 * @param before the line above, up to where its text begins
 */
export function quotePrefix(before: string): string {
  let prefix = '';
  let rest = before;
  for (let level = LEVEL.exec(rest); level !== null; level = LEVEL.exec(rest)) {
    prefix += level[0].replace(/[^\s>]/g, ' ');
    rest = rest.slice(level[0].length);
  }
  return prefix === '' ? /^\s*/.exec(before)![0] : prefix;
}
