import type { TextSpan } from './span.js';

/**
 * A text in stretches of whole sentences that a model reads one after the other, each with as many tokens as there is room
 * for. A sentence that is longer is cut between its words; one without spaces, between tokens.
 * @param sentences in order and apart
 * @param tokens of the text, in order
 * @param most tokens of a stretch; at least one
 */
export function sentenceWindows(
  text: string,
  sentences: readonly TextSpan[],
  tokens: readonly TextSpan[],
  most: number,
): TextSpan[] {
  const windows: TextSpan[] = [];
  let open: (TextSpan & { tokens: number }) | null = null;
  let at = 0;
  for (const sentence of sentences) {
    while (at < tokens.length && tokens[at]!.end <= sentence.start) at++;
    const first = at;
    while (at < tokens.length && tokens[at]!.start < sentence.end) at++;
    const own = tokens.slice(first, at);
    if (open !== null && open.tokens + own.length > most) {
      windows.push({ start: open.start, end: open.end });
      open = null;
    }
    if (own.length > most) windows.push(...piecesOf(text, sentence, own, most));
    else {
      const { start, tokens: before }: { start: number; tokens: number } = open ?? { start: sentence.start, tokens: 0 };
      open = { start, end: sentence.end, tokens: before + own.length };
    }
  }
  return open === null ? windows : [...windows, { start: open.start, end: open.end }];
}

/** A sentence that is too long, cut where a word begins. */
function piecesOf(text: string, { start, end }: TextSpan, tokens: readonly TextSpan[], most: number): TextSpan[] {
  const beginsWord = (token: number) => /\s/.test(text.slice(tokens[token]!.start - 1, tokens[token]!.start + 1));
  const pieces: TextSpan[] = [];
  let from = 0;
  while (from < tokens.length) {
    let to = Math.min(from + most, tokens.length);
    if (to < tokens.length) {
      const limit = to;
      while (to > from + 1 && !beginsWord(to)) to--;
      if (!beginsWord(to)) to = limit;
    }
    pieces.push({
      start: from === 0 ? start : tokens[from]!.start,
      end: to === tokens.length ? end : tokens[to]!.start,
    });
    from = to;
  }
  return pieces;
}
