import type { Piece } from './pieces.js';

/** Stands in a translation for the end of a line. */
const LINE_END = '\u2028';

export interface LaidLines {
  /** as long as the translation */
  text: string;
  /** Puts line breaks as the document writes them into stretches of the text, which come in order. */
  finish: (written: string) => string;
}

/**
 * Lays a translation over as many lines as its piece has, where these count: a break stands at the space next to its share
 * of the text.
 * @param text of the translation, as a reader reads it
 */
export function layLines(document: string, piece: Piece, text: string): LaidLines {
  const breaks = piece.unit.keepsLines === undefined ? [] : breaksOf(document, piece);
  const used: string[] = [];
  let laid = text;
  let from = 1;
  for (const { share, source } of breaks) {
    const wanted = Math.round(share * text.length);
    const [before, behind] = [text.lastIndexOf(' ', wanted), text.indexOf(' ', wanted)];
    const isNearer = before >= from && (behind < 0 || wanted - before <= behind - wanted);
    const at = isNearer ? before : behind;
    if (at < from) continue;
    laid = laid.slice(0, at) + LINE_END + laid.slice(at + 1);
    used.push(source);
    from = at + 1;
  }
  return { text: laid, finish: (written) => written.replaceAll(LINE_END, () => used.shift() ?? ' ') };
}

/** The line breaks within a piece, with the marks of their format, and the share of the piece before each. */
function breaksOf(document: string, { reading, start, end }: Piece): { share: number; source: string }[] {
  const found: { share: number; source: string }[] = [];
  for (let at = start + 1; at < end - 1; at++) {
    if (reading.text[at] !== ' ' || reading.inert.has(at)) continue;
    const source = document.slice(reading.starts[at], reading.ends[at]);
    if (/[\n\r]/.test(source)) found.push({ share: (at - start) / (end - start), source });
  }
  return found;
}
