import { splitSentences } from './sentences.js';
import { distanceTo, type TextSpan, wholeWords } from './span.js';

/** Where a token stands in its text; null where it stands for nothing in it. */
interface TokenPlace {
  start: number | null;
  end: number | null;
}

/**
 * Fits a text into so many tokens, around a place: the whole sentences that fit together; of a sentence too long by
 * itself, its whole words near the place. The place's own sentence comes first, then those after and before it in turn.
 * @param at in UTF-16 units; lies in the result or at its border
 * @param tokens of the whole text, in its order; special ones count
 * @returns all of the text when it fits
 */
export function fitSentences(text: string, at: number, tokens: readonly TokenPlace[], most: number): TextSpan {
  const placed = tokens.flatMap(({ start, end }) => (start === null || end === null ? [] : [{ start, end }]));
  const room = Math.max(1, most - (tokens.length - placed.length));
  const whole = { start: 0, end: text.length };
  if (placed.length <= room) return whole;
  const tokensIn = ({ start, end }: TextSpan) => placed.filter((token) => token.start < end && token.end > start);
  const sentences = splitSentences(text);
  let first = nearest(sentences, at);
  let last = first;
  let span = join(sentences[first] ?? whole, { start: at, end: at });
  const own = tokensIn(span);
  if (own.length > room) return wordsAround(text, span, own, at, room);
  for (let grown = true; grown;) {
    grown = false;
    for (const next of [last + 1, first - 1]) {
      const sentence = sentences[next];
      // With what lies between: a line break is a token, too.
      const larger = sentence && join(span, sentence);
      if (larger === undefined || tokensIn(larger).length > room) continue;
      span = larger;
      if (next > last) last = next;
      else first = next;
      grown = true;
    }
  }
  return span;
}

const join = (one: TextSpan, other: TextSpan): TextSpan => ({
  start: Math.min(one.start, other.start),
  end: Math.max(one.end, other.end),
});

function nearest(spans: readonly TextSpan[], at: number): number {
  return spans.reduce((best, span, index) => (distanceTo(span, at) < distanceTo(spans[best]!, at) ? index : best), 0);
}

/** @param tokens of the sentence, more than there is room for */
function wordsAround(text: string, sentence: TextSpan, tokens: readonly TextSpan[], at: number, room: number) {
  const reaching = tokens.findIndex(({ end }) => end >= at);
  const centre = reaching < 0 ? tokens.length - 1 : reaching;
  const from = Math.max(0, Math.min(centre - Math.floor(room / 2), tokens.length - room));
  const cut = { start: tokens[from]!.start, end: tokens[from + room - 1]!.end };
  return wholeWords(text, cut, sentence, tokens[centre]!);
}
