import type { Word } from '../../../src/attention/tokenWords.js';
import type { Architecture } from '../../../src/protocol/engine/index.js';
import type { DisplayedMap } from './displayModel.js';

type Rows = Pick<DisplayedMap, 'kind' | 'rows' | 'reads'>;

/**
 * The token whose prediction a row feeds: BERT predicts the word itself with a mask in its place, a decoder the token
 * after the one that it reads at, which is the row's own where rows are named by what they write.
 * @returns null where nothing is predicted: an encoder that hands its states to a decoder, a special token
 */
export function predictedToken(architecture: Architecture, { kind, reads }: Rows, word: Word): number | null {
  const next = reads ? word.from + 1 : word.to;
  switch (architecture) {
    case 'encoder':
      return word.start === null ? null : word.from;
    case 'decoder':
      return next;
    case 'encoder-decoder':
      return kind === 'encoder' ? null : next;
  }
}

/** The word of the text whose prediction a row feeds; null where it is what comes after all of them. */
export function watchedWord({ kind, rows, reads }: Rows, word: Word): Word | null {
  if (kind === 'encoder') return word;
  if (reads) return word.start === null ? null : word;
  return rows.words.find(({ from, start }) => from === word.to && start !== null) ?? null;
}
