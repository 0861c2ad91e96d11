import * as l10n from '@vscode/l10n';
import type { FillMaskValue, MaskCandidate } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { probabilityAxis, type ProbabilityAxis, type AxisScale } from '../kit/probabilityAxis.js';
import { barTrack } from '../kit/bar.js';
import { html, section } from '../kit/dom.js';
import { axisLine } from './axisLine.js';
import { takenLine } from './resultHeader.js';
import { splitAtMarks } from './textParts.js';
import type { ExplainPage } from './explainPage.js';

type FillResult = Extract<LastResult, { kind: 'fillMask' }>;

/** The sentence as it was asked, its masks marked. */
export function maskedSentence({ params: { text }, value: { masks }, taken }: FillResult): HTMLElement {
  const parts = splitAtMarks(text, masks).map(({ text: part, mark }) => {
    if (mark === null) return part;
    return html('mark', {}, part, masks.length > 1 && html('sub', {}, String(mark + 1)));
  });
  return html('div.asked', {}, html('p.sentence', {}, ...parts), takenLine(taken));
}

/** Of several masks filled, the words taken stand in the masks' order; with one it is the whole. */
function takenWord({ value: { masks }, taken }: FillResult, index: number): string | null {
  if (taken === null) return null;
  if (masks.length === 1) return taken;
  const words = taken.split(' ');
  return words.length === masks.length ? (words[index] ?? null) : null;
}

const sameWord = (a: string, b: string | null) => a.trim().toLowerCase() === b?.trim().toLowerCase();

function row(
  { numbers }: ExplainPage,
  { text, probability }: MaskCandidate,
  axis: ProbabilityAxis,
  taken: boolean,
): HTMLElement {
  return html(
    taken ? 'li.row.taken' : 'li.row',
    {},
    html('span.word', { attributes: { title: text } }, text, taken && html('span.mark', {}, l10n.t('taken'))),
    barTrack(axis.positionOf(probability)),
    html('span.number', {}, numbers.percent(probability)),
  );
}

function maskList(page: ExplainPage, result: FillResult, index: number, scale: AxisScale): HTMLElement {
  const { masks } = result.value;
  const candidates = masks[index]?.candidates ?? [];
  const every = masks.flatMap((mask) => mask.candidates.map(({ probability }) => probability));
  // One axis for all masks, so that their bars can be compared.
  const axis = probabilityAxis(scale, every);
  const taken = takenWord(result, index);
  const shown = candidates.reduce((sum, { probability }) => sum + probability, 0);
  const title = l10n.t('Mask {0} of {1}', String(index + 1), String(masks.length));
  return html(
    'div.mask',
    {},
    masks.length > 1 && html('h3', {}, title),
    axisLine(page, axis),
    html(
      'ol.rows',
      { attributes: { 'aria-label': masks.length > 1 ? title : l10n.t('Candidates') } },
      ...candidates.map((candidate) => row(page, candidate, axis, sameWord(candidate.text, taken))),
    ),
    html(
      'p.dim.small',
      {},
      l10n.t(
        'Together {0} of the probability; the rest lies on the other words of the vocabulary.',
        page.numbers.percent(Math.min(1, shown)),
      ),
    ),
  );
}

/** The switch between the two scales: a group of two buttons, of which one is pressed. */
function scaleSwitch({ state }: ExplainPage, change: (scale: AxisScale) => void): HTMLElement {
  const button = (scale: AxisScale, label: string) =>
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
    { attributes: { role: 'group', 'aria-label': l10n.t('Scale') } },
    button('linear', l10n.t('linear')),
    button('log', l10n.t('logarithmic')),
  );
}

/** The candidates of every mask as bars, with the switch of their scale. */
export function candidatesSection(page: ExplainPage, result: FillResult): HTMLElement {
  const lists = html('div.masks');
  const draw = () => {
    const { masks } = result.value;
    lists.replaceChildren(...masks.map((_mask, index) => maskList(page, result, index, page.state.scale)));
    for (const button of choice.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-scale') === page.state.scale));
    }
  };
  const choice = scaleSwitch(page, (scale) => {
    page.setState({ scale });
    draw();
  });
  draw();
  return section('candidates', l10n.t('Candidates'), choice, lists);
}

/** Fillings of all masks at once, by falling probability. */
export function jointSection({ numbers }: ExplainPage, joint: NonNullable<FillMaskValue['joint']>): HTMLElement {
  const probabilities = joint.map(({ logProbability }) => Math.exp(logProbability));
  const axis = probabilityAxis('linear', probabilities);
  const rows = joint.map(({ texts, logProbability }, index) => {
    const probability = probabilities[index] ?? 0;
    const words = texts.join(' … ');
    return html(
      'li.row',
      {},
      html('span.word', { attributes: { title: words } }, words),
      barTrack(axis.positionOf(probability)),
      html('span.number', {}, numbers.percent(probability)),
      html('span.number.dim', {}, l10n.t('ln p {0}', numbers.logarithm(logProbability))),
    );
  });
  const list = html('ol.rows.joint', { attributes: { 'aria-label': l10n.t('All masks together') } }, ...rows);
  return section(
    'joint',
    l10n.t('All masks together'),
    list,
    html(
      'p.dim.small',
      {},
      l10n.t(
        'Words that fit each other: each is weighed with the ones before it already in place. ln p is the sum of their log-probabilities.',
      ),
    ),
  );
}
