import type { Span } from '../../protocol/index.js';
import { SYNTAX, type Syntax } from './syntax.js';

/** A comment or string: where its words are, and the text with its marks blanked out, so that offsets stay. */
export interface Prose extends Span {
  /** as long as the text it was taken from; marks, quotation marks and borders are spaces */
  text: string;
}

interface Piece extends Span {
  kind: 'line' | 'block' | 'string';
  open: string;
  close: string;
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** What a comment or string of a language looks like; blocks first, since `--[[` begins like `--`. */
function pattern({ line = [], block = [], quotes = [], long = [] }: Syntax): RegExp {
  const parts = [
    ...block.map(([open, close]) => `${quoted(open)}[^]*?(?:${quoted(close)}|$)`),
    ...line.map((mark) => `${quoted(mark)}[^\\n\\r]*`),
    ...long.map((mark) => `${quoted(mark)}(?:\\\\[^]|(?!${quoted(mark)})[^\\\\])*(?:${quoted(mark)}|$)`),
    ...quotes.map((mark) => `${mark}(?:\\\\[^]|[^${mark}\\\\\\n\\r])*${mark}?`),
  ];
  return new RegExp(parts.join('|'), 'g');
}

const patterns = new Map<string, RegExp>();

function pieces(text: string, language: string, syntax: Syntax): Piece[] {
  let found = patterns.get(language);
  if (!found) patterns.set(language, (found = pattern(syntax)));
  return Array.from(text.matchAll(found), ({ 0: piece, index }) => ({
    start: index,
    end: index + piece.length,
    ...kindOf(piece, syntax),
  }));
}

function kindOf(
  piece: string,
  { line = [], block = [], quotes = [], long = [] }: Syntax,
): Pick<Piece, 'kind' | 'open' | 'close'> {
  const pair = block.find(([open]) => piece.startsWith(open));
  if (pair) return { kind: 'block', open: pair[0], close: pair[1] };
  const mark = line.find((one) => piece.startsWith(one));
  if (mark !== undefined) return { kind: 'line', open: mark, close: '' };
  const quote = [...long, ...quotes].find((one) => piece.startsWith(one)) ?? '';
  return { kind: 'string', open: quote, close: quote };
}

/**
 * The comment or string at a place in code; null when there is none, or the language is not known. Comments of one line
 * that stand one below the other are one text. This is a small lexer and no parser: a quotation mark in a regular
 * expression may begin a string that is none, and that ends with its line.
 * @param text from the document's beginning
 */
export function proseInCode(text: string, at: number, language: string): Prose | null {
  const syntax = Object.hasOwn(SYNTAX, language) ? SYNTAX[language] : undefined;
  if (syntax === undefined) return null;
  const all = pieces(text, language, syntax);
  const own = all.findIndex(({ start, end }) => start <= at && at <= end);
  const piece = all[own];
  if (piece === undefined) return null;
  if (piece.kind !== 'line') return { start: piece.start, end: piece.end, text: blanked(text, piece) };
  let first = own;
  let last = own;
  while (below(text, all[first - 1], all[first])) first--;
  while (below(text, all[last], all[last + 1])) last++;
  const run = all.slice(first, last + 1);
  const gaps = run.map(({ start }, index) => text.slice(run[index - 1]?.end ?? start, start));
  return {
    start: run[0]!.start,
    end: run.at(-1)!.end,
    text: run.map((one, index) => gaps[index] + blanked(text, one)).join(''),
  };
}

/** Whether one comment is the next line of another, with its line for itself. */
function below(text: string, upper: Piece | undefined, lower: Piece | undefined): boolean {
  if (upper?.kind !== 'line' || lower?.kind !== 'line') return false;
  return /^\r?\n[^\S\n\r]*$/.test(text.slice(upper.end, lower.start));
}

const blank = (mark: string) => ' '.repeat(mark.length);

/** A piece without its marks, in the same length. */
function blanked(text: string, { start, end, kind, open, close }: Piece): string {
  const piece = text.slice(start, end);
  // `///`, `//!`, `##`, and the stars and borders of block comments.
  if (kind === 'line') return piece.replace(new RegExp(`^(?:${quoted(open)})+[/!|]?`), blank);
  const closes = piece.length >= open.length + close.length && piece.endsWith(close);
  const inner = piece.slice(open.length, closes ? piece.length - close.length : undefined);
  const plain = kind === 'block' ? inner.replace(/^[^\S\n\r]*\*+|\*+$/gm, blank) : inner;
  return blank(open) + plain + (closes ? blank(close) : '');
}
