import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap, MapKind } from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { mapKindsOf } from '../../../src/attention/viewState.js';
import { Dropdown } from '../../kit/dropdown.js';
import { Segmented } from '../../kit/segmented.js';
import { architectureName } from '../../../src/wording/architectureName.js';
import { showsPair } from '../pair/otherSide.js';
import { kindLabel } from '../model/mapNames.js';

export interface ToolbarEvents {
  pin: (pinned: boolean) => void;
  settings: () => void;
}

/** What is shown, of which model, and how. */
export class AttentionToolbar {
  readonly element: HTMLElement;
  readonly #model: Dropdown;
  readonly #kind: Segmented<MapKind>;
  readonly #views: Segmented<AttentionView['view']>;
  readonly #layer: Dropdown;
  readonly #head: Dropdown;
  readonly #average: HTMLElement;
  readonly #words: Dropdown;
  readonly #specials: Dropdown;
  readonly #rows: Dropdown;
  readonly #pin: HTMLElement;
  readonly #compare: HTMLElement;
  readonly #steps: HTMLElement;
  readonly #reading: HTMLElement;
  readonly #page: AttentionPage;
  #summaries: readonly AttentionSummaryMap[] = [];
  /** the layer and head to go back to from an average */
  #single = { layer: 0, head: 0 };

  constructor(page: AttentionPage, exporting: HTMLElement, on: ToolbarEvents) {
    this.#page = page;
    this.#model = new Dropdown(l10n.t('Model'), (id) => page.setState({ model: id }));
    const kinds = (['encoder', 'decoder', 'cross'] as const).map((kind) => [kind, kindLabel(kind)] as const);
    this.#kind = new Segmented(l10n.t('Which map'), kinds, (kind) => page.setState({ kind, ...this.#layerOf(kind) }));
    this.#kind.element.classList.add('kinds');
    this.#views = new Segmented(
      l10n.t('View'),
      [
        ['matrix', l10n.t('Matrix')],
        ['lines', l10n.t('Lines')],
        ['rollout', l10n.t('Rollout')],
        ['architectures', l10n.t('Three Architectures')],
      ],
      (view) => page.setState({ view }),
    );
    this.#layer = new Dropdown(l10n.t('layer'), (value) =>
      page.setState(value === '' ? { layer: null, head: null } : { layer: Number(value) }),
    );
    this.#head = new Dropdown(l10n.t('head'), (value) => page.setState({ head: value === '' ? null : Number(value) }));
    this.#average = html(
      'button',
      {
        attributes: { type: 'button', title: l10n.t('The average of all heads of the layer') },
        on: { click: () => this.#toggleAverage() },
      },
      l10n.t('average'),
    );
    this.#words = new Dropdown(l10n.t('Words or tokens'), (value) => page.setState({ words: value === 'words' }));
    this.#specials = new Dropdown(l10n.t('Special tokens such as [CLS] and [SEP]'), (value) =>
      page.setState({ specials: value as AttentionView['specials'] }),
    );
    this.#rows = new Dropdown(l10n.t('What rows are named by'), (value) =>
      page.setState({ written: value === 'written' }),
    );
    this.#pin = html(
      'button',
      {
        attributes: { type: 'button', title: l10n.t('Stay with this text while the selection moves on') },
        on: { click: () => on.pin(!(page.subject?.pinned ?? false)) },
      },
      icon('pin'),
      html('span', {}, l10n.t('pin')),
    );
    this.#compare = html(
      'button.compare',
      {
        attributes: {
          type: 'button',
          title: l10n.t('Keep this beside what is shown next: another text, another model or another word'),
        },
        on: {
          click: () => {
            if (page.subject) page.setOther({ view: page.state, subject: page.subject });
          },
        },
      },
      l10n.t('Compare with This'),
    );
    const settings = html(
      'button.quiet',
      {
        attributes: { type: 'button', 'aria-label': l10n.t('Settings'), title: l10n.t('Settings') },
        on: { click: on.settings },
      },
      icon('adjust'),
    );
    const labelled = (text: string, { element }: Dropdown) =>
      html('label.stepper', {}, html('span.dim', {}, text), element);
    this.#steps = html(
      'div.group',
      {},
      labelled(l10n.t('layer'), this.#layer),
      labelled(l10n.t('head'), this.#head),
      this.#average,
    );
    this.#reading = html('div.group.reading', {}, this.#words.element, this.#specials.element, this.#rows.element);
    this.element = html(
      'header.toolbar',
      {},
      html('h1', {}, l10n.t('Attention')),
      this.#model.element,
      this.#kind.element,
      this.#views.element,
      this.#steps,
      html('span.spring'),
      this.#reading,
      html('div.group', {}, this.#pin, this.#compare, exporting, settings),
    );
  }

  /** The layer and head in another map, which may have fewer: the last that it has; all while that is not known. */
  #layerOf(kind: MapKind): Partial<AttentionView> {
    const { layer, head } = this.#page.state;
    if (layer === null) return {};
    const heads = this.#summaries.find((map) => map.kind === kind)?.heads ?? [];
    const last = heads.at(-1);
    if (!last) return { layer: null, head: null };
    return { layer: Math.min(layer, last.layer), head: head === null ? null : Math.min(head, last.head) };
  }

  #toggleAverage(): void {
    const { layer, head } = this.#page.state;
    const single = this.#single;
    this.#page.setState(
      layer === null || head === null ? { layer: layer ?? single.layer, head: single.head } : { head: null },
    );
  }

  /** @param summaries of all maps, as far as they are known */
  update(summaries: readonly AttentionSummaryMap[]): void {
    const { state, subject, models } = this.#page;
    this.#summaries = summaries;
    const summary = summaries.find(({ kind }) => kind === state.kind);
    if (state.layer !== null && state.head !== null) this.#single = { layer: state.layer, head: state.head };
    this.#model.update(
      models.map(({ id, architecture }) => [id, `${id} · ${architectureName(architecture)}`]),
      state.model,
    );
    const chosen = models.find(({ id }) => id === state.model);
    const isApart = state.view === 'architectures';
    this.#kind.element.hidden = !chosen || mapKindsOf(chosen).length < 2 || isApart;
    this.#kind.update(state.kind);
    this.#views.update(state.view);
    const layers = 1 + Math.max(-1, state.layer ?? -1, ...(summary?.heads.map((each) => each.layer) ?? []));
    const heads = 1 + Math.max(-1, state.head ?? -1, ...(summary?.heads.map((each) => each.head) ?? []));
    const numbered = (count: number) => Array.from({ length: count }, (_, at) => [String(at), String(at + 1)] as const);
    this.#layer.update([['', l10n.t('all')], ...numbered(layers)], String(state.layer ?? ''));
    this.#head.update([['', l10n.t('all')], ...numbered(heads)], state.layer === null ? '' : String(state.head ?? ''));
    this.#head.element.disabled = state.layer === null;
    this.#average.setAttribute('aria-pressed', String(state.head === null || state.layer === null));
    this.#steps.hidden = isApart || state.view === 'rollout';
    this.#reading.hidden = isApart;
    this.#words.update(
      [
        ['words', l10n.t('words')],
        ['tokens', l10n.t('tokens')],
      ],
      state.words ? 'words' : 'tokens',
    );
    this.#rows.element.hidden = state.kind !== 'decoder';
    this.#rows.update(
      [
        ['read', l10n.t('rows: what each word reads')],
        ['written', l10n.t('rows: what it reads to write the next')],
      ],
      state.written === true ? 'written' : 'read',
    );
    this.#specials.update(
      [
        ['show', l10n.t('specials shown')],
        ['hide', l10n.t('specials hidden')],
        ['renormalise', l10n.t('hidden, rows renormalised')],
      ],
      state.specials,
    );
    this.#pin.setAttribute('aria-pressed', String(subject?.pinned ?? false));
    this.#pin.toggleAttribute('disabled', subject === null);
    this.#compare.toggleAttribute('disabled', subject === null);
    this.#compare.hidden = !showsPair(state);
  }
}
