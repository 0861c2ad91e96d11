import { initialConfig } from '../../../src/decoding/config/fields.js';
import { STRATEGY_TEXTS } from '../../../src/decoding/config/texts.js';
import { STRATEGIES } from '../../../src/protocol/engine/generationFields.js';
import type { DecodingPageText, DecodingRun, PresetId } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { menuButton, type MenuItem } from '../../kit/menuButton.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { defaultAmateur } from '../recipe/recipeForm.js';

const PRESET_TITLES: Record<PresetId, DecodingPageText> = {
  strategies: 'presetStrategies',
  repetition: 'presetRepetition',
  lengthPenalty: 'presetLengthPenalty',
  nucleusAndBeams: 'presetNucleusAndBeams',
};

export interface CommandEvents {
  /** before a run: what is being typed counts */
  flush: () => void;
  /** a recipe was asked for, which should be opened when it comes */
  addRequested: () => void;
}

const busy = ({ status }: DecodingRun) => status === 'running' || status === 'waiting';

/** Run, stop, presets, add, and the rest in a menu. */
export class CommandBar {
  readonly element: HTMLElement;
  readonly #run: HTMLElement;
  readonly #runLabel = html('span');
  readonly #stop: HTMLElement;

  constructor(
    private readonly page: DecodingPage,
    private readonly wide: () => boolean,
    events: CommandEvents,
  ) {
    const { say, send } = page;
    this.#run = html(
      'button.primary',
      {
        attributes: { type: 'button' },
        on: {
          click: () => {
            events.flush();
            send({ type: 'run' });
          },
        },
      },
      icon('play'),
      this.#runLabel,
    );
    this.#stop = html(
      'button',
      { attributes: { type: 'button' }, on: { click: () => send({ type: 'stop' }) } },
      icon('stop'),
      say('stop'),
    );
    const menu = (label: string, items: () => MenuItem[]) =>
      menuButton(html('button', { attributes: { type: 'button' } }, label, icon('down')), items);
    const more = html(
      'button.quiet.sign',
      { attributes: { type: 'button', 'aria-label': say('moreActions'), title: say('moreActions') } },
      icon('more'),
    );
    this.element = html(
      'div.commands.line',
      {},
      this.#run,
      this.#stop,
      html('span.space'),
      menu(say('presets'), () => this.#presets()),
      menu(say('add'), () => this.#strategies(events.addRequested)),
      menuButton(more, () => this.#more()),
    );
  }

  show(): void {
    const { runs } = this.page.state;
    const able = runs.filter(({ faults }) => faults.length === 0).length;
    const label = able > 0 ? this.page.say('runCount', String(able)) : this.page.say('run');
    if (this.#runLabel.textContent !== label) this.#runLabel.textContent = label;
    this.#run.toggleAttribute('disabled', able === 0);
    const running = runs.some(busy);
    // The focus does not fall out of the page with the button that had it.
    if (!running && document.activeElement === this.#stop) this.#run.focus();
    this.#stop.hidden = !running;
  }

  #presets(): MenuItem[] {
    return (Object.keys(PRESET_TITLES) as PresetId[]).map((preset) => ({
      label: this.page.say(PRESET_TITLES[preset]),
      choose: () => this.page.send({ type: 'preset', preset }),
    }));
  }

  #strategies(added: () => void): MenuItem[] {
    return STRATEGIES.map((strategy) => ({
      label: this.page.say(STRATEGY_TEXTS[strategy].label),
      choose: () => {
        added();
        this.page.send({ type: 'add', decoding: initialConfig(strategy, defaultAmateur(this.page)) });
      },
    }));
  }

  #more(): MenuItem[] {
    const { say, send, state } = this.page;
    const none = state.runs.length === 0;
    return [
      { label: say('importRecipes'), choose: () => send({ type: 'import' }) },
      { label: say('exportRecipes'), choose: () => send({ type: 'export', format: 'json' }), disabled: none },
      {
        label: say('saveMarkdown'),
        choose: () => send({ type: 'export', format: 'markdown' }),
        disabled: none,
        apart: true,
      },
      { label: say('saveHtml'), choose: () => send({ type: 'export', format: 'html' }), disabled: none },
      ...(this.wide() ? [] : [{ label: say('openWide'), choose: () => send({ type: 'openWide' }), apart: true }]),
      { label: say('openSettings'), choose: () => send({ type: 'settings' }), apart: this.wide() },
    ];
  }
}
