import { segments } from './segments.js';

const ELLIPSIS = '…';

/** UTF-16 units beyond a cut that are read, so that the word or character there is seen whole. */
const MARGIN = 64;

/**
 * How much of a text's beginning is shown: up to the end of a word, and where a word takes more than half of the room, of
 * a character as one sees it.
 * @param longest UTF-16 units
 */
function headLength(text: string, longest: number): number {
  if (text.length <= longest) return text.length;
  const seen = text.slice(0, longest + MARGIN);
  const lastEnd = (granularity: 'word' | 'grapheme') => {
    let end = 0;
    for (const segment of segments(seen, granularity)) {
      if (segment.end > longest) break;
      end = segment.end;
    }
    return end;
  };
  const word = lastEnd('word');
  return word >= longest / 2 ? word : lastEnd('grapheme');
}

/** Where the end of a text begins that is shown; as `headLength`. */
function tailStart(text: string, longest: number): number {
  if (text.length <= longest) return 0;
  const from = text.length - longest;
  const base = Math.max(0, from - MARGIN);
  const seen = text.slice(base);
  const firstStart = (granularity: 'word' | 'grapheme') => {
    for (const { start, end } of segments(seen, granularity)) {
      if (base + start >= from && seen.slice(start, end).trim() !== '') return base + start;
    }
    return text.length;
  };
  const word = firstStart('word');
  return word - from <= longest / 2 ? word : firstStart('grapheme');
}

/** The beginning of a text, with an ellipsis for the rest; at most `longest` UTF-16 units, cut between words. */
export function clipEnd(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text.slice(0, headLength(text, longest - 1)).trimEnd() + ELLIPSIS;
}

/** The end of a text, with an ellipsis for the rest; at most `longest` UTF-16 units, cut between words. */
export function clipStart(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return ELLIPSIS + text.slice(tailStart(text, longest - 1));
}

/** What stands around a place of a text: so many UTF-16 units before and behind it, without their ellipses. */
export function clipAround(text: string, at: number, before: number, after: number): string {
  const start = tailStart(text.slice(0, at), before);
  const end = at + headLength(text.slice(at), after);
  const shown = text.slice(start, end);
  return (start > 0 ? ELLIPSIS : '') + (end < text.length ? shown.trimEnd() + ELLIPSIS : shown);
}

/** The characters of a text as one sees them: an emoji of several code points, a letter with its accents are one. */
export function graphemes(text: string): string[] {
  return Array.from(segments(text, 'grapheme'), ({ start, end }) => text.slice(start, end));
}

/** A word cut to so many characters as one sees them, the last of which is an ellipsis. */
export function clipWord(word: string, most: number): string {
  // No text has more characters than UTF-16 units.
  if (word.length <= most) return word;
  const characters = graphemes(word);
  return characters.length > most ? characters.slice(0, most - 1).join('') + ELLIPSIS : word;
}
