import type { MapKind } from '../../../src/protocol/engine/index.js';
import { showWhitespace } from '../../kit/displayText.js';
import type { AttentionPage } from './attentionPage.js';
import type { DisplayedMap } from './displayModel.js';

/** The head or average in words: “layer 3, head 5”. */
export function layerHeadText(
  { say }: AttentionPage,
  { what, layer, head }: Pick<DisplayedMap, 'what' | 'layer' | 'head'>,
): string {
  if (what === 'rollout') return say('placeRollout');
  if (layer === null) return say('placeAll');
  if (head === null) return say('placeLayer', String(layer + 1));
  return say('placeHead', String(layer + 1), String(head + 1));
}

const KIND_TEXTS = { encoder: 'kindEncoder', decoder: 'kindDecoder', cross: 'kindCross' } as const;

/** The kind of a map as it stands on its button. */
export const kindLabel = ({ say }: AttentionPage, kind: MapKind) => say(KIND_TEXTS[kind]);

/** The kind of a map as it stands under a picture. */
export function kindCaption(say: AttentionPage['say'], kind: MapKind): string {
  switch (kind) {
    case 'encoder':
      return say('captionEncoder');
    case 'decoder':
      return say('captionDecoder');
    case 'cross':
      return say('captionCross');
  }
}

/** A label is cut to so many characters. */
const LONGEST_LABEL = 16;

/** What stands beside a row or above a column. */
export function wordLabel(text: string): string {
  const shown = showWhitespace(text.trim() === '' ? text : text.trim());
  const characters = [...shown];
  return characters.length > LONGEST_LABEL ? `${characters.slice(0, LONGEST_LABEL - 1).join('')}…` : shown;
}
