import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import { kindName } from '../export/caption.js';
import type { Page } from '../page.js';
import type { Card } from './card.js';

/** What a word reads in each map, in one text: it describes the word to those who cannot see the maps. */
export function summaryOf(
  { say, numbers }: Pick<Page, 'say' | 'numbers'>,
  cards: readonly Card[],
  words: readonly string[],
  row: number,
): string {
  if (row < 0) return '';
  const lines = cards.flatMap(({ name, figures }) =>
    figures.flatMap(({ shown, kind }) => {
      if (!shown) return [];
      const top = topWeights(queryRow(shown.matrix, row), 2).map(
        ({ index, weight }) => `${words[index] ?? ''} ${numbers.decimal(weight, 2)}`,
      );
      return [`${figures.length > 1 ? `${name}, ${kindName(say, kind)}` : name}: ${top.join(', ')}`];
    }),
  );
  return lines.join('; ');
}
