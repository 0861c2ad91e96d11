import type { Span } from '../../protocol/engine/index.js';
import { commentKind, type CommentKind, commentPattern, SYNTAX, type Syntax } from '../../text/index.js';
import { surroundingsOf, REACH } from './surroundings.js';

/** A comment or string, of a long one what is near; the text with its marks blanked out, so that offsets stay. */
export interface CommentText extends Span {
  /** as long as the text it was taken from; marks, quotation marks and borders are spaces */
  text: string;
}

interface Piece extends Span {
  kind: CommentKind;
  open: string;
  close: string;
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const patterns = new Map<string, RegExp>();

/** The comments and strings that are near a place. */
function pieces(text: string, at: number, language: string, syntax: Syntax): Piece[] {
  let found = patterns.get(language);
  if (!found) patterns.set(language, (found = commentPattern(syntax)));
  const near: Piece[] = [];
  for (const { 0: piece, index } of text.matchAll(found)) {
    if (index > at + REACH) break;
    const end = index + piece.length;
    if (end >= at - REACH) near.push({ start: index, end, ...commentKind(piece, syntax) });
  }
  return near;
}

/**
 * The comment or string at a place in code; null when there is none, or the language is not known. Comments of one line
 * that stand one below the other are one text. This is a small lexer and no parser: a quotation mark in a regular
 * expression may begin a string that is none, and that ends with its line.
 * @param text from the document's beginning
 */
export function findCommentText(text: string, at: number, language: string): CommentText | null {
  const syntax = Object.hasOwn(SYNTAX, language) ? SYNTAX[language] : undefined;
  if (syntax === undefined) return null;
  const all = pieces(text, at, language, syntax);
  const own = all.findIndex(({ start, end }) => start <= at && at <= end);
  const piece = all[own];
  if (piece === undefined) return null;
  if (piece.kind !== 'line') return prose(text, at, [piece]);
  let first = own;
  let last = own;
  while (below(text, all[first - 1], all[first])) first--;
  while (below(text, all[last], all[last + 1])) last++;
  return prose(text, at, all.slice(first, last + 1));
}

/** A run of pieces, as much of it as is near a place. */
function prose(text: string, at: number, run: readonly Piece[]): CommentText {
  const whole = text.slice(run[0]!.start, run.at(-1)!.end);
  const near = surroundingsOf(whole, at - run[0]!.start);
  const start = run[0]!.start + near.start;
  const end = start + near.text.length;
  let plain = '';
  for (const piece of run) {
    if (piece.end <= start || piece.start >= end) continue;
    plain += text.slice(start + plain.length, Math.max(start, piece.start)) + blanked(text, piece, start, end);
  }
  return { start, end, text: plain + text.slice(start + plain.length, end) };
}

/** Whether one comment is the next line of another, with its line for itself. */
function below(text: string, upper: Piece | undefined, lower: Piece | undefined): boolean {
  if (upper?.kind !== 'line' || lower?.kind !== 'line') return false;
  return /^\r?\n[^\S\n\r]*$/.test(text.slice(upper.end, lower.start));
}

const blank = (mark: string) => ' '.repeat(mark.length);

/** What of a piece lies between `from` and `to`, without its marks, in the same length. */
function blanked(text: string, { start, end, kind, open, close }: Piece, from: number, to: number): string {
  const first = Math.max(start, from);
  const last = Math.min(end, to);
  const isBegun = first > start;
  // `///`, `//!`, `##`, and the stars and borders of block comments.
  if (kind === 'line') {
    const stretch = text.slice(first, last);
    return isBegun ? stretch : stretch.replace(new RegExp(`^(?:${quoted(open)})+[/!|]?`), blank);
  }
  const closes = end - start >= open.length + close.length && text.endsWith(close, end);
  const innerStart = Math.min(last, Math.max(first, start + open.length));
  const innerEnd = Math.max(innerStart, Math.min(last, closes ? end - close.length : end));
  const inner = text.slice(innerStart, innerEnd);
  const plain = kind === 'block' ? inner.replace(/^[^\S\n\r]*\*+|(?<!\*)\*+$/gm, blank) : inner;
  return ' '.repeat(innerStart - first) + plain + ' '.repeat(last - innerEnd);
}
