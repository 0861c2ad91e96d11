import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html, svg } from '../../kit/dom.js';
import { trimToken } from '../../kit/displayText.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runName, runNumber } from '../model/runs.js';
import { lineDash } from './lineDashes.js';
import {
  placeEndLabels,
  surprisalLineOf,
  linePath,
  chartScales,
  tokenAtX,
  type ChartFrame,
  type SurprisalLine,
  type ChartScales,
} from './chartGeometry.js';
import { ChartLegend } from './chartLegend.js';

const HEIGHT = 110;
const END = 18;
const LEAST_WIDTH = 120;

/** Milliseconds between two drawings while runs stream. */
const PAUSE_MS = 250;

/** The surprise per token of all runs in one picture. */
export class SurprisalChart {
  readonly element: HTMLElement;
  readonly #drawing: SVGElement;
  readonly #lines = svg('g');
  readonly #cursor = svg('line.cursor');
  readonly #ends = html('div.ends.dim.small', { attributes: { 'aria-hidden': true } });
  readonly #readout: HTMLElement;
  readonly #legend: ChartLegend;
  #shown: SurprisalLine[] = [];
  #frame: ChartFrame = { width: 280, height: HEIGHT, end: END };
  #scales: ChartScales = chartScales([], this.#frame);
  #token = 0;
  #visible = true;
  #bold: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;
    this.#legend = new ChartLegend(page, (run) => this.#embolden(run));

    const title = html('h2', { attributes: { id: 'section-surprise' } }, l10n.t('Surprise per token (bits)'));
    this.#drawing = svg(
      'svg',
      {
        attributes: {
          role: 'slider',
          tabindex: 0,
          'aria-label': l10n.t('Surprise per token in bits, all runs'),
          'aria-valuemin': 1,
          'aria-valuenow': 1,
          'aria-description': l10n.t('Arrow keys move along the tokens; a run in the list stands out in the picture.'),
          height: HEIGHT,
        },
        on: {
          pointermove: (event) => this.#onPointer(event as PointerEvent),
          pointerleave: () => this.#leave(),
          focus: () => this.#readAt(this.#token),
          blur: () => this.#leave(),
          keydown: (event) => this.#key(event as KeyboardEvent),
        },
      },
      this.#lines,
      this.#cursor,
    );
    this.#readout = html(
      'p.readout.dim.small',
      {},
      l10n.t('Arrow keys move along the tokens; a run in the list stands out in the picture.'),
    );
    this.#cursor.setAttribute('visibility', 'hidden');
    this.element = html(
      'section.surprise',
      { attributes: { 'aria-labelledby': 'section-surprise' } },
      title,
      html('div.plot', {}, this.#ends, this.#drawing),
      this.#readout,
      this.#legend.element,
    );
    new ResizeObserver(([entry]) => {
      this.#frame = { ...this.#frame, width: Math.max(LEAST_WIDTH, entry?.contentRect.width ?? 0) };
      this.scheduleDraw();
    }).observe(this.#drawing);
    new IntersectionObserver(([entry]) => {
      this.#visible = entry?.isIntersecting ?? true;
      if (this.#visible) this.scheduleDraw();
    }).observe(this.element);
  }

  /** Draws soon: runs stream faster than a picture has to follow, and nobody sees one out of sight. */
  scheduleDraw(): void {
    if (this.#visible || this.element.hidden) this.#timer ??= setTimeout(() => this.draw(), PAUSE_MS);
  }

  draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const runs = this.#page.state.runs.filter(({ sequences }) => (sequences[0]?.steps.length ?? 0) > 0);
    this.element.hidden = runs.length === 0;
    if (runs.length === 0) return;
    this.#shown = runs.map((run) => surprisalLineOf(run.id, run.sequences[0]?.steps ?? []));
    // The run that stood out may have gone, or nothing been written by it yet.
    if (!runs.some(({ id }) => id === this.#bold)) this.#bold = null;
    const busy = runs.some(({ status }) => status === 'running' || status === 'waiting');
    this.#scales = chartScales(this.#shown, this.#frame, busy ? this.#page.state.maxNewTokens : 0);
    this.#drawing.setAttribute('aria-valuemax', String(this.#scales.count));
    this.#drawLines();
    this.#ends.replaceChildren(html('span', {}, String(this.#scales.top)), html('span', {}, '0'));
    if (!busy || this.#legend.element.children.length !== runs.length) this.#drawLegend(runs);
    this.#token = Math.min(this.#token, this.#scales.count - 1);
    if (document.activeElement !== this.#drawing) return;
    this.#readAt(this.#token);
  }

  #drawLines(): void {
    const { width, height } = this.#frame;
    const scales = this.#scales;
    const half = scales.y(scales.top / 2);
    const grid = [0, half, height].map((y) =>
      svg('line.grid', { attributes: { x1: 0, x2: width - END, y1: y, y2: y } }),
    );
    const heights = placeEndLabels(
      this.#shown.map(({ bits }) => scales.y(bits.at(-1) ?? 0)),
      height - 2,
      11,
    );
    const lines = this.#shown.map((line, index) => {
      const place = runNumber(this.#page, line.run);
      const { colour, pattern } = lineDash(place - 1);
      const y = heights[index] ?? 0;
      const last = Math.max(0, line.bits.length - 1);
      return svg(
        line.run === this.#bold ? 'g.run.bold' : 'g.run',
        { attributes: { 'data-run': line.run }, style: { '--run': colour } },
        svg('path', { attributes: { d: linePath(line, scales), 'stroke-dasharray': pattern } }),
        svg('text', { attributes: { x: scales.x(last) + 5, y: y + 4 } }, String(place)),
      );
    });
    this.#lines.replaceChildren(...grid, ...lines);
    this.#lines.classList.toggle('chosen', this.#bold !== null);
  }

  #drawLegend(runs: readonly DecodingRun[]): void {
    const entries = runs.map((run, index) => ({
      run: run.id,
      place: runNumber(this.#page, run.id),
      name: runName(this.#page, run),
      line: this.#shown[index] ?? { run: run.id, bits: [], texts: [] },
    }));
    this.#legend.update(entries);
  }

  #embolden(run: number | null): void {
    this.#bold = run;
    this.#lines.classList.toggle('chosen', run !== null);
    for (const group of this.#lines.querySelectorAll('.run')) {
      group.classList.toggle('bold', group.getAttribute('data-run') === String(run));
    }
  }

  #onPointer(event: PointerEvent): void {
    const { left } = this.#drawing.getBoundingClientRect();
    this.#readAt(tokenAtX(event.clientX - left, this.#scales, this.#frame));
  }

  #leave(): void {
    if (document.activeElement === this.#drawing) return;
    this.#cursor.setAttribute('visibility', 'hidden');
    this.#readout.textContent = l10n.t(
      'Arrow keys move along the tokens; a run in the list stands out in the picture.',
    );
    this.#readout.classList.add('dim');
  }

  #key(event: KeyboardEvent): void {
    const last = this.#scales.count - 1;
    const to = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (to === undefined && event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    this.#readAt(
      event.key === 'Home' ? 0 : event.key === 'End' ? last : Math.min(last, Math.max(0, this.#token + (to ?? 0))),
    );
  }

  /** Reads the figures of all runs at a token. */
  #readAt(token: number): void {
    this.#token = token;
    const x = this.#scales.x(token);
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: 0, y2: HEIGHT, visibility: 'visible' })) {
      this.#cursor.setAttribute(name, String(value));
    }
    const { numbers } = this.#page;
    const values = this.#shown
      .filter(({ bits }) => token < bits.length)
      .map(({ run, bits, texts }) =>
        l10n.t(
          '{0} “{1}” {2} bits',
          String(runNumber(this.#page, run)),
          trimToken(texts[token] ?? ''),
          numbers.decimal(bits[token] ?? 0, 1),
        ),
      );
    const text = `${l10n.t('token {0}', String(token + 1))}: ${values.join(' · ')}`;
    this.#readout.textContent = text;
    this.#readout.classList.remove('dim');
    this.#drawing.setAttribute('aria-valuenow', String(token + 1));
    this.#drawing.setAttribute('aria-valuetext', text);
  }
}
