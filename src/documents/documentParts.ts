import type { DocumentFormat } from '../protocol/engine/index.js';
import type { TextSpan } from '../text/index.js';
import { cutPlaces, isKeptSomewhere } from './documentWindow.js';

/** A part has at least so many UTF-16 units, unless it is the last. */
const LEAST = 1000;
/** From this on a part ends wherever it can, between two items of a list, too: reading 3,000 units takes 10 to 30 ms. */
const MOST = 3000;
/** Of so many places where a part can end, one is chosen. */
const CHOICES = 3;

/**
 * A document in parts that are read by themselves: of Markdown and plain text such as begin where blocks of the outermost
 * level do, or items of a long list, of all else one. Where a part ends is told from what follows, not from what is before it: a change moves the
 * ends near it, and the parts behind are the same ones as they were.
 */
export function partsOf(document: string, format: DocumentFormat): TextSpan[] {
  const whole = [{ start: 0, end: document.length }];
  if (document === '') return [];
  if (format !== 'plain' && (format !== 'markdown' || isKeptSomewhere(document))) return whole;
  const parts: TextSpan[] = [];
  let start = 0;
  for (const { index, isItem } of format === 'plain' ? paragraphStarts(document) : cutPlaces(document)) {
    const length = index - start;
    if (length < LEAST || (length < MOST && (isItem || !isChosen(document, index)))) continue;
    parts.push({ start, end: index });
    start = index;
  }
  return [...parts, { start, end: document.length }];
}

function* paragraphStarts(text: string): ReturnType<typeof cutPlaces> {
  for (const { index, 0: gap } of text.matchAll(/(?:\r?\n[ \t]*){2,}/g)) {
    yield { index: index + gap.length, isItem: false };
  }
}

/** By what its line begins with, which is the same when it is somewhere else. */
function isChosen(text: string, place: number): boolean {
  let sum = 0;
  for (let at = place; at < Math.min(place + 24, text.length); at++) sum = (sum * 31 + text.charCodeAt(at)) % 65_521;
  return sum % CHOICES === 0;
}
