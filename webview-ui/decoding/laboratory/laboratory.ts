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

export interface Laboratory {
  element: HTMLElement;
  /** other logits; null: there are none (yet), and `ask` is offered */
  update: (place: LabPlace | null) => void;
}

/** Experiments with distributions, a tab each. */
export function laboratory(
  view: ViewContext,
  { ask, kept, keep, experiments = EXPERIMENTS }: LaboratoryOptions,
): Laboratory {
  let state = kept;
  const remember = (change: Partial<LabState>) => keep((state = { ...state, ...change }));
  const bench = new FilterBench(view, state.settings, (settings) => remember({ settings }));
  const body = html('div');
  const opened = new Map<string, ExperimentView>();
  let place: LabPlace | null = null;

  // A state may name an experiment of another version.
  const current = () => experiments.find(({ id }) => id === state.source) ?? experiments[0]!;
  const viewOf = (experiment: Experiment) => {
    const { id, initial } = experiment;
    const known = opened.get(id);
    if (known) return known;
    const made = experiment.open({
      view,
      bench,
      kept: state[id] ?? initial,
      keep: (own) => remember({ [id]: own }),
      refresh: () => {
        if (current().id === id) show();
      },
      askForPlace: ask,
    });
    opened.set(id, made);
    if (place) made.update?.(place);
    return made;
  };

  const show = () => {
    const experiment = current();
    for (const { id, element } of tabs) {
      element.setAttribute('aria-selected', String(id === experiment.id));
      element.tabIndex = id === experiment.id ? 0 : -1;
    }
    const shown = viewOf(experiment);
    setChildren(body, shown.elements());
    shown.shown?.();
  };
  const choose = (id: string) => {
    remember({ source: id });
    show();
  };
  const moveTab = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = tabs[(experiments.indexOf(current()) + by + tabs.length) % tabs.length]!;
    choose(next.id);
    next.element.focus();
  };
  const tabs = experiments.map(({ id, title }) => ({
    id,
    element: html(
      'button',
      {
        attributes: { type: 'button', role: 'tab' },
        on: { click: () => choose(id), keydown: (event) => moveTab(event as KeyboardEvent) },
      },
      title(),
    ),
  }));

  show();
  const label = { 'aria-label': l10n.t('Distribution laboratory') };
  return {
    element: html(
      'div.laboratory',
      {},
      html('div.tabs', { attributes: { role: 'tablist', ...label } }, ...tabs.map(({ element }) => element)),
      html('div', { attributes: { role: 'tabpanel', ...label } }, body),
    ),
    update: (next) => {
      place = next;
      for (const experiment of opened.values()) experiment.update?.(next);
    },
  };
}

/** Puts these into an element; what stands already is left alone, so that the focus stays. */
function setChildren(element: HTMLElement, children: readonly HTMLElement[]): void {
  const same =
    element.children.length === children.length && children.every((child, at) => element.children[at] === child);
  if (!same) element.replaceChildren(...children);
}
