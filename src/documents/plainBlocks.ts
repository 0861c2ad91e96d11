import type { TextSpan } from '../text/index.js';
import { parseLines, type ProseLine } from './plainLines.js';

/** Verse and lists have lines shorter than this; prose is seldom wrapped so early. */
const NARROW = 60;

/** Lines of at most this many words, one below the other, are a list. */
const FEW_WORDS = 3;

/**
 * The runs of prose in a text. What lies between them is structure and stays as it is: empty lines, marks of lists,
 * checkboxes, headings and quotations, indentation, code between fences, rules, front matter, table lines. Lines of a
 * wrapped paragraph are one run with the line break in it; lines that are evidently apart (verse, a list without marks,
 * a title above a text) are runs of their own. One grammar for Markdown and plain text: marks are written the same in
 * both, and a parser of Markdown would take indented prose for code and join all that is not marked.
 */
export function findBlocks(text: string): TextSpan[] {
  const found: TextSpan[] = [];
  let group: ProseLine[] = [];
  const finish = (): void => {
    for (const span of joinLines(text, group)) found.push(span);
    group = [];
  };
  for (const line of parseLines(text)) {
    if (line.kind === 'blank') finish();
    else {
      const before = group.at(-1);
      if (before !== undefined && isNewGroup(before, line)) finish();
      group.push(line);
    }
  }
  finish();
  return found;
}

function isNewGroup(before: ProseLine, line: ProseLine): boolean {
  // A quotation's next line has a mark before it, which is no part of a run.
  return line.marked || line.alone || before.alone || line.quoted || before.quoted;
}

/** What is known of a line where its neighbours are judged. */
type JoinableLine = Pick<ProseLine, 'start' | 'end' | 'indent' | 'marked' | 'hardBreak'>;

/** Lines that stand one below the other without a mark, as the paragraphs or the single lines that they are. */
export function joinLines(text: string, group: readonly JoinableLine[]): TextSpan[] {
  const words = (line: JoinableLine): number => text.slice(line.start, line.end).split(/\s+/).length;
  const width = group.reduce((most, line) => Math.max(most, line.end - line.start + line.indent), 0);
  const isList = group.length > 2 && group.every((line) => words(line) <= FEW_WORDS);
  const isVerse =
    width < NARROW &&
    group.length > 1 &&
    (group.slice(1).every((line) => isCapital(text, line)) || endsWithMarks(text, group));
  const found: TextSpan[] = [];
  for (const [index, line] of group.entries()) {
    const before = group[index - 1];
    const last = found.at(-1);
    const apart =
      before === undefined ||
      before.hardBreak ||
      isList ||
      isVerse ||
      (line.indent > before.indent && !before.marked && !isLower(text, line)) ||
      (!isLower(text, line) && wouldFit(text, before, line, width));
    if (apart || last === undefined) found.push({ start: line.start, end: line.end });
    else last.end = line.end;
  }
  return found;
}

/** Whether lines are short. */
export const isNarrow = (text: string): boolean => text.split(/\r\n|\n|\r/).every((line) => line.length < NARROW);

/** Whether most lines but the last end where a clause does, and no sentence within one: wraps fall anywhere. */
function endsWithMarks(text: string, group: readonly JoinableLine[]): boolean {
  const lines = group.map(({ start, end }) => text.slice(start, end));
  const marked = lines.slice(0, -1).filter((line) => /[,;:.!?…—–]["'”’»]?\s*$/.test(line));
  return (
    lines.length > 2 && marked.length * 2 > lines.length - 1 && !lines.some((line) => /[.!?…]["'”’»]?\s+\S/.test(line))
  );
}

/** Whether the line's first word had room on the line before: then the break was made on purpose. */
function wouldFit(text: string, before: JoinableLine, line: JoinableLine, width: number): boolean {
  const content = text.slice(line.start, line.end);
  const first = /^\p{scx=Han}/u.test(content) ? 1 : (/^\S+/.exec(content)?.[0].length ?? 0) + 1;
  return before.indent + (before.end - before.start) + first <= width;
}

function isLower(text: string, line: JoinableLine): boolean {
  return /^["'“‘«(]*\p{Ll}/u.test(text.slice(line.start, line.end));
}

function isCapital(text: string, line: JoinableLine): boolean {
  return /^["'“‘«(]*\p{Lu}/u.test(text.slice(line.start, line.end));
}
