import type { TextSpan } from '../text/index.js';
import { joinLines } from './plainBlocks.js';

/** Marks of lists that a format does not know as such, a speaker's dash included. */
const BULLET =
  /^(?:(?:[-*+•][ \t]+)?\[[ xX]\]|[•◦▪‣·–—―✓✔✗✘→➜»*+-]|\d{1,3}(?:[.)]|\.\))|\(?[a-zA-Z]\)|[ivx]{1,4}[.)])[ \t]+/;

/** Lines of a paragraph that are no prose: modules, templates, containers, a table of contents, an alert's kind. */
const NO_PROSE = [
  /^(?:import|export)\s.*(?:from\s+)?['"][^'"]*['"];?$/,
  /^(?:\{%.*%\}|\{\{.*\}\}|\{[#:.][^{}]*\}|<%.*%>)$/,
  /^:{2,}.*$/,
  /^(?:!!!|\?\?\?)\+?(?:\s.*)?$/,
  /^(?:\[TOC\]|\[\[_?TOC_?\]\]|\[!\w+\][+-]?)$/i,
  /^(?:[-*_=~]{2,}|[-=|+:\s]{3,})$/,
  /^<!(?:--.*--|\w[^>]*)>$/,
  /^\\(?:begin|end|newpage|pagebreak|clearpage|usepackage|documentclass|input|include)\b.*$/,
];

/** Between cells of a table's line that no format calls one, and before a task that does not begin its line. */
const CELL_BORDER = /(?<![ \t])[ \t]+(?:\||[-*+•][ \t]+\[[ xX]\])[ \t]+/g;

/**
 * The runs of prose of a paragraph: lines that are evidently apart (verse, a list without marks, a title above a text)
 * are runs of their own, a line that is no prose is none, and the mark of a list is not part of its run.
 * @param lines of the paragraph, without line breaks and what a format writes before a line
 * @param isWhole whether a line break at a place is inside of something that must not be cut
 */
export function runsOfLines(
  text: string,
  lines: readonly (TextSpan & { hardBreak?: boolean })[],
  isWhole: (at: number) => boolean,
): TextSpan[] {
  const found: TextSpan[] = [];
  let group: { start: number; end: number; indent: number; marked: boolean; hardBreak: boolean }[] = [];
  const finish = () => {
    for (const run of joinLines(text, group)) found.push(...cellsOf(text, run, isWhole));
    group = [];
  };
  for (const [index, line] of lines.entries()) {
    const whole = index > 0 && isWhole(line.start);
    const content = text.slice(line.start, line.end);
    const bullet = whole ? null : BULLET.exec(content);
    if (!whole && NO_PROSE.some((pattern) => pattern.test(content.trim()))) {
      finish();
      continue;
    }
    // Within a paragraph a number other than 1 is text that a wrap put there (CommonMark's rule).
    const isItem = bullet !== null && (index === 0 || !/^\d/.test(bullet[0]) || /^1\D/.test(bullet[0]));
    if (isItem) finish();
    const start = line.start + (isItem ? bullet[0].length : 0);
    const last = group.at(-1);
    const { hardBreak = false } = line;
    if (whole && last !== undefined) Object.assign(last, { end: line.end, hardBreak });
    else if (start < line.end) group.push({ start, end: line.end, indent: 0, marked: isItem, hardBreak });
    else if (last !== undefined) last.hardBreak ||= hardBreak;
  }
  finish();
  return found;
}

function cellsOf(text: string, run: TextSpan, isWhole: (at: number) => boolean): TextSpan[] {
  const found: TextSpan[] = [];
  let { start } = run;
  for (const border of text.slice(run.start, run.end).matchAll(CELL_BORDER)) {
    const at = run.start + border.index;
    if (isWhole(at + 1)) continue;
    found.push({ start, end: at });
    start = at + border[0].length;
  }
  return [...found, { start, end: run.end }].filter(({ start, end }) => end > start);
}
