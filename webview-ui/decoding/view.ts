import type { ToDecodingWebview } from '../../src/protocol/webviews/index.js';
import { html } from '../shared/elements.js';
import { LEVEL_BOUNDS } from '../shared/probability.js';
import { Announcer } from './announce.js';
import { Cards } from './cards.js';
import { Chart } from './chart/chart.js';
import { Banner } from './head/banner.js';
import { CommandsPart } from './head/commands.js';
import { PromptPart } from './head/prompt.js';
import { SettingsPart } from './head/settings.js';
import { LabPart } from './lab.js';
import { MeasuresTable } from './measures/table.js';
import { isOpen, keepOpen, type Page } from './page.js';
import type { StateChange } from './state.js';

const PROBABILITIES = 'probabilities';

/** The whole page: made once, then changed in place. */
export class View {
  readonly element: HTMLElement;
  readonly #prompt: PromptPart;
  readonly #settings: SettingsPart;
  readonly #commands: CommandsPart;
  readonly #banner: Banner;
  readonly #cards: Cards;
  readonly #measures: MeasuresTable;
  readonly #chart: Chart;
  readonly #laboratory: LabPart;
  readonly #announcer: Announcer;
  readonly #stale: HTMLElement;

  constructor(
    private readonly page: Page,
    wide: boolean,
  ) {
    this.#prompt = new PromptPart(page);
    this.#settings = new SettingsPart(page);
    this.#banner = new Banner(page);
    this.#laboratory = new LabPart(page);
    this.#cards = new Cards(page, (run, sequence, index) => {
      if (index !== null) this.#laboratory.look(run, sequence, index);
    });
    this.#commands = new CommandsPart(page, () => wide, {
      flush: () => this.#prompt.flush(),
      added: () => this.#cards.expect(),
    });
    this.#measures = new MeasuresTable(page);
    this.#chart = new Chart(page);
    this.#announcer = new Announcer(page);
    this.#stale = html('p.dim.small.stale-line', {}, page.say('stale'));
    this.element = html(
      'div.decoding',
      {},
      html(
        'div.head',
        {},
        this.#prompt.element,
        html('div.controls', {}, this.#settings.element, this.#commands.element),
      ),
      this.#banner.element,
      this.#runs(),
      html('div.figures-part', {}, this.#measures.element, this.#chart.element),
      this.#laboratory.element,
    );
    this.showAll();
  }

  /** Shows a state that is new as a whole. */
  showAll(): void {
    this.#head();
    this.#cards.showAll();
    this.#announcer.start(this.page.state.runs);
    this.#figures();
  }

  /** Shows what a message changed; the page's state is already the one after it. */
  show(message: StateChange): void {
    const { runs } = this.page.state;
    switch (message.type) {
      case 'head':
        return this.#head();
      case 'run':
        this.#cards.show(message.run);
        this.#announcer.note(message.run);
        this.#commands.show();
        return message.run.status === 'running' ? this.#chart.later() : this.#figures();
      case 'removed':
        this.#cards.remove(message.id);
        this.#commands.show();
        return this.#figures();
      case 'order':
        this.#cards.reorder();
        return this.#figures();
      case 'grown': {
        const ids = new Set(message.growth.map(({ id }) => id));
        for (const run of runs) if (ids.has(run.id)) this.#cards.grow(run);
        return this.#chart.later();
      }
      case 'stale':
        for (const run of runs) this.#cards.show(run);
        return this.#figures();
    }
  }

  answer({ ask, value }: Extract<ToDecodingWebview, { type: 'distribution' }>): void {
    this.#laboratory.answer(ask, value);
  }

  #head(): void {
    const { state } = this.page;
    this.#prompt.show(state);
    this.#settings.show(state);
    const wasInBanner = this.#banner.element.contains(document.activeElement);
    this.#banner.show(state);
    // The focus does not fall out of the page with the button that sent the banner away.
    if (wasInBanner && this.#banner.element.hidden) this.#prompt.focus();
    this.#commands.show();
    this.#staleness();
  }

  /** Says once what all dimmed cards have in common. */
  #staleness(): void {
    this.#stale.hidden = !this.page.state.runs.some(
      ({ stale, status }) => stale && status !== 'running' && status !== 'waiting',
    );
  }

  #figures(): void {
    this.#staleness();
    this.#measures.draw();
    this.#chart.later();
  }

  /** The cards under their heading, with the switch of the underlines and what these stand for in numbers. */
  #runs(): HTMLElement {
    const { page } = this;
    const { say } = page;
    const legend = this.#legend();
    const part = html('section.runs', { attributes: { 'aria-labelledby': 'section-runs' } });
    const reflect = () => {
      const on = isOpen(page, PROBABILITIES, true);
      part.classList.toggle('underlined', on);
      toggle.setAttribute('aria-pressed', String(on));
      legend.hidden = !on;
    };
    const toggle = html(
      'button.quiet',
      {
        attributes: { type: 'button' },
        on: {
          click: () => {
            keepOpen(page, PROBABILITIES, !isOpen(page, PROBABILITIES, true), true);
            reflect();
          },
        },
      },
      say('probabilities'),
    );
    part.append(
      html('div.line', {}, html('h2', { attributes: { id: 'section-runs' } }, say('runs')), legend, toggle),
      this.#stale,
      this.#cards.element,
    );
    reflect();
    return part;
  }

  #legend(): HTMLElement {
    const { say, numbers } = this.page;
    const bound = (share: number) => numbers.percent(share).replace(/[.,]0/, '');
    const last = LEVEL_BOUNDS.at(-1) ?? 0;
    const names = [...LEVEL_BOUNDS.map((share) => say('atLeast', bound(share))), say('below', bound(last))];
    return html(
      'p.levels.dim.small',
      {},
      ...names.map((name, level) => html(`span.level${level}`, {}, html('span.ink', {}, name))),
    );
  }
}
