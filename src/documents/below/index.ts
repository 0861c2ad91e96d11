import type { DocumentFormat } from '../../protocol/engine/index.js';
import type { TextSpan } from '../../text/index.js';
import { PROGRAM } from '../formatOfLanguage.js';
import { belowInHtml } from './html.js';
import { belowInMarkdown } from './markdown.js';
import { indentAt, isBlank, lineEnd, lineStart, nextLine, prefixed, quotePrefix, type PlaceBelow } from './place.js';
import { belowInProgram } from './program.js';

export type { PlaceBelow } from './place.js';

/**
 * Where a text of its own stands below a stretch of a document, so that it is read as one and all else stays what it is;
 * null where it cannot.
 * @param span without white space at its ends
 * @param written what is to stand there: what was made of the stretch, in the document's format or as plain words
 */
export function placeBelow(
  document: string,
  span: TextSpan,
  written: string,
  format: DocumentFormat,
): PlaceBelow | null {
  switch (format) {
    case 'markdown':
      return belowInMarkdown(document, span, written);
    case 'html':
      return belowInHtml(document, span, written);
    case 'latex':
      return isOpen(document, span) ? null : belowInPlain(document, span, written);
    case 'plain':
      return belowInPlain(document, span, written);
    case 'subtitles':
      return belowInSubtitles(document, span, written);
    // Their entries are found by names: two of one name are a mistake.
    case 'po':
    case 'properties':
    case 'json':
      return null;
    default:
      return belowInProgram(document, span, written, format.slice(PROGRAM.length));
  }
}

const COMMENT = /^\s*(?:\/{2,}!?|#+|--|;+|%+)\s*$/;

/** A line of its own; apart from a stretch that is a whole paragraph, and from what follows that. */
function belowInPlain(text: string, span: TextSpan, written: string): PlaceBelow {
  const [start, at] = [lineStart(text, span.start), lineEnd(text, span.end)];
  const before = text.slice(start, span.start);
  const prefix = COMMENT.test(before) ? before : quotePrefix(before);
  const next = nextLine(text, at);
  const above = start === 0 ? '' : text.slice(lineStart(text, start - 1), start);
  const isParagraph = isBlank(before) && isBlank(above) && (next === null || isBlank(next));
  const blank = isParagraph ? `\n${prefix.trimEnd()}` : '';
  return { at, before: `${blank}\n`, text: prefixed(written, prefix), after: '' };
}

/** A second line in a cue, or cues of their own. */
function belowInSubtitles(text: string, span: TextSpan, written: string): PlaceBelow {
  const isCues = written.includes('-->');
  const words = isCues ? written.trimEnd() : written.trim().replace(/\n\s*\n/g, '\n');
  const before = isCues ? '\n\n' : '\n';
  return { at: lineEnd(text, span.end), before, text: prefixed(words, indentAt(text, span.start)), after: '' };
}

/** Whether an argument of a macro or a row of a table goes on at the end of a stretch's line, where LaTeX takes no paragraph. */
function isOpen(text: string, span: TextSpan): boolean {
  let gap = 0;
  for (const { index } of text.slice(0, span.start).matchAll(/\n[ \t]*\r?\n/g)) gap = index;
  const paragraph = text.slice(gap, lineEnd(text, span.end)).replace(/\\[{}&%]/g, '');
  const depth = [...paragraph].reduce((sum, sign) => sum + (sign === '{' ? 1 : sign === '}' ? -1 : 0), 0);
  const lines = text.slice(lineStart(text, span.start), lineEnd(text, span.end)).replace(/\\[{}&%]/g, '');
  return depth !== 0 || /&|\\\\\s*$/m.test(lines);
}
