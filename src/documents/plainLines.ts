import type { TextSpan } from '../text/index.js';

/** A line of a text, told apart by the marks that Markdown and plain text share. */
export type TextLine = BlankLine | ProseLine;

/** Nothing to read: empty lines, rules, code, front matter, comments, table delimiters. */
interface BlankLine {
  kind: 'blank';
}

export interface ProseLine extends TextSpan {
  kind: 'prose';
  /** columns before the text that are white space, not marks */
  indent: number;
  /** begins with a list mark or a checkbox: a new item */
  marked: boolean;
  /** stands alone: a heading or a table's cell */
  alone: boolean;
  quoted: boolean;
  /** ends with Markdown's two spaces or backslash: the next line is another */
  hardBreak: boolean;
}

const BLANK: BlankLine = { kind: 'blank' };
/** A fence of code, in a list's item or a quotation, too; one of backticks has none behind it (CommonMark 4.5). */
const FENCE = /^((?:\s*>)*)\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING_FENCE = /^((?:\s*>)*)\s*(`{3,}|~{3,})\s*$/;
const RULE = /^(?:([-*_=])(?:[ \t]*\1){2,}|--)[ \t]*$/;
const MARKUP = /^(?:<!--.*-->|<\/?(?!mask>)[a-z][^<>]*>|\[[^\]]+\]:\s+\S.*)$/i;
const DELIMITER_ROW = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:|-]*)?$/;
const LIST_MARK = /^(?:[-*+•◦▪‣][ \t]+|(\d{1,3})[.)][ \t]+|[a-z][.)][ \t]+|[A-Z]\)[ \t]+)/;
const CHECKBOX = /^\[[ xX]\][ \t]+/;

interface Fence {
  mark: string;
  /** how many signs of quotation stand before it */
  quotes: number;
}

const quotesOf = (line: string): number => /^(?:\s*>)*/.exec(line)![0].split('>').length - 1;

/** The lines of a text in order; a table's row gives one for each cell. */
export function parseLines(text: string): TextLine[] {
  const found: TextLine[] = [];
  let fence: Fence | null = null;
  let at = frontMatterEnd(text);
  while (at < text.length) {
    const length = /^[^\r\n]*/.exec(text.slice(at))?.[0].length ?? 0;
    const line = text.slice(at, at + length);
    // A fence ends with its quotation.
    if (fence !== null && quotesOf(line) < fence.quotes) fence = null;
    const opening: RegExpExecArray | null = fence === null ? FENCE.exec(line) : null;
    if (fence !== null) {
      if (CLOSING_FENCE.exec(line)?.[2]?.startsWith(fence.mark) === true) fence = null;
      found.push(BLANK);
    } else if (opening !== null) {
      fence = { mark: opening[2]!, quotes: quotesOf(line) };
      found.push(BLANK);
    } else found.push(...parseLine(line, at, found.at(-1)));
    at += length;
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return found;
}

/** Where the text goes on after YAML or TOML between `---` or `+++` at its very beginning. */
function frontMatterEnd(text: string): number {
  const match = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?(?:\1|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  return match !== null && /^[^\S\r\n]*["'\w-]+[^\S\r\n]*[:=]/m.test(match[0]) ? match[0].length : 0;
}

function parseLine(line: string, at: number, before: TextLine | undefined): TextLine[] {
  let rest = line.trimEnd();
  const end = at + rest.length;
  const here = () => end - rest.length;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match !== null) rest = rest.slice(match[0].length);
    return match;
  };
  let quoted = false;
  let indent = take(/^[ \t\u3000]+/)?.[0].length ?? 0;
  while (take(/^>[ \t]?/)) {
    quoted = true;
    indent = take(/^[ \t]+/)?.[0].length ?? 0;
  }
  if (rest === '' || RULE.test(rest) || MARKUP.test(rest) || DELIMITER_ROW.test(rest)) return [BLANK];
  const prose = { kind: 'prose', indent, quoted, hardBreak: /(?: {2}|\\)$/.test(line) } as const;
  const textEnd = rest.endsWith('\\') ? end - 1 : end;
  if (rest.startsWith('|'))
    return tableCells(rest, here()).map((cell) => ({ ...prose, ...cell, marked: false, alone: true }));
  if (take(/^#{1,6}[ \t]+/)) {
    return [{ ...prose, start: here(), end: end - closingHashes(rest), marked: false, alone: true }];
  }
  // Of a wiki or of AsciiDoc.
  if (take(/^={1,6}[ \t]+(?=\S)/)) {
    const closing = /[ \t]={1,6}$/.exec(rest)?.[0].length ?? 0;
    return [{ ...prose, start: here(), end: end - closing, marked: false, alone: true }];
  }
  const mark = listMark(rest, before);
  rest = rest.slice(mark);
  const isMarked = take(CHECKBOX) !== null || mark > 0;
  return rest === '' ? [BLANK] : [{ ...prose, start: here(), end: textEnd, marked: isMarked, alone: false }];
}

/** Length of the hashes that close a heading, with the white space before them; 0 without it. */
function closingHashes(heading: string): number {
  const content = heading.replace(/(?<!#)#+$/, '');
  const hashes = heading.length - content.length;
  const space = content.length - content.replace(/(?<![ \t])[ \t]+$/, '').length;
  return hashes > 0 && space > 0 ? space + hashes : 0;
}

/** Length of the list mark; within a paragraph a number other than 1 is text that a wrap put there (CommonMark's rule). */
function listMark(rest: string, before: TextLine | undefined): number {
  const match = LIST_MARK.exec(rest);
  if (match === null) return 0;
  const isInParagraph = before?.kind === 'prose' && !before.marked && !before.alone;
  return isInParagraph && match[1] !== undefined && match[1] !== '1' ? 0 : match[0].length;
}

function tableCells(row: string, at: number): TextSpan[] {
  return Array.from(row.matchAll(/(?:\\\||[^|])+/g), (match) => {
    const lead = match[0].length - match[0].trimStart().length;
    const start = at + match.index + lead;
    return { start, end: start + match[0].trim().length };
  }).filter(({ start, end }) => end > start);
}
