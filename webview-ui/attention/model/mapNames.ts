import * as l10n from '@vscode/l10n';
import type { MapKind } from '../../../src/protocol/engine/index.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import { showWhitespace, trimToken } from '../../../src/text/displayText.js';
import type { DisplayedMap } from './displayModel.js';
import { clipWord } from '../../../src/text/excerpt.js';

/** The head or average in words: “layer 3, head 5”. */
export function layerHeadText({ what, layer, head }: Pick<DisplayedMap, 'what' | 'layer' | 'head'>): string {
  if (what === 'rollout') return l10n.t('rollout over all layers');
  if (layer === null) return l10n.t('all layers and heads');
  if (head === null) return l10n.t('layer {0}, all heads', String(layer + 1));
  return l10n.t('layer {0}, head {1}', String(layer + 1), String(head + 1));
}

/** The kind of a map as it stands on its button. */
export function kindLabel(kind: MapKind): string {
  return kind === 'cross' ? l10n.t('cross') : kindCaption(kind);
}

/** The kind of a map as it stands under a picture. */
export function kindCaption(kind: MapKind): string {
  switch (kind) {
    case 'encoder':
      return l10n.t('encoder');
    case 'decoder':
      return l10n.t('decoder');
    case 'cross':
      return l10n.t('cross-attention');
  }
}

/** A label is cut to so many characters. */
const LONGEST_LABEL = 16;

/** What stands beside a row or above a column. */
export function wordLabel(text: string): string {
  const shown = showWhitespace(text.trim() === '' ? text : text.trim());
  return clipWord(shown, LONGEST_LABEL);
}

/** How a row's word is chosen; the cursor chooses words of the text alone, and none that a decoder writes. */
export function chooseText({ rows }: Pick<DisplayedMap, 'rows'>): string {
  return rows.subjectAt === null
    ? l10n.t('Choose a word: click it in the picture, or move there with the arrow keys.')
    : l10n.t(
        'Choose a word: click it in the picture, move there with the arrow keys, or put the cursor on it in the text.',
      );
}

/** What is read at a row's place: the row's own word, unless rows are named by what they write. */
export function readText({ reads, rows }: Pick<DisplayedMap, 'reads' | 'rows'>, word: Word): string {
  return reads?.[rows.words.indexOf(word)] ?? word.text;
}

/** A row's name in one line; where rows are named by what they write, with what is read there. */
export function rowName({ reads, rows }: Pick<DisplayedMap, 'reads' | 'rows'>, row: number): string {
  const text = rows.words[row]?.text ?? '';
  return reads ? l10n.t('{0} (after {1})', trimToken(text), trimToken(reads[row] ?? '')) : text;
}

/** What rows and columns are. */
export function axesText({ reads }: Pick<DisplayedMap, 'reads'>): string {
  return reads
    ? l10n.t('row: what is written (after what is read) · column: is read for it')
    : l10n.t('row: reads · column: is read');
}

/** What stands beside a row: its word; where rows are named by what they write, what is read there behind it. */
export function rowLabel({ reads, rows }: Pick<DisplayedMap, 'reads' | 'rows'>, row: number): string {
  const label = wordLabel(rows.words[row]?.text ?? '');
  return reads ? `${label} (${wordLabel(reads[row] ?? '')})` : label;
}
