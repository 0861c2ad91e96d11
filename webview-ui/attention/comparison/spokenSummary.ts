import * as l10n from '@vscode/l10n';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import { kindCaption } from '../model/mapNames.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { ModelCard } from './modelCard.js';
import { joinList, labelled } from '../../../src/wording/index.js';

/** What a word reads in each map, in one text: it describes the word to those who cannot see the maps. */
export function spokenSummary(
  { numbers }: Pick<AttentionPage, 'numbers'>,
  cards: readonly ModelCard[],
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
      return [labelled(figures.length > 1 ? joinList([name, kindCaption(kind)]) : name, joinList(top))];
    }),
  );
  return lines.join(l10n.t('; '));
}
