import type { Token } from '../../protocol/values.js';
import { type WeightMatrix } from './matrix.js';
import { isSpecial, ordinary, selected } from './specials.js';
import { groupWords, mergeWords, type Word } from './words.js';

/** One side of a map: the tokens of its rows or of its columns, and the text that they were read from. */
export interface Side {
  tokens: readonly Token[];
  text: string;
  /** of two texts read as a pair: where the second one's tokens begin, and the second text */
  pair?: { from: number; text: string };
}

export interface Shaping {
  words: boolean;
  specials: 'show' | 'hide' | 'renormalise';
}

/** A map as it is shown, with what its rows and columns stand for; `from` and `to` count the model's tokens. */
export interface ShownMatrix {
  matrix: WeightMatrix;
  rows: Word[];
  columns: Word[];
}

/**
 * What a panel, a hover or an exported file shows of a map: special tokens are left out first, then what is left of the
 * rows is renormalised, then tokens are merged to words.
 */
export function shownMatrix(matrix: WeightMatrix, queries: Side, keys: Side, shaping: Shaping): ShownMatrix {
  const rows = labelsOf(queries, shaping);
  const columns = labelsOf(keys, shaping);
  const hidden = shaping.specials !== 'show';
  const left = hidden
    ? selected(matrix, ordinary(queries.tokens), ordinary(keys.tokens), shaping.specials === 'renormalise')
    : matrix;
  const merged = shaping.words ? mergeWords(left, packed(rows), packed(columns)) : left;
  return { matrix: merged, rows, columns };
}

/** What the rows (or columns) of a shown map stand for, in order. */
export function labelsOf({ tokens, text, pair }: Side, { words, specials }: Shaping): Word[] {
  const first = pair ? tokens.slice(0, pair.from) : tokens;
  const second = pair ? tokens.slice(pair.from) : [];
  const group = words ? groupWords : single;
  const labels = [
    ...group(first, text),
    ...group(second, pair?.text ?? '').map((word) => ({
      ...word,
      from: word.from + first.length,
      to: word.to + first.length,
    })),
  ];
  return specials === 'show' ? labels : labels.filter((label) => !isSpecial(label));
}

/** Each token by itself. */
function single(tokens: readonly Token[], text: string): Word[] {
  return tokens.map((token, index) => {
    const { start, end } = token;
    return { from: index, to: index + 1, start, end, text: tokenName(token, text), place: null };
  });
}

/** A token as the model reads it; a piece of a character's bytes has no name of its own and gets the character's. */
export function tokenName({ start, end, text: name }: Token, text: string): string {
  return start !== null && end !== null && name.includes('\uFFFD') ? text.slice(start, end) : name;
}

/** The same words counted in the tokens that are left. */
function packed(words: readonly Word[]): Word[] {
  let from = 0;
  return words.map((word) => {
    const to = from + word.to - word.from;
    const moved = { ...word, from, to };
    from = to;
    return moved;
  });
}
