import type { TextSpan } from './span.js';

/** A stretch in which something comes again and again. */
export interface Repetition extends TextSpan {
  kind: 'letters' | 'syllables' | 'words';
  /** what comes again, as it stands in the text */
  unit: string;
  times: number;
}

/** Letters in a row as nobody writes them, but for "hmmm" and dots; digits do not count. */
const LETTERS = /(\p{L})\1{3,}/giu;

/** "kalekale": a part of a word three times, or a longer one twice and a half word of it. */
const SYLLABLES = /(\p{L}{2,8}?)\1{2,}|(\p{L}{4,12})\2/giu;

/** How often a run of so many words may come one after another; one word more often ("very, very, very"). */
const MOST_IN_ROW = [0, 3, 2, 2, 1, 1, 1, 1, 1] as const;

/** A run of words that comes again elsewhere is looked for up to this length. */
const FAR = 4;

/**
 * Finds the first stretch where a text repeats itself more than its source does: letters, syllables, or words. What stands before it
 * is sound.
 * @param source whose own repetitions are allowed as often
 */
export function findRepetition(text: string, source = ''): Repetition | null {
  const found = [
    ...partsOfWords(text, 'letters', LETTERS, source),
    ...partsOfWords(text, 'syllables', SYLLABLES, source),
    ...wordRuns(text, source),
    ...farWords(text, source),
  ];
  return found.reduce<Repetition | null>(
    (first, one) => (first === null || one.start < first.start ? one : first),
    null,
  );
}

function partsOfWords(text: string, kind: 'letters' | 'syllables', pattern: RegExp, source: string): Repetition[] {
  const longest = Array.from(source.matchAll(pattern)).reduce((most, { 0: run }) => Math.max(most, run.length), 0);
  return Array.from(text.matchAll(pattern)).flatMap(({ index, 0: run, 1: one, 2: other }) => {
    // "Jaaaa" for "Yeeees"; "couscous" for any source.
    if (run.length <= longest || (kind === 'syllables' && OWN_DOUBLES.test(run))) return [];
    const unit = one ?? other ?? '';
    return [{ kind, start: index, end: index + run.length, unit, times: run.length / unit.length }];
  });
}

/** Words that are one part twice, and laughter. */
const OWN_DOUBLES = /^(?:couscous|beriberi|piripiri|chowchow|hulahula|mahimahi|kavakava|(?:[bdhjl][aeio]){3,4})$/iu;

interface Word extends TextSpan {
  word: string;
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu), ({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
    word: word.toLowerCase(),
  }));
}

/** Runs of words that follow one another: "die Steuer, die Steuer, die Steuer". */
function wordRuns(text: string, source: string): Repetition[] {
  const found: Repetition[] = [];
  const allowed = longestRuns(wordsOf(source));
  const words = wordsOf(text);
  for (let size = 1; size < MOST_IN_ROW.length; size++) {
    for (const { at, times } of runsOf(words, size)) {
      if (times <= Math.max(MOST_IN_ROW[size]!, allowed[size] ?? 1)) continue;
      const start = words[at]!.start;
      const unit = text.slice(start, words[at + size - 1]!.end);
      found.push({ kind: 'words', start, end: words[at + size * times - 1]!.end, unit, times });
    }
  }
  return found;
}

function longestRuns(words: readonly Word[]): number[] {
  return MOST_IN_ROW.map((_, size) =>
    size === 0 ? 0 : runsOf(words, size).reduce((most, { times }) => Math.max(most, times), 1),
  );
}

/** Where a run of `size` words comes at once again, and how often, all told. */
function runsOf(words: readonly Word[], size: number): { at: number; times: number }[] {
  const found: { at: number; times: number }[] = [];
  let same = 0;
  for (let at = size; at <= words.length; at++) {
    if (at < words.length && words[at]!.word === words[at - size]!.word) {
      same++;
      continue;
    }
    const times = Math.floor(same / size) + 1;
    if (times > 1) found.push({ at: at - same - size, times });
    same = 0;
  }
  return found;
}

/** A run of words that comes in several places, oftener than any run does in the source. */
function farWords(text: string, source: string): Repetition[] {
  const words = wordsOf(text);
  const most = counts(wordsOf(source)).reduce((highest, { places }) => Math.max(highest, places.length), 2);
  return counts(words).flatMap(({ places }) => {
    if (places.length <= most) return [];
    // The first is sound.
    const start = words[places[1]!]!.start;
    const last = places.at(-1)! + FAR - 1;
    const unit = text.slice(start, words[places[1]! + FAR - 1]!.end);
    return [{ kind: 'words' as const, start, end: words[last]!.end, unit, times: places.length }];
  });
}

function counts(words: readonly Word[]): { places: number[] }[] {
  const runs = new Map<string, number[]>();
  for (let at = 0; at + FAR <= words.length; at++) {
    const key = words
      .slice(at, at + FAR)
      .map(({ word }) => word)
      .join(' ');
    const places = runs.get(key);
    if (places === undefined) runs.set(key, [at]);
    else if (at >= places.at(-1)! + FAR) places.push(at);
  }
  return Array.from(runs.values(), (places) => ({ places }));
}
