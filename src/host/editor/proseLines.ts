import { setImmediate as turn } from 'node:timers/promises';
import type { DocumentFormat, Span } from '../../protocol/engine/index.js';
import { proseIn } from './proseText.js';

/** A line that says something, as a person reads it, and where its words stand. */
export interface ProseLine extends Span {
  text: string;
}

/** Formats whose signs stand among the words; in others a line is what stands in it. */
const WITH_SIGNS: readonly DocumentFormat[] = ['markdown', 'html', 'latex'];

export const hasSigns = (format: DocumentFormat): boolean => WITH_SIGNS.includes(format);

/** Metadata before a Markdown document: no line of its text. */
const FRONT_MATTER = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n(?:[^]*?\n)?\1[ \t]*(?:\r?\n|$)/;

/** Between the cells of a row of a table. */
const BETWEEN = ', ';

/**
 * The lines of a stretch that have prose, in order: without fences, code, rules, the signs of lists and tables, and front
 * matter. Cells of a table's row are one line. Between parts of a long text others come to their turn.
 * @param format one that `hasSigns`
 */
export async function proseLines(text: string, format: DocumentFormat, within: Span): Promise<ProseLine[]> {
  const head = format === 'markdown' ? (FRONT_MATTER.exec(text)?.[0].length ?? 0) : 0;
  const lines = new Map<number, ProseLine>();
  const lineAt = lineFinder(text);
  for (const { text: read, starts, ends } of proseIn(text, format, within)) {
    for (let at = 0; at < read.length; at++) {
      const [start, end] = [starts[at]!, ends[at]!];
      // Between two runs there is nothing of the document.
      if (start < head || end === start) continue;
      const line = lineAt(start);
      const known = lines.get(line);
      if (!known) lines.set(line, { text: read[at]!, start, end });
      else {
        const isNext = read[at - 1] === '\n' && starts[at - 1] === ends[at - 1];
        known.text += (isNext ? BETWEEN : '') + read[at]!;
        known.end = end;
      }
    }
    await turn();
  }
  return [...lines.values()].flatMap((line) => trimmed(text, line) ?? []).sort((one, other) => one.start - other.start);
}

function trimmed(document: string, { text, start, end }: ProseLine): ProseLine | null {
  const shown = text.trim();
  if (!/[\p{L}\p{N}]/u.test(shown)) return null;
  // A break of the line is read as a space of its own.
  const own = document.slice(start, end);
  return { text: shown, start: start + own.length - own.trimStart().length, end: start + own.trimEnd().length };
}

/** Finds the number of the line that a place is in. */
function lineFinder(text: string): (place: number) => number {
  const begins = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) begins.push(at + 1);
  return (place) => {
    let [low, high] = [0, begins.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (begins[middle]! <= place) low = middle;
      else high = middle;
    }
    return low;
  };
}
