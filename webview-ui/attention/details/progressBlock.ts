import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { ProbeState } from '../model/probe.js';

/** How many words or heads have been tried. */
export type Far = { done: number; count: number };

export function actionButton(text: string, click: () => void): HTMLElement {
  return html('button', { attributes: { type: 'button' }, on: { click } }, text);
}

/**
 * How far a question is that tries many things.
 * @param isWanted the user asked for it: it can be stopped at once, and not only when it takes its time
 */
export function progressBlock(
  probed: ProbeState<'occlusion' | 'headAblation' | 'saliency'>,
  tell: (far: Far | null) => string,
  stop: () => void,
  isWanted = false,
): HTMLElement[] {
  const { far, isLong } = probed.state === 'waiting' ? probed : { far: null, isLong: false };
  return [
    html('p.dim.small.busy', {}, tell(far)),
    ...(isLong || isWanted ? [html('p', {}, actionButton(l10n.t('Stop'), stop))] : []),
  ];
}
