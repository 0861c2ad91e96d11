import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { Displayed, DisplayedMap } from '../model/displayModel.js';
import { kindCaption } from '../model/mapNames.js';
import { exportFileName } from './exportFileName.js';

type Say = Pick<AttentionPage, 'say' | 'numbers'>;

/** What stands under an exported picture: what it is of, how it is drawn, and the text. */
export function captionOf(
  { say, numbers }: Say,
  shown: Displayed,
  view: AttentionView,
  subject: AttentionSubject,
): string[] {
  const what =
    shown.type === 'map'
      ? [shown.model, kindCaption(say, shown.kind), partName(say, shown)]
      : [shown.caption ?? shown.name];
  const apart = shown.type === 'drawing' ? shown.text : undefined;
  const how = [
    view.words || apart !== undefined ? say('captionWords') : say('captionTokens'),
    view.specials === 'hide' && say('captionHidden'),
    view.specials === 'renormalise' && say('captionRenormalised'),
    view.threshold > 0 && say('captionThreshold', numbers.decimal(view.threshold, 2)),
  ];
  const lines = [what.join(' · '), how.filter((part) => part !== false).join(' · ')];
  if (apart !== undefined) return [...lines, say('captionText', apart)];
  const target = view.target === null ? [] : [say('captionTarget', view.target)];
  return [...lines, say('captionText', view.prefix + subject.text), ...target];
}

function partName(say: AttentionPage['say'], { what, layer, head }: DisplayedMap): string {
  if (what === 'rollout') return say('captionRollout');
  if (layer === null) return say('captionAverage');
  return head === null
    ? say('captionLayer', String(layer + 1))
    : say('captionHead', String(layer + 1), String(head + 1));
}

/** The proposed name of a file, without ending; in English, as it may be sent to anybody. */
export function proposedFileName(shown: Displayed): string {
  if (shown.type === 'drawing') return exportFileName('attention', shown.name);
  const { model, kind, what, layer, head } = shown;
  const part = what === 'rollout' ? 'rollout' : layer === null ? 'average' : `layer-${layer + 1}`;
  return exportFileName('attention', model, kind, part, head === null ? null : `head-${head + 1}`);
}
