import { decodeNamedCharacterReference } from 'decode-named-character-reference';
import type { TextSpan } from '../text/index.js';
import { findInert } from './inertPatterns.js';
import type { Character, Leaf } from './prose.js';
import { byStart, firstFrom } from './spans.js';

/** Whether there is a letter outside of what is inert. */
export function hasWords(text: string, { start, end }: TextSpan, leaves: readonly Leaf[]): boolean {
  let at = start;
  for (const leaf of leaves) {
    if (leaf.kind !== 'inert') continue;
    if (/\p{L}/u.test(text.slice(at, leaf.start))) return true;
    at = Math.max(at, leaf.end);
  }
  return /\p{L}/u.test(text.slice(at, end));
}

/** They begin where white space begins, or each place of a long one would be tried. */
const LINE_BREAK = {
  quoted: /(?<![ \t])[ \t]*(?:\r\n|\n|\r)[ \t>]*/g,
  plain: /(?<![^\S\n\r])[^\S\n\r]*[\n\r]\s*/g,
};
const ESCAPE = /\\([!-/:-@[-`{-~])/g;
const ENTITY = /&(#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z][\dA-Za-z]{1,31});/g;

/** Signs that someone took the trouble to write as such: models drop them. */
const SIGN = /^[<>|*_~#=+^\\`{}/@$©®™§¶†‡•×÷±≤≥≠∞←-⇿]$/u;

/** Where letters stand outside of what is inert: tells of many stretches whether there are words in them. */
export function wordsOutside(
  text: string,
  { start, end }: TextSpan,
  inert: readonly TextSpan[],
): (stretch: TextSpan) => boolean {
  const found: TextSpan[] = [];
  let at = start;
  const look = (until: number) => {
    for (const { 0: word, index } of text.slice(at, until).matchAll(/\p{L}+/gu))
      found.push({ start: at + index, end: at + index + word.length });
  };
  for (const one of [...inert].sort(byStart)) {
    look(one.start);
    at = Math.max(at, one.end);
  }
  look(end);
  return (stretch) => {
    const from = firstFrom(found, stretch.start);
    const before = found[from - 1];
    return (before !== undefined && before.end > stretch.start) || (found[from]?.start ?? Infinity) < stretch.end;
  };
}

export interface TextSyntax {
  /** a backslash makes a sign plain */
  escapes: boolean;
  /** signs of quotations stand before lines */
  linePrefix: boolean;
  entities: boolean;
}

const MARKDOWN: TextSyntax = { escapes: true, linePrefix: true, entities: true };

/** The leaves of plain text: line breaks, escapes, entities, and what is inert by its look. */
export function leavesOfText(text: string, start: number, end: number, syntax: TextSyntax = MARKDOWN): Leaf[] {
  const source = text.slice(start, end);
  const characters: Character[] = [];
  const add = (match: RegExpExecArray, as: string | null) => {
    if (as !== null)
      characters.push({ kind: 'character', text: as, start: match.index, end: match.index + match[0].length });
  };
  for (const match of source.matchAll(syntax.linePrefix ? LINE_BREAK.quoted : LINE_BREAK.plain)) add(match, ' ');
  const escaped = new Set<number>();
  if (syntax.escapes) {
    for (const match of source.matchAll(ESCAPE)) {
      escaped.add(match.index + 1);
      // A bracket of mathematics is no escape.
      add(match, /[()[\]]/.test(match[1]!) ? null : match[1]!);
    }
  }
  if (syntax.entities) {
    for (const match of source.matchAll(ENTITY)) if (!escaped.has(match.index)) add(match, decodeEntity(match[1]!));
  }
  characters.sort((one, other) => one.start - other.start);
  const inert = withoutThose(
    findInert(source),
    characters,
    (span, one) => one.start <= span.start && span.end <= one.end,
  );
  const apart = withoutThose(characters, inert, (one, span) => span.start < one.end && one.start < span.end);
  const isWithinWord = ({ start, end }: TextSpan) =>
    /[\p{L}\p{N}]/u.test(source[start - 1] ?? '') && /[\p{L}\p{N}]/u.test(source[end] ?? '');
  const read = apart.map((one): Leaf =>
    SIGN.test(one.text) && !isWithinWord(one) ? { kind: 'inert', role: 'mark', start: one.start, end: one.end } : one,
  );
  return [...inert.map((span) => ({ kind: 'inert' as const, ...span })), ...read]
    .sort((one, other) => one.start - other.start)
    .map((leaf) => ({ ...leaf, start: leaf.start + start, end: leaf.end + start }));
}

/** Spans without those that some span of others is in the way of; both are in order and apart. */
function withoutThose<T extends TextSpan>(
  spans: readonly T[],
  others: readonly TextSpan[],
  isInTheWay: (span: T, other: TextSpan) => boolean,
): T[] {
  let next = 0;
  return spans.filter((span) => {
    while (next < others.length && others[next]!.end <= span.start) next++;
    for (let at = next; at < others.length && others[at]!.start < span.end; at++) {
      if (isInTheWay(span, others[at]!)) return false;
    }
    return true;
  });
}

function decodeEntity(name: string): string | null {
  if (!name.startsWith('#')) return decodeNamedCharacterReference(name) || null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : null;
}
