import { splitSentences } from '../../../text/index.js';
import { segments } from '../../../text/segments.js';

/** How much of an offer is taken at once. */
export type Part = 'word' | 'sentence';

const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** The first word or sentence of a text, with the white space before it and the marks behind it. */
export function firstPart(text: string, part: Part): string {
  return part === 'word' ? firstWord(text) : firstSentence(text);
}

function firstSentence(text: string): string {
  const [first] = splitSentences(text);
  return first === undefined ? text : text.slice(0, first.end);
}

function firstWord(text: string): string {
  const run = /^\s*\S+/.exec(text)?.[0] ?? text;
  if (!UNSPACED.test(run)) return run;
  let end = 0;
  let hasWord = false;
  for (const segment of segments(run, 'word')) {
    // Marks belong to the word before them.
    if (hasWord && (segment.isWordLike || !/^\p{P}+$/u.test(run.slice(segment.start, segment.end)))) break;
    hasWord ||= segment.isWordLike;
    end = segment.end;
  }
  return run.slice(0, end);
}
