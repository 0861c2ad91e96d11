import * as l10n from '@vscode/l10n';
import { html, svg } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import type { LabResult } from './labModel.js';
import { CURVE_SIZE, rankCurve, type RankCurve } from './rankCurve.js';

/** Probability over rank of the whole vocabulary. */
export class CurveView {
  readonly element: HTMLElement;
  readonly #own = svg('path.own', { attributes: { 'vector-effect': 'non-scaling-stroke' } });
  readonly #left = svg('path.left');
  readonly #grid = svg('g.grid');
  readonly #drawing: SVGElement;
  readonly #shares = html('div.shares.small.dim', { attributes: { 'aria-hidden': true } });
  readonly #ranks = html('div.ranks.small.dim', { attributes: { 'aria-hidden': true } });
  readonly #context: ViewContext;
  #size = 0;

  constructor(context: ViewContext) {
    this.#context = context;
    const { width, height } = CURVE_SIZE;
    const attributes = { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none' };
    this.#drawing = svg('svg', { attributes }, this.#grid, this.#left, this.#own);
    this.element = html(
      'div.curve',
      {},
      this.#shares,
      this.#drawing,
      this.#ranks,
      html(
        'p.small.dim',
        { attributes: { 'aria-hidden': true } },
        l10n.t('Probability over rank, both logarithmic. Line: the model’s own; area: what is left.'),
      ),
    );
  }

  update(result: LabResult): void {
    const curve = rankCurve(result);
    if (this.#size !== result.size) this.#drawAxes(curve);
    this.#size = result.size;
    this.#own.setAttribute('d', curve.own);
    this.#left.setAttribute('d', curve.left);
    const { decimal } = this.#context.numbers;
    const label = l10n.t(
      'Probability by rank: {0} of {1} tokens left',
      decimal(result.left, 0),
      decimal(result.size, 0),
    );
    this.#drawing.setAttribute('role', 'img');
    this.#drawing.setAttribute('aria-label', label);
  }

  #drawAxes({ shares, ranks }: RankCurve): void {
    const { numbers } = this.#context;
    const { width, height } = CURVE_SIZE;
    const line = (from: Record<string, number>) =>
      svg('line', { attributes: { ...from, 'vector-effect': 'non-scaling-stroke' } });
    this.#grid.replaceChildren(...shares.map(({ y }) => line({ x1: 0, x2: width, y1: y, y2: y })));
    this.#shares.replaceChildren(
      ...shares.map(({ value, y }) =>
        html(
          'span',
          { style: { '--at': String(y / height) } },
          `${numbers.decimal(100 * value, value < 1e-4 ? 4 : value < 1 ? 2 : 0)} %`,
        ),
      ),
    );
    this.#ranks.replaceChildren(
      ...ranks.map(({ value, x }) => html('span', { style: { '--at': String(x / width) } }, numbers.decimal(value, 0))),
    );
  }
}
