import { doubleQuotePairs, singleQuotePairs, type TextSpan } from '../../text/index.js';

const MARK = /[\s\p{P}]/u;
/** Marks that open and close with different signs. */
const PAIR = /[“„«‹‘‚([][^“”„«»‹›‘’‚()[\]]*[”“»›’‘)\]]/g;

/** Quotation marks and brackets of a text, two by two. */
const pairsIn = (text: string): [number, number][] => [
  ...doubleQuotePairs(text),
  ...singleQuotePairs(text),
  ...Array.from(text.matchAll(PAIR), ({ index, 0: pair }): [number, number] => [index, index + pair.length - 1]),
];

/**
 * A part without the white space and the marks at its ends, but for a mark whose partner is within: alone in the text it
 * would be completed by the model, and stand there twice. Null when nothing else is there.
 */
export function withoutMarks(text: string, part: TextSpan): TextSpan | null {
  let { start, end } = part;
  while (start < end && MARK.test(text[start]!)) start++;
  while (end > start && MARK.test(text[end - 1]!)) end--;
  if (start === end) return null;
  for (const pair of pairsIn(text.slice(part.start, part.end))) {
    const [first, last] = [part.start + pair[0], part.start + pair[1]];
    if (first < start && last >= start && last < end) start = first;
    else if (last >= end && first >= start && first < end) end = last + 1;
  }
  return { start, end };
}
