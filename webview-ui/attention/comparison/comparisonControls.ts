import * as l10n from '@vscode/l10n';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { scaleTicks } from '../../../src/attention/colourScale.js';
import { html } from '../../kit/dom.js';
import { css, rampColour } from '../../kit/colours.js';
import { weightText } from '../../kit/numbers.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { dropdown, fillOptions } from '../../kit/segmented.js';
import type { LayerHead } from './modelResults.js';
import type { RenderStyle } from './smallMap.js';
import type { WordExcerpt } from './wordExcerpt.js';

/** Which layer and head of all three, what becomes of special tokens, which words, and the legend of the colours. */
export function comparisonControls(page: AttentionPage, excerpt: WordExcerpt, again: () => void) {
  const number = (value: string) => (value === '' ? null : Number(value));
  const choose = (change: Partial<AttentionView>) => {
    page.setStateSilently(change);
    fillIn();
    again();
  };
  const layer = dropdown(l10n.t('layer'), (value) => {
    choose(value === '' ? { layer: null, head: null } : { layer: number(value) });
  });
  const head = dropdown(l10n.t('head'), (value) => choose({ head: number(value) }));
  const specials = dropdown(l10n.t('Special tokens such as [CLS]'), (value) =>
    choose({ specials: value as AttentionView['specials'] }),
  );
  const words = html('span.dim.small');
  const legend = html('span.legend', { attributes: { 'aria-hidden': true } });
  let most = { layers: 0, heads: 0 };

  const options = (count: number) => Array.from({ length: count }, (_, at) => [String(at), String(at + 1)] as const);
  const fillIn = () => {
    const { state } = page;
    const layers = Math.max(most.layers, (state.layer ?? -1) + 1);
    const heads = Math.max(most.heads, (state.head ?? -1) + 1);
    fillOptions(layer, [['', l10n.t('average')], ...options(layers)], String(state.layer ?? ''));
    fillOptions(head, [['', l10n.t('average')], ...options(heads)], String(state.head ?? ''));
    head.disabled = state.layer === null;
    fillOptions(
      specials,
      [
        ['show', l10n.t('with special tokens')],
        ['hide', l10n.t('special tokens hidden')],
        ['renormalise', l10n.t('hidden, rows renormalised')],
      ],
      state.specials,
    );
  };
  const setStretch = ({ words: count, of }: WordExcerpt) => {
    words.textContent =
      count < of
        ? l10n.t(
            'All three read only {0} of the {1} words, those around the cursor; the matrix is of all of them',
            String(count),
            String(of),
          )
        : '';
  };
  const draw = ({ colours, scale, top }: RenderStyle) => {
    const stops = Array.from({ length: 9 }, (_, at) => css(rampColour(colours, at / 8)));
    const [least] = scaleTicks(scale);
    const ends = [
      [weightText((least?.weight ?? 0) * top, page.numbers.decimal), 0],
      [l10n.t('full, below each map'), 1],
    ] as const;
    legend.replaceChildren(
      html('span.ramp', { style: { background: `linear-gradient(to right, ${stops.join(', ')})` } }),
      ...ends.map(([text, at]) => html('span.tick', { style: { '--at': String(at) } }, text)),
    );
  };
  const labelled = (text: string, select: HTMLElement) => html('label.stepper', {}, html('span.dim', {}, text), select);
  fillIn();
  setStretch(excerpt);
  return {
    element: html(
      'div.controls',
      {},
      labelled(l10n.t('layer'), layer),
      labelled(l10n.t('head'), head),
      specials,
      words,
      html('span.spring'),
      legend,
    ),
    stretch: setStretch,
    counts: (layers: number, heads: number, style: RenderStyle) => {
      most = { layers, heads };
      fillIn();
      draw(style);
    },
    partText: ({ layer: at, head: of }: LayerHead) =>
      at === null
        ? l10n.t('average of all layers and heads')
        : of === null
          ? l10n.t('layer {0}, average of its heads', String(at + 1))
          : l10n.t('layer {0}, head {1}', String(at + 1), String(of + 1)),
  };
}
