import { decodeNamedCharacterReference } from 'decode-named-character-reference';
import type { TextSpan } from '../text/index.js';
import { findInert } from './inertPatterns.js';
import type { Character, Leaf } from './prose.js';

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

const LINE_BREAK = { quoted: /[ \t]*(?:\r\n|\n|\r)[ \t>]*/g, plain: /\s*[\n\r]\s*/g };
const ESCAPE = /\\([!-/:-@[-`{-~])/g;
const ENTITY = /&(#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z][\dA-Za-z]{1,31});/g;

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
  const read = (match: RegExpExecArray, as: string | null) => {
    if (as !== null)
      characters.push({ kind: 'character', text: as, start: match.index, end: match.index + match[0].length });
  };
  for (const match of source.matchAll(syntax.linePrefix ? LINE_BREAK.quoted : LINE_BREAK.plain)) read(match, ' ');
  if (syntax.entities) for (const match of source.matchAll(ENTITY)) read(match, decodeEntity(match[1]!));
  if (syntax.escapes) {
    // A bracket of mathematics is no escape.
    for (const match of source.matchAll(ESCAPE)) read(match, /[()[\]]/.test(match[1]!) ? null : match[1]!);
  }
  const inert = findInert(source).filter(
    (span) => !characters.some((one) => one.start <= span.start && span.end <= one.end),
  );
  const apart = (one: TextSpan) => !inert.some((span) => span.start < one.end && one.start < span.end);
  return [...inert.map((span) => ({ kind: 'inert' as const, ...span })), ...characters.filter(apart)]
    .sort((one, other) => one.start - other.start)
    .map((leaf) => ({ ...leaf, start: leaf.start + start, end: leaf.end + start }));
}

function decodeEntity(name: string): string | null {
  if (!name.startsWith('#')) return decodeNamedCharacterReference(name) || null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : null;
}
