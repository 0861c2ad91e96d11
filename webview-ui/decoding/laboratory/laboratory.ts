import * as l10n from '@vscode/l10n';
import type { RunDistribution } from '../../../src/protocol/webviews/index.js';
import { argsortDescending } from '../../../src/maths/topK.js';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { beamLab } from './beamLab.js';
import { labLogits, NEUTRAL, runLaboratory, type LabLogits, type LabRow, type LabSettings } from './labModel.js';
import { labOutcome } from './labOutcome.js';
import { TYPED_PRESETS, type TypedLogit } from './typedPresets.js';
import { sliderScales } from './sliderScales.js';
import { labSliders, type LabSliders } from './labSliders.js';
import { typedEditor } from './typedEditor.js';

/** Rows of the most probable tokens. */
const SHOWN = 20;

type Source = 'token' | 'typed' | 'beam';
const SOURCES = ['token', 'typed', 'beam'] as const;

/** What survives the page being hidden. */
export interface LabState {
  source: Source;
  settings: LabSettings;
  typed: readonly TypedLogit[];
}

export const INITIAL_LAB_STATE: LabState = { source: 'token', settings: NEUTRAL, typed: TYPED_PRESETS[0]!.logits };

export interface LaboratoryOptions {
  /** asks for the logits of the place that the user looks at; `update` answers */
  ask: () => void;
  kept: LabState;
  keep: (kept: LabState) => void;
}

/** The logits of a token's place. */
export interface LabPlace {
  distribution: Pick<RunDistribution, 'value' | 'before'>;
  /** which place that is, in words */
  place: string;
}

export interface Laboratory {
  element: HTMLElement;
  /** other logits; null: there are none (yet), and `ask` is offered */
  update: (place: LabPlace | null) => void;
}

/** What the sliders act on at present. */
interface Subject {
  logits: LabLogits;
  textOf: (row: LabRow) => string | null;
  scores: boolean;
}

/** Sliders for temperature and filters over real logits, over typed ones, and beam search over a typed table. */
export function laboratory(context: ViewContext, { ask, kept, keep }: LaboratoryOptions): Laboratory {
  let state = kept;
  let real: { subject: Subject; place: string } | null = null;
  const remember = (change: Partial<LabState>) => keep((state = { ...state, ...change }));

  const place = html('p.small.dim.place');
  const fault = html('p.fault.small', { attributes: { role: 'status' } });
  const result = labOutcome(context);
  const slots = html('div.slots');
  const reset = html(
    'button',
    { attributes: { type: 'button' }, on: { click: () => apply(NEUTRAL) } },
    l10n.t('Reset'),
  );
  const editor = typedEditor(
    () => {
      const typed = editor.value();
      if (typed) remember({ typed });
      show();
    },
    ({ settings, logits }) => {
      remember({ typed: logits, settings });
      show();
      control?.set(settings);
    },
  );
  editor.set(state.typed);
  const askButton = html(
    'button',
    { attributes: { type: 'button' }, on: { click: ask } },
    l10n.t('Take the token in focus'),
  );
  const bench = html('div.bench', {}, slots, html('p.actions', {}, reset), fault, result.element);
  let beams: HTMLElement | null = null;
  const body = html('div');

  let control: LabSliders | null = null;
  let controlled = -1;
  let due = false;

  const apply = (settings: LabSettings) => {
    remember({ settings });
    control?.set(settings);
    calculate();
  };

  const subjectNow = (): Subject | null => {
    if (state.source === 'token') return real?.subject ?? null;
    const typed = editor.value();
    return typed && typedSubject(typed);
  };

  const calculate = () => {
    due = false;
    const subject = subjectNow();
    fault.textContent =
      subject || state.source === 'token'
        ? ''
        : l10n.t('One of the logits is not a number: correct the field that is marked.');
    if (!subject) return;
    const found = runLaboratory(subject.logits, state.settings, SHOWN);
    result.update(found, subject);
    control?.tell(result.inWords(found));
  };

  /** Once a frame, however often a slider tells of its moves. */
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(calculate);
  };

  const show = () => {
    const subject = state.source === 'beam' ? null : subjectNow();
    const size = subject?.logits.logits.length ?? 0;
    if (size > 0 && size !== controlled) {
      controlled = size;
      state = { ...state, settings: { ...state.settings, topK: Math.min(state.settings.topK, size) } };
      control = labSliders(context, sliderScales(size), (settings) => {
        remember({ settings });
        soon();
      });
      control.set(state.settings);
      slots.replaceChildren(control.element);
    }
    for (const button of tabs) {
      button.element.setAttribute('aria-selected', String(button.source === state.source));
      button.element.tabIndex = button.source === state.source ? 0 : -1;
    }
    switch (state.source) {
      case 'token':
        place.textContent =
          real?.place ??
          l10n.t('The sliders act on the model’s real logits before a token of a run, without running it again.');
        setChildren(body, real ? [place, bench] : [place, askButton]);
        break;
      case 'typed':
        setChildren(body, [editor.element, bench]);
        break;
      case 'beam':
        setChildren(body, [(beams ??= beamLab(context))]);
        break;
    }
    if (state.source !== 'beam') calculate();
  };

  const tabs = SOURCES.map((source) => {
    const name = { token: l10n.t('at a token'), typed: l10n.t('typed logits'), beam: l10n.t('two-step beam') }[source];
    const element = html(
      'button',
      {
        attributes: { type: 'button', role: 'tab' },
        on: {
          click: () => {
            remember({ source });
            show();
          },
          keydown: (event) => moveTab(event as KeyboardEvent),
        },
      },
      name,
    );
    return { source, element };
  });
  const moveTab = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = SOURCES.indexOf(state.source);
    const next = tabs[(at + by + tabs.length) % tabs.length]!;
    remember({ source: next.source });
    show();
    next.element.focus();
  };

  show();
  return {
    element: html(
      'div.laboratory',
      {},
      html(
        'div.tabs',
        { attributes: { role: 'tablist', 'aria-label': l10n.t('Distribution laboratory') } },
        ...tabs.map((t) => t.element),
      ),
      html('div', { attributes: { role: 'tabpanel', 'aria-label': l10n.t('Distribution laboratory') } }, body),
    ),
    update: (next) => {
      real = next && { subject: realSubject(next.distribution), place: next.place };
      if (state.source === 'token') show();
    },
  };
}

/** Puts these into an element; what stands already is left alone, so that the focus stays. */
function setChildren(element: HTMLElement, children: readonly HTMLElement[]): void {
  const same =
    element.children.length === children.length && children.every((child, at) => element.children[at] === child);
  if (!same) element.replaceChildren(...children);
}

function typedSubject(typed: readonly TypedLogit[]): Subject {
  const logits = Float32Array.from(typed, ({ logit }) => logit);
  const before = typed.flatMap((one, id) => (one.before ? [id] : []));
  return {
    logits: labLogits(logits, argsortDescending(logits), before),
    textOf: ({ id }) => typed[id]?.name ?? '',
    scores: true,
  };
}

/** The vocabulary in the order of ids again, as the engine filters it. */
function realSubject({ value: { ids, logits, texts }, before }: LabPlace['distribution']): Subject {
  const byId = new Float32Array(logits.length);
  ids.forEach((id, rank) => (byId[id] = logits[rank]!));
  return {
    logits: labLogits(byId, ids, before),
    textOf: ({ rank }) => texts[rank] ?? null,
    scores: false,
  };
}
