import type { Span, Token } from '../protocol/engine/values.js';
import { isUnknownToken } from '../text/displayText.js';
import { splitWords } from '../text/wordSpans.js';
import type { WeightMatrix } from './weightMatrix.js';

/** Neighbouring tokens that belong to one word of the text, or one special token. */
export interface Word {
  /** tokens `from` to `to`, `to` exclusive */
  from: number;
  to: number;
  /** in the text, spaces around it left out; null for special tokens */
  start: number | null;
  end: number | null;
  /** as the text writes it; of a special token, its name */
  text: string;
  /** index of the first of `spans` that it touches; null for special tokens and white space */
  place: number | null;
  /** the token that the model reads for what its vocabulary lacks, where a part of the word is one */
  unknown?: string;
}

/**
 * Groups tokens to words: pieces of one word (WordPiece, BPE, SentencePiece, bytes of one character) come together, a
 * piece that reaches over several words joins them, a space in front of a word belongs to it. Line breaks and special
 * tokens stay by themselves.
 * @param tokens in order, offsets into `text`; of two texts read as a pair, one list each
 * @param spans the text's words, in order
 */
export function groupWords(tokens: readonly Token[], text: string, spans: readonly Span[] = splitWords(text)): Word[] {
  const words: Word[] = [];
  let last: { word: Word; reach: number; open: boolean } | null = null;
  let next = 0;
  tokens.forEach(({ start, end, text: name }, index) => {
    if (start === null || end === null) {
      words.push({ from: index, to: index + 1, start, end, text: name, place: null });
      last = null;
      return;
    }
    while (next < spans.length && spans[next]!.end <= start) next++;
    const first = next < spans.length && spans[next]!.start < end ? next : null;
    let reach = first ?? -1;
    while (first !== null && reach + 1 < spans.length && spans[reach + 1]!.start < end) reach++;
    // A space of its own touches the word that it stands in front of.
    const joins = last && (first === null ? last.open && isBlank(text, start, end) : last.open || first <= last.reach);
    if (last && joins && start <= (last.word.end ?? start)) {
      const { word } = last;
      word.to = index + 1;
      word.end = Math.max(word.end ?? end, end);
      word.place ??= first;
      if (isUnknownToken(name)) word.unknown = name;
      last.reach = Math.max(last.reach, reach);
      last.open = first === null;
      return;
    }
    const word: Word = { from: index, to: index + 1, start, end, text: '', place: first };
    if (isUnknownToken(name)) word.unknown = name;
    words.push(word);
    last = { word, reach, open: first === null && isBlank(text, start, end) };
  });
  for (const word of words) trim(word, text);
  return words;
}

/** White space within a line, or nothing. */
function isBlank(text: string, start: number, end: number): boolean {
  return /^[^\S\n\r]*$/.test(text.slice(start, end));
}

function trim(word: Word, text: string): void {
  if (word.start === null || word.end === null) return;
  const whole = text.slice(word.start, word.end);
  const ink = whole.trim();
  word.text = ink === '' ? whole : ink;
  word.start += whole.indexOf(word.text);
  word.end = word.start + word.text.length;
}

/**
 * A map between words: weights to the tokens of a word are summed, from the tokens of a word averaged (Clark et al. 2019,
 * section 4.1), so that a row that sums to 1 still does.
 * @param queries words of the rows, together all of them in order; `keys` of the columns
 */
export function mergeWords(matrix: WeightMatrix, queries: readonly Word[], keys: readonly Word[]): WeightMatrix {
  const isWhole = queries.length === matrix.queries && keys.length === matrix.keys;
  if (isWhole && [...queries, ...keys].every(({ from, to }) => to === from + 1)) return matrix;
  const values = new Float32Array(queries.length * keys.length);
  const sums = new Float64Array(keys.length);
  queries.forEach(({ from, to }, row) => {
    sums.fill(0);
    for (let query = from; query < to; query++) {
      const start = query * matrix.keys;
      for (let column = 0; column < keys.length; column++) {
        const key = keys[column]!;
        for (let at = key.from; at < key.to; at++) sums[column]! += matrix.values[start + at]!;
      }
    }
    for (let column = 0; column < keys.length; column++) {
      values[row * keys.length + column] = sums[column]! / (to - from);
    }
  });
  return { queries: queries.length, keys: keys.length, values };
}
