import * as l10n from '@vscode/l10n';
import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { Displayed, DisplayedDrawing, DisplayedMap } from '../model/displayModel.js';
import { kindCaption } from '../model/mapNames.js';
import { weightText } from '../../kit/numbers.js';
import { exportFileName } from '../../kit/picture/exportFileName.js';

/** What stands under an exported picture: what it is of, how it is drawn, and the text. */
export function captionOf(
  { numbers }: Pick<AttentionPage, 'numbers'>,
  shown: Displayed,
  view: AttentionView,
  subject: AttentionSubject,
): string[] {
  const what =
    shown.type === 'map' ? [shown.model, kindCaption(shown.kind), partName(shown)] : [shown.caption ?? shown.name];
  const apart = shown.type === 'drawing' ? shown.text : undefined;
  const how = [
    view.words || apart !== undefined
      ? l10n.t('tokens merged to words: summed to a word, averaged from it')
      : l10n.t('tokens as the model reads them'),
    view.specials === 'hide' && l10n.t('special tokens hidden'),
    view.specials === 'renormalise' && l10n.t('special tokens hidden, rows renormalised'),
    view.threshold > 0 &&
      !isDifference(shown) &&
      l10n.t('weights from {0} on', weightText(view.threshold, numbers.decimal)),
  ];
  const lines = [what.join(' · '), how.filter((part) => part !== false).join(' · ')];
  if (isDifference(shown)) return [...lines, ...(shown.sides ?? []).map(({ caption }) => caption)];
  if (apart !== undefined) return [...lines, l10n.t('Text: {0}', apart)];
  const target = view.target === null ? [] : [l10n.t('Target: {0}', view.target)];
  return [...lines, l10n.t('Text: {0}', view.prefix + subject.text), ...target];
}

/** A threshold hides no differences. */
const isDifference = (shown: Displayed): shown is DisplayedDrawing =>
  shown.type === 'drawing' && shown.sides !== undefined;

function partName({ what, layer, head }: DisplayedMap): string {
  if (what === 'rollout') return l10n.t('attention rollout over all layers');
  if (layer === null) return l10n.t('average of all layers and heads');
  return head === null
    ? l10n.t('layer {0}, average of its heads', String(layer + 1))
    : l10n.t('layer {0}, head {1}', String(layer + 1), String(head + 1));
}

/** The proposed name of a file, without ending; in English, as it may be sent to anybody. */
export function proposedFileName(shown: Displayed): string {
  if (shown.type === 'drawing') return exportFileName('attention', shown.name);
  const { model, kind, what, layer, head } = shown;
  const part = what === 'rollout' ? 'rollout' : layer === null ? 'average' : `layer-${layer + 1}`;
  return exportFileName('attention', model, kind, part, head === null ? null : `head-${head + 1}`);
}
