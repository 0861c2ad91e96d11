import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import type { Experiment, ExperimentView, LabPlace } from './experiment.js';
import { EXPERIMENTS } from './experiments/index.js';
import { FilterBench } from './filterBench.js';
import { NEUTRAL, type LabSettings } from './labModel.js';

/** What survives the page being hidden. */
export interface LabState {
  /** the experiment that is shown, by its id */
  source: string;
  /** of the sliders, whatever they act on */
  settings: LabSettings;
  /** what an experiment keeps, by its id */
  [experiment: string]: unknown;
}

export const INITIAL_LAB_STATE: LabState = {
  source: EXPERIMENTS[0]!.id,
  settings: NEUTRAL,
  ...Object.fromEntries(EXPERIMENTS.map(({ id, initial }) => [id, initial])),
};

export interface LaboratoryOptions {
  /** asks for the logits of the place that the user looks at; `update` answers */
  ask: () => void;
  kept: LabState;
  keep: (kept: LabState) => void;
  /** what there is to experiment with */
  experiments?: readonly Experiment[];
}

/** Experiments with distributions, a tab each. */
export class Laboratory {
  readonly element: HTMLElement;
  readonly #body = html('div');
  readonly #tabs: readonly { id: string; element: HTMLElement }[];
  readonly #bench: FilterBench;
  readonly #opened = new Map<string, ExperimentView>();
  readonly #experiments: readonly Experiment[];
  readonly #view: ViewContext;
  readonly #options: LaboratoryOptions;
  #state: LabState;
  #place: LabPlace | null = null;

  constructor(view: ViewContext, options: LaboratoryOptions) {
    this.#view = view;
    this.#options = options;
    this.#state = options.kept;
    this.#experiments = options.experiments ?? EXPERIMENTS;
    this.#bench = new FilterBench(view, this.#state.settings, (settings) => this.#remember({ settings }));
    this.#tabs = this.#experiments.map(({ id, title }) => ({ id, element: this.#tab(id, title()) }));
    this.#show();
    const label = { 'aria-label': l10n.t('Distribution laboratory') };
    this.element = html(
      'div.laboratory',
      {},
      html('div.tabs', { attributes: { role: 'tablist', ...label } }, ...this.#tabs.map(({ element }) => element)),
      html('div', { attributes: { role: 'tabpanel', ...label } }, this.#body),
    );
  }

  /** Takes other logits; null: there are none (yet), and `ask` is offered. */
  update(place: LabPlace | null): void {
    this.#place = place;
    for (const experiment of this.#opened.values()) experiment.update?.(place);
  }

  get #current(): Experiment {
    // A state may name an experiment of another version.
    return this.#experiments.find(({ id }) => id === this.#state.source) ?? this.#experiments[0]!;
  }

  #remember(change: Partial<LabState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.keep(this.#state);
  }

  #viewOf(experiment: Experiment): ExperimentView {
    const { id, initial } = experiment;
    const known = this.#opened.get(id);
    if (known) return known;
    const made = experiment.open({
      view: this.#view,
      bench: this.#bench,
      kept: this.#state[id] ?? initial,
      keep: (own) => this.#remember({ [id]: own }),
      refresh: () => {
        if (this.#current.id === id) this.#show();
      },
      askForPlace: this.#options.ask,
    });
    this.#opened.set(id, made);
    if (this.#place) made.update?.(this.#place);
    return made;
  }

  #show(): void {
    const experiment = this.#current;
    for (const { id, element } of this.#tabs) {
      element.setAttribute('aria-selected', String(id === experiment.id));
      element.tabIndex = id === experiment.id ? 0 : -1;
    }
    const shown = this.#viewOf(experiment);
    setChildren(this.#body, shown.elements());
    shown.shown?.();
  }

  #choose(id: string): void {
    this.#remember({ source: id });
    this.#show();
  }

  #tab(id: string, title: string): HTMLElement {
    return html(
      'button',
      {
        attributes: { type: 'button', role: 'tab' },
        on: { click: () => this.#choose(id), keydown: (event) => this.#moveTab(event as KeyboardEvent) },
      },
      title,
    );
  }

  #moveTab(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const tabs = this.#tabs;
    const next = tabs[(this.#experiments.indexOf(this.#current) + by + tabs.length) % tabs.length]!;
    this.#choose(next.id);
    next.element.focus();
  }
}

/** Puts these into an element; what stands already is left alone, so that the focus stays. */
function setChildren(element: HTMLElement, children: readonly HTMLElement[]): void {
  const same =
    element.children.length === children.length && children.every((child, at) => element.children[at] === child);
  if (!same) element.replaceChildren(...children);
}
