import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { trimToken } from '../../../src/text/displayText.js';
import { html, svg } from '../../kit/dom.js';
import { partState, setPartState, type DecodingPage } from '../model/decodingPage.js';
import { runName, runNumber } from '../model/runs.js';
import { surprisalLineOf, chartScales, type SurprisalLine, type ChartScales } from './chartGeometry.js';
import { ChartLegend } from './chartLegend.js';
import { chartPanels, tokenInPanels, TOGETHER, type ChartPanels } from './chartPanels.js';
import { drawLines } from './drawLines.js';

const LEAST_WIDTH = 120;

/** Milliseconds between two drawings while runs stream. */
const PAUSE_MS = 250;

/** Of what is above the picture so much is told in figures. */
const TOLD_BEYOND = 4;

const STATE = 'surprise';

/** What the user set. */
interface ChartState {
  /** null: by how many lines there are */
  apart: boolean | null;
  /** ids of runs that are not drawn */
  hidden: number[];
}

const FRESH: ChartState = { apart: null, hidden: [] };

/** The surprise per token of the runs that are chosen, in one picture or each in its own. */
export class SurprisalChart {
  readonly element: HTMLElement;
  readonly #drawing: SVGElement;
  readonly #lines = svg('g');
  readonly #cursor = svg('path.cursor');
  readonly #ends = html('div.ends.dim.small', { attributes: { 'aria-hidden': true } });
  readonly #beyond = html('p.beyond.dim.small');
  readonly #readout: HTMLElement;
  readonly #legend: ChartLegend;
  readonly #apart: HTMLElement;
  #all: SurprisalLine[] = [];
  #shown: SurprisalLine[] = [];
  #width = 280;
  #panels: ChartPanels = chartPanels(0, this.#width, false);
  #scales: ChartScales = chartScales([], this.#panels.frame);
  #token = 0;
  #visible = true;
  #bold: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;
    this.#legend = new ChartLegend(page, {
      embolden: (run) => this.#embolden(run),
      toggle: (run) => this.#toggle(run),
    });
    const title = html('h2', { attributes: { id: 'section-surprise' } }, l10n.t('Surprise per token (bits)'));
    this.#apart = html(
      'button.quiet',
      { attributes: { type: 'button' }, on: { click: () => this.#change({ apart: !this.#isApart }) } },
      l10n.t('Each by itself'),
    );
    this.#drawing = svg(
      'svg',
      {
        attributes: {
          role: 'slider',
          tabindex: 0,
          'aria-label': l10n.t('Surprise per token in bits, all runs'),
          'aria-valuemin': 1,
          'aria-valuenow': 1,
          'aria-description': hint(),
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
    this.#readout = html('p.readout.dim.small', {}, hint());
    this.#cursor.setAttribute('visibility', 'hidden');
    this.element = html(
      'section.surprise',
      { attributes: { 'aria-labelledby': 'section-surprise' } },
      html('div.line', {}, title, this.#apart),
      html('div.plot', {}, this.#ends, this.#drawing),
      this.#beyond,
      this.#readout,
      this.#legend.element,
    );
    new ResizeObserver(([entry]) => {
      this.#width = Math.max(LEAST_WIDTH, entry?.contentRect.width ?? 0);
      this.scheduleDraw();
    }).observe(this.#drawing);
    new IntersectionObserver(([entry]) => {
      this.#visible = entry?.isIntersecting ?? true;
      if (this.#visible) this.scheduleDraw();
    }).observe(this.element);
  }

  /** Draws soon: runs stream faster than a picture has to follow. */
  scheduleDraw(): void {
    this.#timer ??= setTimeout(() => this.draw(), PAUSE_MS);
  }

  /** Draws the picture where it can be seen, and says in words what it shows wherever it is. */
  draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const runs = this.#page.state.runs.filter(({ sequences }) => (sequences[0]?.steps.length ?? 0) > 0);
    const busy = runs.some(({ status }) => status === 'running' || status === 'waiting');
    const wasHidden = this.element.hidden;
    this.element.hidden = runs.length === 0;
    if (runs.length === 0 || (busy && !this.#visible && !wasHidden)) return;
    const { hidden } = this.#state;
    this.#all = runs.map((run) => surprisalLineOf(run.id, run.sequences[0]?.steps ?? []));
    this.#shown = this.#all.filter(({ run }) => !hidden.includes(run));
    // The run that stood out may have gone, or nothing been written by it yet.
    if (!this.#shown.some(({ run }) => run === this.#bold)) this.#bold = null;
    this.#panels = chartPanels(this.#shown.length, this.#width, this.#isApart);
    this.#scales = chartScales(this.#shown, this.#panels.frame, busy ? this.#page.state.maxNewTokens : 0);
    this.#token = Math.min(this.#token, this.#scales.count - 1);
    this.#tellScale();
    if (this.#visible) this.#drawLines();
    if (!busy || this.#legend.element.children.length !== runs.length) this.#drawLegend(runs);
    if (document.activeElement === this.#drawing) this.#readAt(this.#token);
    else this.#tell(this.#token);
  }

  get #state(): ChartState {
    return partState(this.#page, STATE, FRESH);
  }

  get #isApart(): boolean {
    return this.#shown.length > 1 && (this.#state.apart ?? this.#shown.length > TOGETHER);
  }

  #change(change: Partial<ChartState>): void {
    setPartState(this.#page, STATE, { ...this.#state, ...change });
    this.draw();
  }

  #tellScale(): void {
    const { top, count } = this.#scales;
    this.#apart.hidden = this.#all.length < 2;
    this.#apart.setAttribute('aria-pressed', String(this.#isApart));
    this.#drawing.setAttribute('aria-valuemax', String(count));
    this.#drawing.setAttribute('height', String(this.#panels.height));
    this.#ends.hidden = this.#isApart;
    this.#ends.replaceChildren(html('span', {}, String(top)), html('span', {}, '0'));
    const beyond = beyondText(this.#page, this.#shown, top);
    this.#beyond.hidden = beyond === '';
    if (this.#beyond.textContent !== beyond) this.#beyond.textContent = beyond;
  }

  #drawLines(): void {
    const lines = this.#shown.map((line) => ({ line, place: runNumber(this.#page, line.run) }));
    this.#lines.replaceChildren(...drawLines(lines, this.#scales, this.#panels, this.#bold));
    this.#lines.classList.toggle('chosen', this.#bold !== null);
  }

  #drawLegend(runs: readonly DecodingRun[]): void {
    // Rows are made anew only when the list changed: one of them may have the focus.
    const { hidden } = this.#state;
    const entries = runs.map((run, index) => ({
      run: run.id,
      place: runNumber(this.#page, run.id),
      name: runName(this.#page, run),
      line: this.#all[index] ?? { run: run.id, bits: [], texts: [] },
      drawn: !hidden.includes(run.id),
    }));
    this.#legend.update(entries);
  }

  #toggle(run: number): void {
    const { hidden } = this.#state;
    const others = hidden.filter((one) => one !== run);
    this.#change({ hidden: others.length < hidden.length ? others : [...hidden, run] });
  }

  #embolden(run: number | null): void {
    const drawn = this.#shown.some((line) => line.run === run);
    this.#bold = drawn ? run : null;
    this.#lines.classList.toggle('chosen', drawn);
    for (const group of this.#lines.querySelectorAll('.run')) {
      group.classList.toggle('bold', group.getAttribute('data-run') === String(run));
    }
  }

  #onPointer(event: PointerEvent): void {
    const { left } = this.#drawing.getBoundingClientRect();
    this.#readAt(tokenInPanels(event.clientX - left, this.#scales, this.#panels));
  }

  #leave(): void {
    if (document.activeElement === this.#drawing) return;
    this.#cursor.setAttribute('visibility', 'hidden');
    this.#readout.textContent = hint();
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

  /** Reads the figures of all runs at a token, for eyes, too. */
  #readAt(token: number): void {
    this.#token = token;
    const at = this.#scales.x(token);
    const { corners, frame } = this.#panels;
    const lines = corners.map(({ x, y }) => `M${x + at} ${y}v${frame.height}`);
    this.#cursor.setAttribute('d', [...new Set(lines)].join(''));
    this.#cursor.setAttribute('visibility', 'visible');
    this.#readout.textContent = this.#tell(token);
    this.#readout.classList.remove('dim');
  }

  /** Says the figures of all runs at a token to who does not see the picture. */
  #tell(token: number): string {
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
    this.#drawing.setAttribute('aria-valuenow', String(token + 1));
    this.#drawing.setAttribute('aria-valuetext', text);
    return text;
  }
}

function hint(): string {
  return l10n.t(
    'Arrow keys move along the tokens; a run in the list stands out in the picture, and Enter leaves it out.',
  );
}

/** What is cut off at the upper edge, with its figures, the most surprising first; empty where nothing is. */
function beyondText(page: DecodingPage, lines: readonly SurprisalLine[], top: number): string {
  const beyond = lines
    .flatMap(({ run, bits, texts }) => bits.map((value, index) => ({ run, value, text: texts[index] ?? '' })))
    .filter(({ value }) => value > top)
    .sort((a, b) => b.value - a.value);
  if (beyond.length === 0) return '';
  const told = beyond
    .slice(0, TOLD_BEYOND)
    .map(({ run, value, text }) =>
      l10n.t('{0} “{1}” {2} bits', String(runNumber(page, run)), trimToken(text), page.numbers.decimal(value, 1)),
    );
  const rest = beyond.length - told.length;
  const more = rest > 0 ? [l10n.t('{0} more', String(rest))] : [];
  return `▲ ${l10n.t('above {0} bits', String(top))}: ${[...told, ...more].join(' · ')}`;
}
