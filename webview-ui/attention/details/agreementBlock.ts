import * as l10n from '@vscode/l10n';
import { trimToken } from '../../../src/text/displayText.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { html } from '../../kit/dom.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { agreementOf, FEWEST_WORDS, fewWordsText, sizesAt, weightsAt, wordsToCompare } from '../model/agreement.js';
import type { ComparedRows } from '../model/comparedRows.js';
import type { DisplayedMap } from '../model/displayModel.js';
import type { WordEffect } from '../model/wordEffects.js';

interface AgreementInput {
  map: DisplayedMap;
  row: number;
  compared: ComparedRows;
}

/** Figures of words by hiding them and by gradients, where they are of the map's columns. */
export interface MeasuredEffects {
  hiding: readonly WordEffect[] | null;
  integrated: readonly WordEffect[] | null;
  gradientInput: readonly WordEffect[] | null;
}

/** The ways to look at the same words, compared by rank: by two as far as both are known. */
export function agreementBlock(
  { numbers }: AttentionPage,
  { map, row, compared }: AgreementInput,
  measured: MeasuredEffects,
): HTMLElement[] {
  const words = wordsToCompare(map, row, measured.hiding ?? measured.integrated);
  const read = compared.weights && weightsAt(words, compared.weights);
  const rolled = compared.rollout && weightsAt(words, compared.rollout);
  const [hidden, integrated, input] = [measured.hiding, measured.integrated, measured.gradientInput].map(
    (effects) => effects && sizesAt(words, map, effects),
  );
  const agree = (one: number[] | null | undefined, other: number[] | null | undefined) =>
    one && other ? agreementOf(one, other) : null;
  const pairs: [string, number | null][] = [
    [l10n.t('attention and hiding'), agree(read, hidden)],
    [l10n.t('rollout and hiding'), agree(rolled, hidden)],
    [l10n.t('attention and rollout'), agree(read, rolled)],
    [l10n.t('integrated gradients and hiding'), agree(integrated, hidden)],
    [l10n.t('integrated gradients and attention'), agree(integrated, read)],
    [l10n.t('integrated gradients and rollout'), agree(integrated, rolled)],
    [l10n.t('gradient × input and hiding'), agree(input, hidden)],
    [l10n.t('gradient × input and attention'), agree(input, read)],
    [l10n.t('gradient × input and rollout'), agree(input, rolled)],
    [l10n.t('gradient × input and integrated gradients'), agree(input, integrated)],
  ];
  const shown = pairs.filter((pair): pair is [string, number] => pair[1] !== null);
  const sense = l10n.t(
    'Attention shows where information could flow from, not what the model used. What hiding changes is measured by changing the input.',
  );
  const few = fewWordsText(words.columns.length);
  return [
    html('h2', {}, l10n.t('Agreement')),
    ...(words.columns.length < FEWEST_WORDS
      ? [html('p.dim.small', {}, l10n.t('There are too few words to compare.'))]
      : [
          html('p.dim.small', {}, l10n.t('Rank correlation over {0} words, −1 to 1', String(words.columns.length))),
          agreementList(shown, (value) => numbers.decimal(value, 2)),
          ...(few === null ? [] : [html('p.dim.small', {}, few)]),
          ...(measured.integrated
            ? [html('p.dim.small', {}, l10n.t('Of gradients the size counts here, whatever the sign.'))]
            : []),
          ...maskedNote(map, row, compared),
        ]),
    html('p.dim.small.sense', {}, sense),
  ];
}

function agreementList(pairs: readonly [string, number][], figure: (value: number) => string): HTMLElement {
  const title = l10n.t('Spearman’s rank correlation over the other words: 1 the same order, 0 none, −1 the opposite');
  return html(
    'dl.agreement',
    { attributes: { title } },
    ...pairs.map(([name, value]) => html('div', {}, html('dt', {}, name), html('dd.number', {}, figure(value)))),
  );
}

/** That the weights are those of the masked word, where they are: the picture has those of the word itself. */
function maskedNote({ rows }: DisplayedMap, row: number, { isMasked }: ComparedRows): HTMLElement[] {
  const word = rows.words[row];
  if (!isMasked || !word) return [];
  const text = l10n.t(
    'Attention and rollout are here those of the mask in the place of {0}, since hiding is measured with it masked, too.',
  );
  return [html('p.dim.small', {}, ...interpolateNodes(text, html('b', {}, trimToken(word.text))))];
}
