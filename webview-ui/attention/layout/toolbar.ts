import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap } from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { mapKindsOf } from '../../../src/attention/viewState.js';
import { dropdown, fillOptions, segmented } from '../../kit/segmented.js';
import { architectureName } from '../../../src/wording/architectureName.js';
import { kindLabel } from '../model/mapNames.js';

export interface ToolbarEvents {
  pin: (pinned: boolean) => void;
  settings: () => void;
}

/** What is shown, of which model, and how. */
export function attentionToolbar(page: AttentionPage, exporting: HTMLElement, on: ToolbarEvents) {
  const model = dropdown(l10n.t('Model'), (id) => page.setState({ model: id }));
  const kinds = (['encoder', 'decoder', 'cross'] as const).map((kind) => [kind, kindLabel(kind)] as const);
  const kind = segmented(l10n.t('Which map'), kinds, (value) => page.setState({ kind: value }));
  kind.element.classList.add('kinds');
  const views = segmented<AttentionView['view']>(
    l10n.t('View'),
    [
      ['matrix', l10n.t('Matrix')],
      ['lines', l10n.t('Lines')],
      ['rollout', l10n.t('Rollout')],
      ['architectures', l10n.t('Three Architectures')],
    ],
    (view) => page.setState({ view }),
  );
  const layer = dropdown(l10n.t('layer'), (value) =>
    page.setState(value === '' ? { layer: null, head: null } : { layer: Number(value) }),
  );
  const head = dropdown(l10n.t('head'), (value) => page.setState({ head: value === '' ? null : Number(value) }));
  // The head to go back to from an average.
  let single = { layer: 0, head: 0 };
  const toggleAverage = () => {
    const { layer, head } = page.state;
    page.setState(
      layer === null || head === null ? { layer: layer ?? single.layer, head: single.head } : { head: null },
    );
  };
  const average = html(
    'button',
    {
      attributes: { type: 'button', title: l10n.t('The average of all heads of the layer') },
      on: { click: toggleAverage },
    },
    l10n.t('average'),
  );
  const pin = html(
    'button',
    {
      attributes: { type: 'button', title: l10n.t('Stay with this text while the selection moves on') },
      on: { click: () => on.pin(!(page.subject?.pinned ?? false)) },
    },
    icon('pin'),
    html('span', {}, l10n.t('pin')),
  );
  const settings = html(
    'button.quiet',
    {
      attributes: { type: 'button', 'aria-label': l10n.t('Settings'), title: l10n.t('Settings') },
      on: { click: on.settings },
    },
    icon('adjust'),
  );
  const labelled = (text: string, select: HTMLElement) => html('label.stepper', {}, html('span.dim', {}, text), select);
  const steps = html('div.group', {}, labelled(l10n.t('layer'), layer), labelled(l10n.t('head'), head), average);
  const reading = readingChoices(page);
  const element = html(
    'header.toolbar',
    {},
    html('h1', {}, l10n.t('Attention')),
    model,
    kind.element,
    views.element,
    steps,
    html('span.spring'),
    reading.element,
    html('div.group', {}, pin, exporting, settings),
  );

  const update = (summary: AttentionSummaryMap | null) => {
    const { state, subject, models } = page;
    if (state.layer !== null && state.head !== null) single = { layer: state.layer, head: state.head };
    fillOptions(
      model,
      models.map(({ id, architecture }) => [id, `${id} · ${architectureName(architecture)}`]),
      state.model,
    );
    const chosen = models.find(({ id }) => id === state.model);
    const isApart = state.view === 'architectures';
    kind.element.hidden = !chosen || mapKindsOf(chosen).length < 2 || isApart;
    kind.select(state.kind);
    views.select(state.view);
    const layers = 1 + Math.max(-1, state.layer ?? -1, ...(summary?.heads.map((each) => each.layer) ?? []));
    const heads = 1 + Math.max(-1, state.head ?? -1, ...(summary?.heads.map((each) => each.head) ?? []));
    const numbered = (count: number) => Array.from({ length: count }, (_, at) => [String(at), String(at + 1)] as const);
    fillOptions(layer, [['', l10n.t('all')], ...numbered(layers)], String(state.layer ?? ''));
    fillOptions(head, [['', l10n.t('all')], ...numbered(heads)], state.layer === null ? '' : String(state.head ?? ''));
    head.disabled = state.layer === null;
    average.setAttribute('aria-pressed', String(state.head === null || state.layer === null));
    steps.hidden = isApart || state.view === 'rollout';
    reading.element.hidden = isApart;
    reading.update();
    pin.setAttribute('aria-pressed', String(subject?.pinned ?? false));
    pin.toggleAttribute('disabled', subject === null);
  };
  return { element, update };
}

/** What a row stands for: words or tokens, with or without special ones, and of a decoder what it reads or writes. */
function readingChoices(page: AttentionPage) {
  const words = dropdown(l10n.t('Words or tokens'), (value) => page.setState({ words: value === 'words' }));
  const specials = dropdown(l10n.t('Special tokens such as [CLS] and [SEP]'), (value) =>
    page.setState({ specials: value as AttentionView['specials'] }),
  );
  const rows = dropdown(l10n.t('What rows are named by'), (value) => page.setState({ written: value === 'written' }));
  const element = html('div.group.reading', {}, words, specials, rows);
  const update = () => {
    const { state } = page;
    fillOptions(
      words,
      [
        ['words', l10n.t('words')],
        ['tokens', l10n.t('tokens')],
      ],
      state.words ? 'words' : 'tokens',
    );
    rows.hidden = state.kind !== 'decoder';
    fillOptions(
      rows,
      [
        ['read', l10n.t('rows: what each word reads')],
        ['written', l10n.t('rows: what it reads to write the next')],
      ],
      state.written === true ? 'written' : 'read',
    );
    fillOptions(
      specials,
      [
        ['show', l10n.t('specials shown')],
        ['hide', l10n.t('specials hidden')],
        ['renormalise', l10n.t('hidden, rows renormalised')],
      ],
      state.specials,
    );
  };
  return { element, update };
}
