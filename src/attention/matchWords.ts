import type { Word } from './tokenWords.js';

/** One side of a shown map, as far as its words are matched with another's. */
export interface MatchedSide {
  words: readonly Pick<Word, 'start' | 'end' | 'text'>[];
  /** the text that the words' offsets count in */
  text: string;
  /** where the text that is looked at begins, behind a prefix; null: it is another one, as what a decoder wrote */
  subjectAt: number | null;
}

/** Indices of two words that stand for each other: of this side, and of the other. */
export type WordPair = readonly [number, number];

/**
 * Matches the words of two sides in order, as many as can be (longest common subsequence, Wagner and Fischer 1974). Of the
 * same text words are the same where they stand at the same place, of two texts where they are written the same; special
 * tokens by their names. What has no counterpart is left out.
 * @returns pairs, both indices rising
 */
export function matchWords(one: MatchedSide, other: MatchedSide): WordPair[] {
  const byPlace = isSameText(one, other);
  const a = keysOf(one, byPlace);
  const b = keysOf(other, byPlace);
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let behind = 0;
  while (behind < Math.min(a.length, b.length) - from && a.at(-1 - behind) === b.at(-1 - behind)) behind++;
  const middle = commonSubsequence(a.slice(from, a.length - behind), b.slice(from, b.length - behind));
  return [
    ...Array.from({ length: from }, (_, at): WordPair => [at, at]),
    ...middle.map(([i, j]): WordPair => [i + from, j + from]),
    ...Array.from({ length: behind }, (_, at): WordPair => [a.length - behind + at, b.length - behind + at]),
  ];
}

/** Whether two sides are of one text, prefixes aside. */
export function isSameText(one: MatchedSide, other: MatchedSide): boolean {
  return lookedAt(one) === lookedAt(other);
}

const lookedAt = ({ text, subjectAt }: MatchedSide) => text.slice(subjectAt ?? 0);

/** What makes words the same; a place and a text never are. */
function keysOf({ words, subjectAt }: MatchedSide, byPlace: boolean): string[] {
  return words.map(({ start, end, text }) => {
    if (start === null || end === null) return `special ${text}`;
    return byPlace ? `at ${start - (subjectAt ?? 0)} ${end - (subjectAt ?? 0)}` : `word ${text.trim()}`;
  });
}

function commonSubsequence(a: readonly string[], b: readonly string[]): WordPair[] {
  const width = b.length + 1;
  // lengths[i, j]: of the longest common subsequence of what is left from i and j on
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? 1 + lengths[(i + 1) * width + j + 1]!
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const pairs: WordPair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
