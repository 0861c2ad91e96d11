import type { FillMaskValue, MaskCandidate } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { axisFor, type Axis, type Scale } from '../shared/axis.js';
import { bar } from '../shared/bars.js';
import { html, section } from '../shared/elements.js';
import { axisLine } from './bars.js';
import { takenLine } from './header.js';
import { stretches } from './layout.js';
import type { Page } from './page.js';

type FillResult = Extract<LastResult, { kind: 'fillMask' }>;

/** The sentence as it was asked, its masks marked. */
export function sentence(page: Page, { params: { text }, value: { masks }, taken }: FillResult): HTMLElement {
  const parts = stretches(text, masks).map(({ text: part, mark }) => {
    if (mark === null) return part;
    return html('mark', {}, part, masks.length > 1 && html('sub', {}, String(mark + 1)));
  });
  return html('div.asked', {}, html('p.sentence', {}, ...parts), takenLine(page, taken));
}

/** Of several masks filled, the words taken stand in the masks' order; with one it is the whole. */
function takenOf({ value: { masks }, taken }: FillResult, index: number): string | null {
  if (taken === null) return null;
  if (masks.length === 1) return taken;
  const words = taken.split(' ');
  return words.length === masks.length ? (words[index] ?? null) : null;
}

const sameWord = (a: string, b: string | null) => a.trim().toLowerCase() === b?.trim().toLowerCase();

function row({ say, numbers }: Page, { text, probability }: MaskCandidate, axis: Axis, taken: boolean): HTMLElement {
  return html(
    taken ? 'li.row.taken' : 'li.row',
    {},
    html('span.word', { attributes: { title: text } }, text, taken && html('span.mark', {}, say('takenMark'))),
    bar(axis.place(probability)),
    html('span.number', {}, numbers.percent(probability)),
  );
}

function maskList(page: Page, result: FillResult, index: number, scale: Scale): HTMLElement {
  const { masks } = result.value;
  const candidates = masks[index]?.candidates ?? [];
  const every = masks.flatMap((mask) => mask.candidates.map(({ probability }) => probability));
  // One axis for all masks, so that their bars can be compared.
  const axis = axisFor(scale, every);
  const taken = takenOf(result, index);
  const shown = candidates.reduce((sum, { probability }) => sum + probability, 0);
  const title = page.say('maskOf', String(index + 1), String(masks.length));
  return html(
    'div.mask',
    {},
    masks.length > 1 && html('h3', {}, title),
    axisLine(page, axis),
    html(
      'ol.rows',
      { attributes: { 'aria-label': masks.length > 1 ? title : page.say('candidates') } },
      ...candidates.map((candidate) => row(page, candidate, axis, sameWord(candidate.text, taken))),
    ),
    html('p.dim.small', {}, page.say('shareShown', page.numbers.percent(Math.min(1, shown)))),
  );
}

/** The switch between the two scales: a group of two buttons, of which one is pressed. */
function scaleSwitch({ say, state }: Page, change: (scale: Scale) => void): HTMLElement {
  const button = (scale: Scale, label: string) =>
    html(
      'button',
      {
        attributes: { type: 'button', 'aria-pressed': String(state.scale === scale), 'data-scale': scale },
        on: { click: () => change(scale) },
      },
      label,
    );
  return html(
    'div.switch',
    { attributes: { role: 'group', 'aria-label': say('scale') } },
    button('linear', say('linear')),
    button('log', say('logarithmic')),
  );
}

/** The candidates of every mask as bars, with the switch of their scale. */
export function candidates(page: Page, result: FillResult): HTMLElement {
  const lists = html('div.masks');
  const draw = () => {
    const { masks } = result.value;
    lists.replaceChildren(...masks.map((_mask, index) => maskList(page, result, index, page.state.scale)));
    for (const button of choice.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-scale') === page.state.scale));
    }
  };
  const choice = scaleSwitch(page, (scale) => {
    page.remember({ scale });
    draw();
  });
  draw();
  return section('candidates', page.say('candidates'), choice, lists);
}

/** Fillings of all masks at once, by falling probability. */
export function jointFillings({ say, numbers }: Page, joint: NonNullable<FillMaskValue['joint']>): HTMLElement {
  const probabilities = joint.map(({ logProbability }) => Math.exp(logProbability));
  const axis = axisFor('linear', probabilities);
  const rows = joint.map(({ texts, logProbability }, index) => {
    const probability = probabilities[index] ?? 0;
    const words = texts.join(' … ');
    return html(
      'li.row',
      {},
      html('span.word', { attributes: { title: words } }, words),
      bar(axis.place(probability)),
      html('span.number', {}, numbers.percent(probability)),
      html('span.number.dim', {}, say('logProbability', numbers.logarithm(logProbability))),
    );
  });
  const list = html('ol.rows.joint', { attributes: { 'aria-label': say('joint') } }, ...rows);
  return section('joint', say('joint'), list, html('p.dim.small', {}, say('jointMeaning')));
}
