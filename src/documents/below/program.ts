import type { TextSpan } from '../../text/index.js';
import { commentAround, parseProgram } from '../program.js';
import { isSameStructure } from '../skeleton.js';
import { indentAt, isBlank, lineEnd, lineStart, nextLine, prefixed, type PlaceBelow } from './place.js';

/**
 * Below what was commented, as comment; below whole lines of code, code of the same structure, as their translation is.
 * Nothing else can stand in a program: null.
 */
export function belowInProgram(text: string, span: TextSpan, written: string, language: string): PlaceBelow | null {
  const comment = commentAround(text, span, language);
  if (comment === null) return belowCode(text, span, written, language);
  return comment.kind === 'line' ? belowLine(text, span, written, comment) : belowBlock(text, span, written, comment);
}

type Comment = NonNullable<ReturnType<typeof commentAround>>;

function belowCode(text: string, span: TextSpan, written: string, language: string): PlaceBelow | null {
  const source = text.slice(span.start, span.end);
  const at = lineEnd(text, span.end);
  const isWhole = isBlank(text.slice(lineStart(text, span.start), span.start)) && isBlank(text.slice(span.end, at));
  const [one, other] = [source, written.trim()].map((part) => parseProgram(part, language).skeleton);
  if (!isWhole || !isSameStructure(one!, other!)) return null;
  const indent = indentAt(text, span.start);
  return { at, before: '\n', text: `${indent}${written.trim()}`, after: '' };
}

/** Below the stretch's last line; apart from more that the comment says. */
function belowLine(text: string, span: TextSpan, written: string, { start, end, open }: Comment): PlaceBelow {
  const at = lineEnd(text, span.end);
  const line = lineStart(text, span.end);
  const sign = line < start ? text.slice(start, at) : text.slice(line, at).trimStart();
  const signs = /^([/#;%-])\1*!?/.exec(sign)?.[0] ?? open;
  const prefix = `${indentAt(text, start)}${signs} `;
  const isAlone = !text.slice(start, end).includes('\n');
  const blank = isAlone ? '' : `\n${prefix.trimEnd()}`;
  const isFollowed = end > at && /[\p{L}\p{N}]/u.test(nextLine(text, at) ?? '');
  return { at, before: `${blank}\n`, text: prefixed(written, prefix), after: isFollowed ? blank : '' };
}

/** A comment or a docstring with an end of its own: before that end, or below the stretch's last line. */
function belowBlock(text: string, span: TextSpan, written: string, comment: Comment): PlaceBelow | null {
  const { start, inner, kind, open, close } = comment;
  const endsItself = kind === 'string' && (written.trimEnd().endsWith(close[0]!) || /\\\s*$/.test(written));
  if (written.includes(close) || endsItself || (open === '<!--' && written.includes('--'))) return null;
  const said = text.slice(start, inner).trimEnd().length + start;
  const at = Math.min(lineEnd(text, span.end), said);
  const indent = indentAt(text, start);
  const border = /^[ \t]*\*/m.test(text.slice(lineEnd(text, start), inner)) ? ' * ' : '   ';
  const prefix = kind === 'string' ? indent : `${indent}${border}`;
  const blank = `\n${prefix.trimEnd()}`;
  const rest = at < said ? (nextLine(text, at) ?? '') : '';
  return {
    at,
    before: `${blank}\n`,
    text: prefixed(written, prefix),
    after: /[\p{L}\p{N}]/u.test(rest) ? blank : '',
  };
}
