import * as l10n from '@vscode/l10n';
import { initialConfig } from '../../../src/decoding/config/fields.js';
import { STRATEGY_TEXTS } from '../../../src/decoding/config/texts.js';
import { STRATEGIES } from '../../../src/protocol/engine/generationFields.js';
import { PRESETS, type DecodingRun, type PresetId } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { menuButton, type MenuItem } from '../../kit/menuButton.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { defaultAmateur } from '../recipe/recipeForm.js';

function presetTitle(preset: PresetId): string {
  switch (preset) {
    case 'strategies':
      return l10n.t('Nine strategies');
    case 'repetition':
      return l10n.t('Repetition and its penalty');
    case 'lengthPenalty':
      return l10n.t('Beam width and length penalty');
    case 'nucleusAndBeams':
      return l10n.t('Nucleus, beams, sampled beams');
  }
}

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
  readonly #page: DecodingPage;
  readonly #wide: () => boolean;

  constructor(page: DecodingPage, wide: () => boolean, events: CommandEvents) {
    this.#page = page;
    this.#wide = wide;

    const { send } = page;
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
      l10n.t('Stop'),
    );
    const menu = (label: string, items: () => MenuItem[]) =>
      menuButton(html('button', { attributes: { type: 'button' } }, label, icon('down')), items);
    const more = html(
      'button.quiet.sign',
      { attributes: { type: 'button', 'aria-label': l10n.t('More actions'), title: l10n.t('More actions') } },
      icon('more'),
    );
    this.element = html(
      'div.commands.line',
      {},
      this.#run,
      this.#stop,
      html('span.space'),
      menu(l10n.t('Presets'), () => this.#presets()),
      menu(l10n.t('Add'), () => this.#strategies(events.addRequested)),
      menuButton(more, () => this.#more()),
    );
  }

  update(): void {
    const { runs } = this.#page.state;
    const able = runs.filter(({ faults }) => faults.length === 0).length;
    const label = able > 0 ? l10n.t('Run {0}', String(able)) : l10n.t('Run');
    if (this.#runLabel.textContent !== label) this.#runLabel.textContent = label;
    this.#run.toggleAttribute('disabled', able === 0);
    const running = runs.some(busy);
    // The focus does not fall out of the page with the button that had it.
    if (!running && document.activeElement === this.#stop) this.#run.focus();
    this.#stop.hidden = !running;
  }

  #presets(): MenuItem[] {
    return PRESETS.map((preset) => ({
      label: presetTitle(preset),
      choose: () => this.#page.send({ type: 'preset', preset }),
    }));
  }

  #strategies(added: () => void): MenuItem[] {
    return STRATEGIES.map((strategy) => ({
      label: STRATEGY_TEXTS[strategy].label(),
      choose: () => {
        added();
        this.#page.send({ type: 'add', decoding: initialConfig(strategy, defaultAmateur(this.#page)) });
      },
    }));
  }

  #more(): MenuItem[] {
    const { send, state } = this.#page;
    const none = state.runs.length === 0;
    return [
      { label: l10n.t('Open Session …'), choose: () => send({ type: 'openSession' }) },
      { label: l10n.t('Save Session …'), choose: () => send({ type: 'saveSession' }) },
      {
        label: l10n.t('Import Recipes or generation_config.json …'),
        choose: () => send({ type: 'import' }),
        apart: true,
      },
      {
        label: l10n.t('Save Recipes as JSON …'),
        choose: () => send({ type: 'export', format: 'json' }),
        disabled: none,
      },
      {
        label: l10n.t('Save Comparison as Markdown …'),
        choose: () => send({ type: 'export', format: 'markdown' }),
        disabled: none,
        apart: true,
      },
      {
        label: l10n.t('Save Comparison as HTML …'),
        choose: () => send({ type: 'export', format: 'html' }),
        disabled: none,
      },
      ...(this.#wide()
        ? []
        : [{ label: l10n.t('Open in an Editor Tab'), choose: () => send({ type: 'openWide' }), apart: true }]),
      {
        label: l10n.t('More Experiments: Laboratory'),
        choose: () => send({ type: 'laboratory' }),
        apart: this.#wide(),
      },
      { label: l10n.t('Settings'), choose: () => send({ type: 'settings' }) },
    ];
  }
}
