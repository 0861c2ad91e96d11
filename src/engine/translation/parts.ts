import type { Doubt } from '../../protocol/engine/index.js';
import { splitNearLength } from '../../text/index.js';
import { findHeldOut, type HeldOutOptions } from './heldOut.js';
import { countWords, cutAtCrossings, inertIn, innerMarks, type Piece } from './pieces.js';
import { quoteParts, type QuotePart } from './quotes.js';

/** A piece of no more words is not cut at its clauses. */
const SHORT = 6;

/**
 * Where a piece that failed as a whole is cut: at quotation marks, else at clauses, else at signs, else around what is held
 * out.
 * @param doubts of the best that was found; null where a stand-in was always lost
 * @param written the language whose quotation marks are written
 */
export function partsOf(
  piece: Piece,
  doubts: readonly Doubt[] | null,
  written: string,
  options: HeldOutOptions,
): QuotePart[] {
  const { reading, start, end } = piece;
  const text = reading.text.slice(start, end);
  if (doubts === null || doubts.includes('structure')) {
    const quoted = quoteParts(text, written).map((part) => ({
      ...part,
      start: start + part.start,
      end: start + part.end,
    }));
    if (quoted.length > 1 && quoted.every((part) => cutAtCrossings(reading, part).length === 1)) return quoted;
  }
  const isDoubtful = doubts === null || doubts.length > 0;
  if (isDoubtful && countWords(text) > SHORT) {
    const clauses = splitNearLength(text, Math.ceil(countWords(text) / 2), countWords).flatMap((span) =>
      cutAtCrossings(reading, { start: start + span.start, end: start + span.end }),
    );
    if (clauses.length > 1) return clauses;
  }
  const signs = innerMarks(reading, piece).flatMap((mark) => [mark.start, mark.end]);
  const marks = marksIn(piece).flatMap((at) => [at, at + 1]);
  const held = isDoubtful ? findHeldOut(piece, options, doubts !== null).flatMap((one) => [one.start, one.end]) : [];
  const cuts = new Set([...marks, ...(signs.length > 0 ? signs : held)]);
  const inside = [...cuts].filter((cut) => cut > start && cut < end).sort((one, other) => one - other);
  const places = [start, ...inside, end];
  return places.slice(1).map((place, index) => ({ start: places[index]!, end: place }));
}

/** The places in a reading of a piece's references and emoji. */
export const marksIn = (piece: Piece): number[] =>
  inertIn(piece).flatMap(([at, { role }]) => (role === 'mark' ? [at] : []));
