import type { TaughtLine } from './lineRemarks.js';
import { isUnspaced } from './unspaced.js';

/** A text without the marks that stood in it, and where they were, in UTF-16 units. */
export interface MarkedNames {
  text: string;
  spans: { start: number; end: number; label: string }[];
}

/**
 * A name and its label in the form of Markdown's links. A label is letters, digits, spaces, _ and -, so that what leads to an
 * address is none, and neither is what goes on over a line.
 */
const MARK = /\[([^[\]\r\n]+)\]\(\s*([\p{L}\p{N}][\p{L}\p{N}\p{M} _-]{0,39})\)/gu;

/** Reads the marks of a text: `[Anna](PERSON) lives in [Rome](PLACE)`. Spaces at the ends of a mark are not of its name. */
export function readMarkedNames(marked: string): MarkedNames {
  const spans: MarkedNames['spans'] = [];
  let text = '';
  let end = 0;
  for (const mark of marked.matchAll(MARK)) {
    const [all, inner = '', label = ''] = mark;
    text += marked.slice(end, mark.index);
    const name = inner.trim();
    const start = text.length + inner.indexOf(name);
    if (name !== '') spans.push({ start, end: start + name.length, label: label.trim() });
    text += inner;
    end = mark.index + all.length;
  }
  return { text: text + marked.slice(end), spans };
}

/**
 * The lines of a text that have words, with or without names: of those without it is learnt what is no name.
 * @returns `numbers`: of the lines, from 1; `unread`: of those in which something looks like a mark and was read as text
 */
export function markedLines(text: string): { lines: MarkedNames[]; numbers: number[]; unread: number[] } {
  const said = text
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ line: readMarkedNames(line), number: at + 1 }))
    .filter(({ line }) => /[\p{L}\p{N}]/u.test(line.text));
  return {
    lines: said.map(({ line }) => line),
    numbers: said.map(({ number }) => number),
    unread: said.flatMap(({ line, number }) => (UNREAD.test(line.text) ? [number] : [])),
  };
}

/** What is left of a mark with a label that is none, without its other bracket, or with a space between. */
const UNREAD = /\]\s?\(/u;

/** What lines teach, by their numbers. */
export const taughtNames = (lines: readonly MarkedNames[], numbers: readonly number[]): TaughtLine[] =>
  lines.map(({ text, spans }, at) => ({
    ...{ text, answer: JSON.stringify(spans), line: numbers[at]! },
    labels: spans.map(({ label }) => label),
    isWithin: spans.some(({ start, end }) => isWithinWord(text, start) || isWithinWord(text, end)),
  }));

/** Whether a place has a word's letters on both sides; scripts without spaces tell no words. */
function isWithinWord(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 2), at + 2);
  return (
    /[\p{L}\p{M}\p{N}]$/u.test(text.slice(0, at)) && /^[\p{L}\p{M}\p{N}]/u.test(text.slice(at)) && !isUnspaced(around)
  );
}

/** Whether a label is what tokens are called by in models that find names: `O` outside of names, `B-` and `I-` within them. */
export const isTagName = (label: string): boolean => /^(?:O$|[BI]-)/.test(label);

/** Lines that each label needs: one to learn from and one to judge by. */
const NEEDED = 2;

/** What the engine would refuse marked lines for, so that it is told before anything else is asked; null where it takes them. */
export function nameProblem(
  lines: readonly MarkedNames[],
):
  | { problem: 'tagLabel'; label: string }
  | { problem: 'rareLabel'; label: string; lines: number; needed: number }
  | null {
  const counts = new Map<string, number>();
  for (const { spans } of lines)
    for (const label of new Set(spans.map((span) => span.label))) counts.set(label, (counts.get(label) ?? 0) + 1);
  const tag = [...counts.keys()].find(isTagName);
  if (tag !== undefined) return { problem: 'tagLabel', label: tag };
  const [label, count] = [...counts].find(([, lines]) => lines < NEEDED) ?? [];
  return label === undefined ? null : { problem: 'rareLabel', label, lines: count!, needed: NEEDED };
}
