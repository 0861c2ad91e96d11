import type { Token } from '../protocol/engine/values.js';
import { type WeightMatrix } from './weightMatrix.js';
import { isSpecialToken, textTokenIndices, selectRowsAndColumns } from './specialTokens.js';
import { groupWords, mergeWords, type Word } from './tokenWords.js';

/** One side of a map: the tokens of its rows or of its columns, and the text that they were read from. */
export interface MapAxis {
  tokens: readonly Token[];
  text: string;
  /** of two texts read as a pair: where the second one's tokens begin, and the second text */
  pair?: { from: number; text: string };
}

export interface DisplayOptions {
  words: boolean;
  specials: 'show' | 'hide' | 'renormalise';
}

/** A map as it is shown, with what its rows and columns stand for; `from` and `to` count the model's tokens. */
export interface DisplayMatrix {
  matrix: WeightMatrix;
  rows: Word[];
  columns: Word[];
}

/**
 * Prepares what a panel, a hover or an exported file shows of a map: special tokens are left out first, then what is left of the
 * rows is renormalised, then tokens are merged to words.
 */
export function toDisplayMatrix(
  matrix: WeightMatrix,
  queries: MapAxis,
  keys: MapAxis,
  shaping: DisplayOptions,
): DisplayMatrix {
  const rows = axisLabels(queries, shaping);
  const columns = axisLabels(keys, shaping);
  const hidden = shaping.specials !== 'show';
  const left = hidden
    ? selectRowsAndColumns(
        matrix,
        textTokenIndices(queries.tokens),
        textTokenIndices(keys.tokens),
        shaping.specials === 'renormalise',
      )
    : matrix;
  const merged = shaping.words ? mergeWords(left, renumberTokens(rows), renumberTokens(columns)) : left;
  return { matrix: merged, rows, columns };
}

/** Names the rows (or columns) of a displayed map, in order. */
export function axisLabels({ tokens, text, pair }: MapAxis, { words, specials }: DisplayOptions): Word[] {
  const first = pair ? tokens.slice(0, pair.from) : tokens;
  const second = pair ? tokens.slice(pair.from) : [];
  const group = words ? groupWords : eachToken;
  const labels = [
    ...group(first, text),
    ...group(second, pair?.text ?? '').map((word) => ({
      ...word,
      from: word.from + first.length,
      to: word.to + first.length,
    })),
  ];
  return specials === 'show' ? labels : labels.filter((label) => !isSpecialToken(label));
}

/** Each token by itself. */
function eachToken(tokens: readonly Token[], text: string): Word[] {
  return tokens.map((token, index) => {
    const { start, end } = token;
    return { from: index, to: index + 1, start, end, text: tokenLabel(token, text), place: null };
  });
}

/** A token as the model reads it; a piece of a character's bytes has no name of its own and gets the character's. */
export function tokenLabel({ start, end, text: name }: Token, text: string): string {
  return start !== null && end !== null && name.includes('\uFFFD') ? text.slice(start, end) : name;
}

/** Counts the words in the tokens that are left. */
function renumberTokens(words: readonly Word[]): Word[] {
  let from = 0;
  return words.map((word) => {
    const to = from + word.to - word.from;
    const moved = { ...word, from, to };
    from = to;
    return moved;
  });
}
