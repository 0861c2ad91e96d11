import { commentKind, type CommentKind, commentPattern, SYNTAX, type Syntax, type TextSpan } from '../text/index.js';
import { pairLeaves } from './inlineTags.js';
import { isProgram, type Paragraph, paragraphsOfComment } from './commentLines.js';
import type { Leaf, ParsedDocument, ProseUnit, Writer } from './prose.js';
import { documentOfValues } from './strings.js';
import { hasWords, leavesOfText } from './textLeaves.js';

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

/** Comments, and in Python the strings that document what they stand in. */
function* commentsOf(text: string, language: string, syntax: Syntax): Generator<Comment> {
  let code = 0;
  let before = '';
  for (const { 0: source, index } of text.matchAll(commentPattern(syntax))) {
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
        ? /^[/#!;%|<-]*/
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

function unitOf(text: string, { lines, isTitle }: Paragraph, write: Writer): ProseUnit {
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
  return { start: lines[0]!.start, end: lines.at(-1)!.end, isTitle, ...pairLeaves(text, leaves), write };
}
