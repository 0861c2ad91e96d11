import { type TextSpan, trimSpan } from './span.js';

/** Where a sentence may be cut, best first: after a mark, before a conjunction, at white space. */
const CUTS: readonly RegExp[] = [
  /[;:,](?=\s)|[；：，、]|[—–](?!\d)/gu,
  /\s(?=(?:and|or|but|because|which|while|und|oder|aber|weil|et|ou|mais|y|o|pero)\s)/giu,
  /\s/gu,
];

/** So much is asked about at first, in UTF-16 units; twice as much as long as all of it fits. */
const FIRST_TRY = 4096;

/**
 * Cuts a sentence that is too long into pieces that fit, each as long as can be: at clause marks, else before a
 * conjunction, else at white space. A piece that has no place to cut it at is given as it is, though it does not fit.
 * What is asked about is little longer than what fits, so that the time grows with the text alone.
 * @param fitting how many UTF-16 units from the beginning of a stretch fit: its length when all do
 */
export function* splitAtClauses(text: string, fitting: (stretch: string) => number): Generator<TextSpan> {
  const levels = CUTS.map((cut) => Array.from(text.matchAll(cut), (match) => match.index + match[0].length));
  let length = FIRST_TRY;
  let rest = trimSpan(text, { start: 0, end: text.length });
  while (rest !== null) {
    const { start } = rest;
    const end: number = pieceEnd(text, rest, levels, fittingEnd(text, rest, length, fitting), fitting);
    const piece = trimSpan(text, { start, end });
    if (piece !== null) yield piece;
    length = Math.min(FIRST_TRY, Math.max(64, 2 * (end - start)));
    rest = trimSpan(text, { start: end, end: rest.end });
  }
}

/** Where what fits of a stretch ends. */
function fittingEnd(
  text: string,
  { start, end }: TextSpan,
  length: number,
  fitting: (stretch: string) => number,
): number {
  for (;;) {
    const stretch = text.slice(start, Math.min(end, start + length));
    const fits = fitting(stretch);
    if (fits < stretch.length || start + stretch.length === end) return start + fits;
    length *= 2;
  }
}

function pieceEnd(
  text: string,
  { start, end }: TextSpan,
  levels: readonly (readonly number[])[],
  fits: number,
  fitting: (stretch: string) => number,
): number {
  if (fits >= end) return end;
  let most = fits;
  while (most < end && /\s/.test(text[most]!)) most++;
  for (const cuts of levels) {
    for (let index = firstAfter(cuts, most) - 1; index >= 0 && cuts[index]! > start; index--) {
      // Tokens may join otherwise where the text is cut.
      const piece = text.slice(start, cuts[index]).trimEnd();
      if (fitting(piece) >= piece.length) return cuts[index]!;
    }
  }
  // Not even the first word fits.
  return levels.reduce((least, cuts) => Math.min(least, cuts[firstAfter(cuts, start)] ?? least), end);
}

/** Index of the first of ascending numbers that is above a limit; their count when none is. */
function firstAfter(numbers: readonly number[], limit: number): number {
  let low = 0;
  for (let high = numbers.length; low < high;) {
    const middle = Math.floor((low + high) / 2);
    if (numbers[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
