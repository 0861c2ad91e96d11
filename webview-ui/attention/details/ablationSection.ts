import * as l10n from '@vscode/l10n';
import type { HeadAblationValue, HeadSummary } from '../../../src/protocol/engine/index.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { barList, figureIn, LISTED } from './barList.js';
import type { ProbeState } from '../model/probe.js';
import { changeText } from './watchedText.js';
import { actionButton, progressBlock, type Far } from './progressBlock.js';

export interface AblationEvents {
  ablate: () => void;
  stopAblation: () => void;
  head: (head: Pick<HeadSummary, 'layer' | 'head'>) => void;
}

function silencingText(far: Far | null): string {
  if (!far) return l10n.t('Silencing one head after the other …');
  return l10n.t('Silencing one head after the other: {0} of {1} …', String(far.done), String(far.count));
}

/** What silencing each head changes, asked for by a button. */
export function ablationBlock(
  page: AttentionPage,
  { ablation, map }: { ablation: ProbeState<'headAblation'>; map: DisplayedMap },
  word: Word,
  on: AblationEvents,
): HTMLElement[] {
  const heading = html('h2', {}, l10n.t('Which heads matter here'));
  const silence = () => html('p', {}, actionButton(l10n.t('Silence Each Head'), on.ablate));
  switch (ablation.state) {
    case 'none':
    case 'stopped':
      return [heading, silence()];
    case 'waiting':
      return [heading, ...progressBlock(ablation, silencingText, on.stopAblation, true)];
    case 'failed':
      return [
        heading,
        html('p.dim.small', {}, errorText(toErrorValue(ablation.error), page.numbers.number)),
        silence(),
      ];
    case 'known':
      return [
        heading,
        html('p.dim.small', {}, ...changeText(l10n.t('Each head’s output set to zero in turn.'), map, word)),
        headList(page, ablation.value, map, on),
      ];
  }
}

function headList(
  page: AttentionPage,
  { effects }: HeadAblationValue,
  { kind }: DisplayedMap,
  on: AblationEvents,
): HTMLElement {
  const top = effects
    .filter((effect) => effect.kind === kind)
    .toSorted((a, b) => b.bits - a.bits)
    .slice(0, LISTED);
  const most = Math.max(top[0]?.bits ?? 0, 1e-9);
  const figure = figureIn(page, most);
  const rows = top.map(({ layer, head, bits }) => ({
    name: l10n.t('layer {0}, head {1}', String(layer + 1), String(head + 1)),
    share: Math.max(0, bits) / most,
    figure: figure(bits),
    choose: () => on.head({ layer, head }),
  }));
  return barList(l10n.t('Which heads matter here'), 'changed', rows);
}
