import type { TextSpan } from '../text/index.js';
import { isProgram, type Paragraph, paragraphsOfComment } from './commentLines.js';
import { commentKind, type CommentKind, commentPattern, SYNTAX, type Syntax } from './commentSyntax.js';
import { pairLeaves } from './inlineTags.js';
import type { Leaf, ParsedDocument, ProseUnit, Writer } from './prose.js';
import { documentOfValues, type StringSyntax, unitsOfString } from './strings.js';
import { REACH } from './surroundings.js';
import { hasWords, leavesOfText } from './textLeaves.js';
import { withWrittenMarks } from './writtenMarks.js';

interface Comment extends TextSpan {
  kind: CommentKind;
  open: string;
  close: string;
}

/** Prose of a program: its comments, without code in them, directives and the tags of documentation. Strings stay. */
export function parseProgram(text: string, language: string): ParsedDocument {
  const syntax = Object.hasOwn(SYNTAX, language) ? SYNTAX[language] : undefined;
  const values: TextSpan[] = [];
  const units: ProseUnit[] = [];
  for (const group of syntax === undefined ? [] : groupsOf(text, commentsOf(text, language, syntax))) {
    const write = writerFor(group[0]!);
    values.push({ start: group[0]!.start + group[0]!.open.length, end: innerEnd(text, group.at(-1)!) });
    for (const paragraph of paragraphsOfComment(
      text,
      group.flatMap((comment) => linesOf(text, comment)),
    )) {
      if (isProgram(text, paragraph)) continue;
      const unit = unitOf(text, paragraph, write);
      if (hasWords(text, unit, unit.leaves)) units.push(unit);
    }
  }
  return documentOfValues(text, values, units);
}

/** What escapes of strings mean is much the same everywhere. */
const STRING: StringSyntax = {
  escape: /\\(?:u[\da-fA-F]{4}|[^])/g,
  decode: (escape) => {
    const letter = escape.slice(1);
    if (letter.length > 1) return String.fromCharCode(Number.parseInt(letter.slice(1), 16));
    return { n: '\n', r: '\r', t: '\t' }[letter] ?? letter;
  },
  write: (words) => words,
};

/**
 * The prose of the comment or string at a place; none in code. Comments of one line that stand one below the other are one
 * text. This is a small lexer and no parser: a quotation mark in a regular expression may begin a string that is none,
 * and that ends with its line.
 */
export function programUnitsAt(text: string, language: string, at: number): ProseUnit[] {
  const syntax = Object.hasOwn(SYNTAX, language) ? SYNTAX[language] : undefined;
  if (syntax === undefined) return [];
  for (const group of groupsOf(text, piecesOf(text, syntax))) {
    const { start } = group[0]!;
    if (start > at) break;
    if (group.at(-1)!.end < at) continue;
    return group[0]!.kind === 'string' ? stringUnits(text, group[0]!, at) : commentUnitsNear(text, group, at);
  }
  return [];
}

/** A comment or a string that documents, with those of one line below each other as one. */
export interface CommentAround extends TextSpan {
  kind: CommentKind;
  open: string;
  close: string;
  /** where it ends without its closing sign */
  inner: number;
}

/** The comment that all of a stretch is in; null in code and in other strings. */
export function commentAround(text: string, span: TextSpan, language: string): CommentAround | null {
  const syntax = Object.hasOwn(SYNTAX, language) ? SYNTAX[language] : undefined;
  if (syntax === undefined) return null;
  for (const group of groupsOf(text, commentsOf(text, language, syntax))) {
    const [first, last] = [group[0]!, group.at(-1)!];
    if (first.start > span.start) break;
    if (last.end >= span.end) return { ...first, end: last.end, inner: innerEnd(text, last) };
  }
  return null;
}

/** The system reads which program runs a file from its first line: no comment, even where it looks like one. */
function patternBehindShebang(text: string, syntax: Syntax): RegExp {
  const pattern = commentPattern(syntax);
  pattern.lastIndex = /^\uFEFF?#![^\n\r]*/.exec(text)?.[0].length ?? 0;
  return pattern;
}

function* piecesOf(text: string, syntax: Syntax): Generator<Comment> {
  for (const { 0: source, index } of text.matchAll(patternBehindShebang(text, syntax))) {
    yield { start: index, end: index + source.length, ...commentKind(source, syntax) };
  }
}

/** Of what is longer than a sentence can be, what is near a place. */
const near = (at: number, { start, end }: TextSpan): TextSpan => ({
  start: Math.max(start, at - 2 * REACH),
  end: Math.min(end, at + 2 * REACH),
});

function stringUnits(text: string, string: Comment, at: number): ProseUnit[] {
  const inner = { start: string.start + string.open.length, end: innerEnd(text, string) };
  return inner.start < inner.end ? unitsOfString(text, near(at, inner), STRING) : [];
}

function commentUnitsNear(text: string, group: readonly Comment[], at: number): ProseUnit[] {
  const write = writerFor(group[0]!);
  const lines = group
    .filter(({ start, end }) => end >= at - REACH && start <= at + REACH)
    .flatMap((comment) => linesOf(text, comment))
    .filter(({ start, end }) => end >= at - REACH && start <= at + REACH)
    .map((line) => near(at, line));
  return paragraphsOfComment(text, lines)
    .filter((paragraph) => !isProgram(text, paragraph))
    .map((paragraph) => unitOf(text, paragraph, write));
}

/** Comments, and in Python the strings that document what they stand in. */
function* commentsOf(text: string, language: string, syntax: Syntax): Generator<Comment> {
  const pattern = patternBehindShebang(text, syntax);
  let code = pattern.lastIndex;
  let before = '';
  for (const { 0: source, index } of text.matchAll(pattern)) {
    const found = { start: index, end: index + source.length, ...commentKind(source, syntax) };
    before = /\S(?=\s*$)/.exec(text.slice(Math.max(code, index - 2000), index))?.[0] ?? before;
    const documents =
      language === 'python' && /^(?:"""|''')$/.test(found.open) && /^(?:|:)$/.test(before) && startsLine(text, index);
    if (found.kind !== 'string' || documents) yield found;
    else before = '"';
    code = found.end;
  }
}

const startsLine = (text: string, at: number) => /(?:^|[\n\r])[ \t]*$/.test(text.slice(Math.max(0, at - 200), at));

/** Comments of one line that stand one below the other are one text. */
function* groupsOf(text: string, comments: Iterable<Comment>): Generator<Comment[]> {
  let group: Comment[] = [];
  for (const comment of comments) {
    const last = group.at(-1);
    const isBelow =
      last?.kind === 'line' &&
      comment.kind === 'line' &&
      comment.start - last.end < 1000 &&
      /^(?:\r\n|\n|\r)[ \t]*$/.test(text.slice(last.end, comment.start));
    if (!isBelow && group.length > 0) {
      yield group;
      group = [];
    }
    group.push(comment);
  }
  if (group.length > 0) yield group;
}

/** Where a comment ends without its closing sign. */
function innerEnd(text: string, { start, end, open, close }: Omit<Comment, 'kind'>): number {
  const isClosed = end - start >= open.length + close.length && text.endsWith(close, end);
  return isClosed ? end - close.length : end;
}

/** Signs that go on behind the one that begins a comment. `#!` and `--!` are read by programs. */
const borderOf = (open: string) => (open === '#' || open === '--' ? /^[/#;%|<-]*/ : /^[/#!;%|<-]*/);

/** What a comment says, line by line, without its signs and borders. */
function linesOf(text: string, { start, end, kind, open, close }: Comment): TextSpan[] {
  const last = innerEnd(text, { start, end, open, close });
  const first = start + open.length;
  // A sign alone is an empty line.
  const lines: TextSpan[] = first >= last ? [{ start: first, end: first }] : [];
  const line = /[^\n\r]*(?:\r\n|\n|\r|$)/y;
  for (let at = first; at < last;) {
    line.lastIndex = at;
    const source = text.slice(at, Math.min(last, at + (line.exec(text)?.[0].length ?? 0)));
    const content = source.replace(/[\s*]+$/, '');
    const border =
      kind === 'line'
        ? borderOf(open)
        : kind === 'block' && at > first
          ? /^[ \t]*\*+(?!\S)|^[ \t]*\*(?!\*)|^[ \t]*(?:\|\s)?/
          : /^[*!]*/;
    const lead = kind === 'string' ? 0 : (border.exec(content)?.[0].length ?? 0);
    lines.push({ start: at + Math.min(lead, content.length), end: at + content.length });
    at += Math.max(1, source.length);
  }
  return lines;
}

/** A comment may not be ended by its words. */
function writerFor({ open, close, kind }: Comment): Writer {
  return (words) => {
    let written = words.replace(/[\n\r]+/g, ' ');
    if (kind === 'string') written = written.replaceAll('\\', '\\\\');
    if (close !== '') written = written.replaceAll(close, [...close].join(' '));
    if (open === '<!--') written = written.replaceAll('--', '–');
    return written.replace(/\\+$/, '');
  };
}

const CODE = /`+[^`\n\r]*`+|\{@[a-z]+ [^{}\n\r]*\}/gi;

function unitOf(text: string, lines: Paragraph, write: Writer): ProseUnit {
  const leaves: Leaf[] = [];
  let before: TextSpan | undefined;
  for (const line of lines) {
    // With the border of the next line.
    if (before !== undefined) leaves.push({ kind: 'character', text: ' ', start: before.end, end: line.start });
    let at = line.start;
    const plain = (until: number) =>
      leaves.push(...leavesOfText(text, at, until, { escapes: false, linePrefix: false, entities: false }));
    for (const { 0: code, index } of text.slice(line.start, line.end).matchAll(CODE)) {
      plain(line.start + index);
      at = line.start + index + code.length;
      leaves.push({ kind: 'inert', role: 'noun', start: line.start + index, end: at });
    }
    plain(line.end);
    before = line;
  }
  const span = { start: lines[0]!.start, end: lines.at(-1)!.end };
  return { ...span, ...withWrittenMarks(text, span, pairLeaves(text, leaves), false), write };
}
