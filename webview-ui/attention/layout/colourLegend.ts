import * as l10n from '@vscode/l10n';
import { scaleTicks } from '../../../src/attention/colourScale.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { css, type Colours, rampColour } from '../../kit/colours.js';
import { weightText } from '../../kit/numbers.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { Segmented } from '../../kit/segmented.js';

const STEPS = 64;

/** Of the slider, from nothing to the weight of the full colour. */
const THRESHOLD_STEPS = 50;

/** The colours with their weights in numbers, the choice of the scale, and the threshold. */
export class ColourLegend {
  readonly element: HTMLElement;
  readonly #canvas = html('canvas.ramp', {
    attributes: { width: STEPS * 4, height: 10, 'aria-hidden': true },
  }) as HTMLCanvasElement;
  readonly #ticks = html('div.ticks.dim.small');
  readonly #least = html('output.dim.small');
  readonly #scale: Segmented<AttentionView['scale']>;
  readonly #range: HTMLInputElement;
  readonly #page: AttentionPage;

  constructor(page: AttentionPage) {
    this.#page = page;
    this.#scale = new Segmented(
      l10n.t('Colour scale'),
      [
        ['linear', l10n.t('linear')],
        ['sqrt', l10n.t('√ root')],
        ['log', l10n.t('log')],
      ],
      (value) => page.setState({ scale: value }),
    );
    this.#range = html('input', {
      attributes: {
        type: 'range',
        min: 0,
        'aria-label': l10n.t('least weight'),
        title: l10n.t('Smaller weights are not drawn'),
      },
      on: { input: () => page.setState({ threshold: Number(this.#range.value) }) },
    }) as HTMLInputElement;
    this.element = html(
      'div.legend',
      {},
      this.#canvas,
      this.#ticks,
      this.#scale.element,
      html('label.threshold', {}, html('span.dim.small', {}, l10n.t('least weight')), this.#range, this.#least),
    );
  }

  /** @param top the weight of the strongest colour */
  update(colours: Colours, top: number): void {
    const { state, numbers } = this.#page;
    this.#scale.update(state.scale);
    // As far as there are weights: an average of many heads has none above a tenth.
    this.#range.max = String(top);
    this.#range.step = String(top / THRESHOLD_STEPS);
    this.#range.value = String(state.threshold);
    const threshold = weightText(state.threshold, numbers.decimal);
    this.#least.textContent = state.threshold > 0 ? `≥ ${threshold}` : l10n.t('off');
    this.#range.setAttribute('aria-valuetext', this.#least.textContent);
    this.#paint(colours);
    const marks = scaleTicks(state.scale).filter(
      (_, at, all) => at === 0 || at === all.length - 1 || at === Math.floor(all.length / 2),
    );
    this.#ticks.replaceChildren(
      ...marks.map(({ weight, at }) =>
        html('span', { style: { '--at': String(at) } }, weightText(weight * top, numbers.decimal)),
      ),
    );
  }

  #paint(colours: Colours): void {
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    for (let step = 0; step < STEPS; step++) {
      const depth = step / (STEPS - 1);
      const height = colours.contrast ? Math.max(1, 10 * Math.sqrt(depth)) : 10;
      context.fillStyle = css(colours.background);
      context.fillRect(step * 4, 0, 4, 10);
      context.fillStyle = css(rampColour(colours, depth));
      context.fillRect(step * 4, (10 - height) / 2, colours.contrast ? 3 : 4, height);
    }
  }
}
