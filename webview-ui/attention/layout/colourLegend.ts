import * as l10n from '@vscode/l10n';
import { scaleTicks } from '../../../src/attention/colourScale.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { css, type Colours, rampColour } from '../../kit/colours.js';
import { weightText } from '../../kit/numbers.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { segmented } from '../../kit/segmented.js';

const STEPS = 64;

/** Of the slider, from nothing to the weight of the full colour. */
const THRESHOLD_STEPS = 50;

/** The colours with their weights in numbers, the choice of the scale, and the threshold. */
export function colourLegend(page: AttentionPage) {
  const { numbers } = page;
  const canvas = html('canvas.ramp', {
    attributes: { width: STEPS * 4, height: 10, 'aria-hidden': true },
  }) as HTMLCanvasElement;
  const ticks = html('div.ticks.dim.small');
  const scale = segmented<AttentionView['scale']>(
    l10n.t('Colour scale'),
    [
      ['linear', l10n.t('linear')],
      ['sqrt', l10n.t('√ root')],
      ['log', l10n.t('log')],
    ],
    (value) => page.setState({ scale: value }),
  );
  const range = html('input', {
    attributes: {
      type: 'range',
      min: 0,
      'aria-label': l10n.t('least weight'),
      title: l10n.t('Smaller weights are not drawn'),
    },
    on: { input: () => page.setState({ threshold: Number(range.value) }) },
  }) as HTMLInputElement;
  const least = html('output.dim.small');
  const element = html(
    'div.legend',
    {},
    canvas,
    ticks,
    scale.element,
    html('label.threshold', {}, html('span.dim.small', {}, l10n.t('least weight')), range, least),
  );

  const update = (colours: Colours, top: number) => {
    const { state } = page;
    scale.select(state.scale);
    // As far as there are weights: an average of many heads has none above a tenth.
    range.max = String(top);
    range.step = String(top / THRESHOLD_STEPS);
    range.value = String(state.threshold);
    const threshold = weightText(state.threshold, numbers.decimal);
    least.textContent = state.threshold > 0 ? `≥ ${threshold}` : l10n.t('off');
    range.setAttribute('aria-valuetext', least.textContent);
    const context = canvas.getContext('2d');
    if (context) {
      for (let step = 0; step < STEPS; step++) {
        const depth = step / (STEPS - 1);
        const height = colours.contrast ? Math.max(1, 10 * Math.sqrt(depth)) : 10;
        context.fillStyle = css(colours.background);
        context.fillRect(step * 4, 0, 4, 10);
        context.fillStyle = css(rampColour(colours, depth));
        context.fillRect(step * 4, (10 - height) / 2, colours.contrast ? 3 : 4, height);
      }
    }
    const marks = scaleTicks(state.scale).filter(
      (_, at, all) => at === 0 || at === all.length - 1 || at === Math.floor(all.length / 2),
    );
    ticks.replaceChildren(
      ...marks.map(({ weight, at }) =>
        html('span', { style: { '--at': String(at) } }, weightText(weight * top, numbers.decimal)),
      ),
    );
  };
  return { element, update };
}
