import type { TextSpan } from './span.js';

/** Longer ones are hardly meant: a backtick or a bracket that stands alone pairs with one far away. */
const LONGEST = 1000;

const TAG_OR_LINK = /<[a-z/!][^<>]{0,1000}>|!?\[[^[\]]{1,1000}\](?=[([])|\]\([^()\s]{0,1000}(?:\s"[^"]{0,300}")?\)/giu;

/** Code spans, tags, the texts of links and their addresses, in order and apart: no sentence ends inside. */
export function inlineMarkup(text: string): TextSpan[] {
  const code = codeSpans(text);
  const others = Array.from(text.matchAll(TAG_OR_LINK), ({ index, 0: markup }) => ({
    start: index,
    end: index + markup.length,
  }));
  const found: TextSpan[] = [];
  for (const span of [...code, ...others].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last === undefined || span.start >= last.end) found.push(span);
  }
  return found;
}

/** CommonMark's: a run of backticks closes with the next run of the same length. LaTeX's ``quotations'' are none. */
function codeSpans(text: string): TextSpan[] {
  const runs = Array.from(text.matchAll(/`+/g), ({ index, 0: ticks }) => ({ index, length: ticks.length }));
  const later = new Map<number, number>();
  const closing = new Array<number | undefined>(runs.length);
  for (let at = runs.length - 1; at >= 0; at--) {
    const { length } = runs[at]!;
    closing[at] = later.get(length);
    later.set(length, at);
  }
  const found: TextSpan[] = [];
  for (let at = 0; at < runs.length; at++) {
    const close = closing[at];
    if (close === undefined) continue;
    const start = runs[at]!.index;
    const end = runs[close]!.index + runs[close]!.length;
    if (end - start > LONGEST || (runs[at]!.length === 2 && text.slice(start, end).includes("''"))) continue;
    found.push({ start, end });
    at = close;
  }
  return found;
}
