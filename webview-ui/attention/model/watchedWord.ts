import type { Word } from '../../../src/attention/tokenWords.js';
import type { Architecture } from '../../../src/protocol/engine/index.js';
import type { DisplayedMap } from './displayModel.js';

type Rows = Pick<DisplayedMap, 'kind' | 'rows'>;

/**
 * The token whose prediction a row feeds: BERT predicts the word itself with a mask in its place, a decoder the token
 * after the one that it reads at.
 * @returns null where nothing is predicted: an encoder that hands its states to a decoder, a special token
 */
export function predictedToken(architecture: Architecture, { kind }: Rows, word: Word): number | null {
  switch (architecture) {
    case 'encoder':
      return word.start === null ? null : word.from;
    case 'decoder':
      return word.to;
    case 'encoder-decoder':
      return kind === 'encoder' ? null : word.to;
  }
}

/** The word of the text whose prediction a row feeds; null where it is what comes after all of them. */
export function watchedWord({ kind, rows }: Rows, word: Word): Word | null {
  if (kind === 'encoder') return word;
  return rows.words.find(({ from, start }) => from === word.to && start !== null) ?? null;
}
