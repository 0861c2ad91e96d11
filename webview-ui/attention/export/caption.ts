import type { MapKind } from '../../../src/protocol/engine/index.js';
import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import type { Page } from '../page.js';
import type { Shown, ShownMap } from '../shown.js';
import { fileName } from './name.js';

type Say = Pick<Page, 'say' | 'numbers'>;

/** What stands under an exported picture: what it is of, how it is drawn, and the text. */
export function captionOf(
  { say, numbers }: Say,
  shown: Shown,
  view: AttentionView,
  subject: AttentionSubject,
): string[] {
  const what =
    shown.type === 'map'
      ? [shown.model, kindName(say, shown.kind), partName(say, shown)]
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

export function kindName(say: Page['say'], kind: MapKind): string {
  switch (kind) {
    case 'encoder':
      return say('captionEncoder');
    case 'decoder':
      return say('captionDecoder');
    case 'cross':
      return say('captionCross');
  }
}

function partName(say: Page['say'], { what, layer, head }: ShownMap): string {
  if (what === 'rollout') return say('captionRollout');
  if (layer === null) return say('captionAverage');
  return head === null
    ? say('captionLayer', String(layer + 1))
    : say('captionHead', String(layer + 1), String(head + 1));
}

/** The proposed name of a file, without ending; in English, as it may be sent to anybody. */
export function nameOf(shown: Shown): string {
  if (shown.type === 'drawing') return fileName('attention', shown.name);
  const { model, kind, what, layer, head } = shown;
  const part = what === 'rollout' ? 'rollout' : layer === null ? 'average' : `layer-${layer + 1}`;
  return fileName('attention', model, kind, part, head === null ? null : `head-${head + 1}`);
}
