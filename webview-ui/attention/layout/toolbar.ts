import type { Architecture, AttentionSummaryMap } from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { mapKindsOf } from '../../../src/attention/viewState.js';
import { dropdown, fillOptions, segmented } from '../../kit/segmented.js';
import { kindLabel } from '../model/mapNames.js';

const ARCHITECTURE_TEXTS = {
  encoder: 'architectureEncoder',
  decoder: 'architectureDecoder',
  'encoder-decoder': 'architectureEncoderDecoder',
} as const satisfies Record<Architecture, string>;

export interface ToolbarEvents {
  pin: (pinned: boolean) => void;
  settings: () => void;
}

/** What is shown, of which model, and how. */
export function attentionToolbar(page: AttentionPage, exporting: HTMLElement, on: ToolbarEvents) {
  const { say } = page;
  const model = dropdown(say('model'), (id) => page.setState({ model: id }));
  const kinds = (['encoder', 'decoder', 'cross'] as const).map((kind) => [kind, kindLabel(page, kind)] as const);
  const kind = segmented(say('kind'), kinds, (value) => page.setState({ kind: value }));
  kind.element.classList.add('kinds');
  const views = segmented<AttentionView['view']>(
    say('views'),
    [
      ['matrix', say('viewMatrix')],
      ['lines', say('viewLines')],
      ['rollout', say('viewRollout')],
      ['architectures', say('viewArchitectures')],
    ],
    (view) => page.setState({ view }),
  );
  const layer = dropdown(say('layer'), (value) =>
    page.setState(value === '' ? { layer: null, head: null } : { layer: Number(value) }),
  );
  const head = dropdown(say('head'), (value) => page.setState({ head: value === '' ? null : Number(value) }));
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
    { attributes: { type: 'button', title: say('averageMeaning') }, on: { click: toggleAverage } },
    say('average'),
  );
  const words = dropdown(say('wordsOrTokens'), (value) => page.setState({ words: value === 'words' }));
  const specials = dropdown(say('specials'), (value) =>
    page.setState({ specials: value as AttentionView['specials'] }),
  );
  const pin = html(
    'button',
    {
      attributes: { type: 'button', title: say('pinMeaning') },
      on: { click: () => on.pin(!(page.subject?.pinned ?? false)) },
    },
    icon('pin'),
    html('span', {}, say('pin')),
  );
  const settings = html(
    'button.quiet',
    {
      attributes: { type: 'button', 'aria-label': say('settings'), title: say('settings') },
      on: { click: on.settings },
    },
    icon('adjust'),
  );
  const labelled = (text: string, select: HTMLElement) => html('label.stepper', {}, html('span.dim', {}, text), select);
  const steps = html('div.group', {}, labelled(say('layer'), layer), labelled(say('head'), head), average);
  const reading = html('div.group.reading', {}, words, specials);
  const element = html(
    'header.toolbar',
    {},
    html('h1', {}, say('title')),
    model,
    kind.element,
    views.element,
    steps,
    html('span.spring'),
    reading,
    html('div.group', {}, pin, exporting, settings),
  );

  const update = (summary: AttentionSummaryMap | null) => {
    const { state, subject, models } = page;
    if (state.layer !== null && state.head !== null) single = { layer: state.layer, head: state.head };
    fillOptions(
      model,
      models.map(({ id, architecture }) => [id, `${id} · ${say(ARCHITECTURE_TEXTS[architecture])}`]),
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
    fillOptions(layer, [['', say('all')], ...numbered(layers)], String(state.layer ?? ''));
    fillOptions(head, [['', say('all')], ...numbered(heads)], state.layer === null ? '' : String(state.head ?? ''));
    head.disabled = state.layer === null;
    average.setAttribute('aria-pressed', String(state.head === null || state.layer === null));
    steps.hidden = isApart || state.view === 'rollout';
    reading.hidden = isApart;
    fillOptions(
      words,
      [
        ['words', say('words')],
        ['tokens', say('tokens')],
      ],
      state.words ? 'words' : 'tokens',
    );
    fillOptions(
      specials,
      [
        ['show', say('specialsShow')],
        ['hide', say('specialsHide')],
        ['renormalise', say('specialsRenormalise')],
      ],
      state.specials,
    );
    pin.setAttribute('aria-pressed', String(subject?.pinned ?? false));
    pin.toggleAttribute('disabled', subject === null);
  };
  return { element, update };
}
