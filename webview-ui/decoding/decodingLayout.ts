import * as l10n from '@vscode/l10n';
import { html } from '../kit/dom.js';
import { LEVEL_BOUNDS } from '../kit/probability.js';
import { Announcer } from './announcer.js';
import { CardList } from './card/cardList.js';
import { SurprisalChart } from './chart/surprisalChart.js';
import { Banner } from './head/banner.js';
import { CommandBar } from './head/commandBar.js';
import { PromptSection } from './head/promptSection.js';
import { SettingsSection } from './head/settingsSection.js';
import { LabSection } from './laboratory/labSection.js';
import { MeasuresTable } from './measures/measuresTable.js';
import { isOpen, setOpen, type DecodingPage } from './model/decodingPage.js';
import type { StateChange } from './model/applyMessage.js';

const PROBABILITIES = 'probabilities';

/** The whole page: made once, then changed in place. */
export class DecodingLayout {
  readonly element: HTMLElement;
  readonly #prompt: PromptSection;
  readonly #settings: SettingsSection;
  readonly #commands: CommandBar;
  readonly #banner: Banner;
  readonly #cards: CardList;
  readonly #measures: MeasuresTable;
  readonly #chart: SurprisalChart;
  readonly #laboratory: LabSection;
  readonly #announcer: Announcer;
  readonly #stale: HTMLElement;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage, wide: boolean) {
    this.#page = page;

    this.#prompt = new PromptSection(page);
    this.#settings = new SettingsSection(page);
    this.#banner = new Banner(page);
    this.#laboratory = new LabSection(page);
    this.#cards = new CardList(page, (run, sequence, index) => {
      if (index !== null) this.#laboratory.look(run, sequence, index);
    });
    this.#commands = new CommandBar(page, () => wide, {
      flush: () => this.#prompt.flush(),
      addRequested: () => this.#cards.expectNew(),
    });
    this.#measures = new MeasuresTable(page);
    this.#chart = new SurprisalChart(page);
    this.#announcer = new Announcer(page);
    this.#stale = html('p.dim.small.stale-line', {}, l10n.t('Dimmed: made with another prompt or other settings.'));
    this.element = html(
      'div.decoding',
      {},
      // The editor shows the view's name above it; whoever reads headings looks for it here.
      html('h1.hidden', {}, l10n.t('Decoding')),
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
    this.#announcer.reset(this.#page.state.runs);
    this.#updateFigures();
  }

  /** Shows what a message changed; the page's state is already the one after it. */
  update(message: StateChange): void {
    const { runs } = this.#page.state;
    switch (message.type) {
      case 'head':
        return this.#head();
      case 'run':
        this.#cards.update(message.run);
        this.#announcer.noteStatus(message.run);
        this.#commands.update();
        return message.run.status === 'running' ? this.#chart.scheduleDraw() : this.#updateFigures();
      case 'removed':
        this.#cards.remove(message.id);
        this.#commands.update();
        return this.#updateFigures();
      case 'order':
        this.#cards.reorder();
        return this.#updateFigures();
      case 'grown': {
        const ids = new Set(message.growth.map(({ id }) => id));
        for (const run of runs) if (ids.has(run.id)) this.#cards.grow(run);
        return this.#chart.scheduleDraw();
      }
      case 'stale':
        for (const run of runs) this.#cards.update(run);
        return this.#updateFigures();
    }
  }

  #head(): void {
    const { state } = this.#page;
    this.#prompt.update(state);
    this.#settings.update(state);
    const wasInBanner = this.#banner.element.contains(document.activeElement);
    this.#banner.update(state);
    // The focus does not fall out of the page with the button that sent the banner away.
    if (wasInBanner && this.#banner.element.hidden) this.#prompt.focus();
    this.#commands.update();
    this.#cards.showModels();
    this.#updateStaleNote();
  }

  /** Says once what all dimmed cards have in common. */
  #updateStaleNote(): void {
    this.#stale.hidden = !this.#page.state.runs.some(
      ({ stale, status }) => stale && status !== 'running' && status !== 'waiting',
    );
  }

  #updateFigures(): void {
    this.#updateStaleNote();
    this.#measures.draw();
    this.#chart.scheduleDraw();
  }

  /** The cards under their heading, with the switch of the underlines and what these stand for in numbers. */
  #runs(): HTMLElement {
    const page = this.#page;
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
            setOpen(page, PROBABILITIES, !isOpen(page, PROBABILITIES, true), true);
            reflect();
          },
        },
      },
      l10n.t('Probabilities'),
    );
    part.append(
      html('div.line', {}, html('h2', { attributes: { id: 'section-runs' } }, l10n.t('Runs')), legend, toggle),
      this.#stale,
      this.#cards.element,
    );
    reflect();
    return part;
  }

  #legend(): HTMLElement {
    const { numbers } = this.#page;
    const bound = (share: number) => numbers.percent(share).replace(/[.,]0/, '');
    const last = LEVEL_BOUNDS.at(-1) ?? 0;
    const names = [...LEVEL_BOUNDS.map((share) => l10n.t('from {0}', bound(share))), l10n.t('below {0}', bound(last))];
    return html(
      'p.levels.dim.small',
      {},
      ...names.map((name, level) => html(`span.level${level}`, {}, html('span.ink', {}, name))),
    );
  }
}
