import type { Span, Token } from '../../../protocol/engine/index.js';
import { splitSentences } from '../../../text/index.js';
import { trimSpan } from '../../../text/span.js';

/** What a model reads of a text: as the engine's `tokens` tells. */
export interface FittedSpan {
  tokens: readonly Token[];
  /** in tokens; null when unbounded */
  maxLength: number | null;
}

/**
 * The whole sentences around a place that fit into a model together; of a sentence too long by itself, as many of its
 * tokens as fit. The place's own sentence comes first, then those after and before it in turn.
 * @param at in the text, UTF-16 units
 * @param most tokens, where the model has no limit of its own
 * @returns the stretch, in UTF-16 units; all of the text when it fits
 */
export function fitSpanToModel(text: string, at: number, { tokens, maxLength }: FittedSpan, most: number): Span {
  const placed = tokens.flatMap(({ start, end }) => (start === null || end === null ? [] : [{ start, end }]));
  const room = (maxLength ?? most) - (tokens.length - placed.length);
  if (placed.length <= room) return { start: 0, end: text.length };
  const all = splitSentences(text);
  const count = ({ start, end }: Span) => placed.filter((token) => token.start < end && token.end > start).length;
  const home = nearest(all, at);
  const own = all[home];
  if (own === undefined || count(own) > room)
    return tokensAround(text, own ?? { start: 0, end: text.length }, placed, at, room);
  let left = room - count(own);
  let first = home;
  let last = home;
  for (let grown = true; grown;) {
    grown = false;
    for (const next of [last + 1, first - 1]) {
      const sentence = all[next];
      const cost = sentence ? count(sentence) : Number.POSITIVE_INFINITY;
      if (cost > left) continue;
      left -= cost;
      if (next > last) last = next;
      else first = next;
      grown = true;
    }
  }
  return { start: all[first]!.start, end: all[last]!.end };
}

function nearest(spans: readonly Span[], at: number): number {
  const distance = ({ start, end }: Span) => Math.max(start - at, at - end, 0);
  return spans.reduce((best, span, index) => (distance(span) < distance(spans[best]!) ? index : best), 0);
}

/** Neighbouring tokens around a place, cut where words end if there are any. */
function tokensAround(text: string, within: Span, placed: readonly Span[], at: number, room: number): Span {
  const inside = placed.filter((token) => token.start < within.end && token.end > within.start);
  const centre = Math.max(
    0,
    inside.findIndex((token) => token.end >= at),
  );
  const from = Math.max(0, Math.min(centre - Math.floor(room / 2), inside.length - room));
  const start = inside[from]?.start ?? within.start;
  const end = inside[Math.min(inside.length, from + room) - 1]?.end ?? within.end;
  const cut = text.slice(start, end);
  const lead = start > within.start && /\S/.test(text[start - 1] ?? '') ? cut.search(/\s/) : 0;
  const tail = end < within.end && /\S/.test(text[end] ?? '') ? cut.search(/\s\S*$/) : cut.length;
  const span = { start: start + Math.max(0, lead), end: start + (tail < 0 ? cut.length : tail) };
  return trimSpan(text, span.start < span.end ? span : { start, end }) ?? { start, end };
}
