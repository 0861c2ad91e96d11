import { type Span, trimmed } from './span.js';

/** Where a sentence may be cut, best first: after a mark, before a conjunction, at white space. */
const CUTS: readonly RegExp[] = [
  /[;:,](?=\s)|[；：，、]|[—–](?!\d)/gu,
  /\s(?=(?:and|or|but|because|which|while|und|oder|aber|weil|et|ou|mais|y|o|pero)\s)/giu,
  /\s/gu,
];

/**
 * Cuts a sentence that is too long into pieces that fit, each as long as can be: at clause marks, else before a
 * conjunction, else at white space. A piece that has no place to cut it at is given as it is, though it does not fit.
 * @param fits whether a piece is short enough; what fits fits shorter too
 */
export function splitAtClauses(text: string, fits: (piece: string) => boolean): Span[] {
  const levels = CUTS.map((cut) => Array.from(text.matchAll(cut), (match) => match.index + match[0].length));
  const pieces: Span[] = [];
  let rest = trimmed(text, { start: 0, end: text.length });
  while (rest !== null) {
    const end = fits(text.slice(rest.start, rest.end)) ? rest.end : pieceEnd(text, rest, levels, fits);
    const piece = trimmed(text, { start: rest.start, end });
    if (piece !== null) pieces.push(piece);
    rest = trimmed(text, { start: end, end: rest.end });
  }
  return pieces;
}

function pieceEnd(
  text: string,
  rest: Span,
  levels: readonly (readonly number[])[],
  fits: (piece: string) => boolean,
): number {
  for (const cuts of levels) {
    let best: number | undefined;
    for (const cut of cuts) {
      if (cut <= rest.start) continue;
      if (cut >= rest.end || !fits(text.slice(rest.start, cut).trimEnd())) break;
      best = cut;
    }
    if (best !== undefined) return best;
  }
  // Not even the first word fits.
  return Math.min(rest.end, ...levels.flatMap((cuts) => cuts.find((cut) => cut > rest.start) ?? []));
}
