import * as l10n from '@vscode/l10n';
import type { ProcessorName } from '../../../src/decoding/logits/processors.js';
import { cutReasonText } from '../../kit/cutReasons.js';
import { html, svg } from '../../kit/dom.js';
import { showWhitespace, dropLeadingSpace } from '../../kit/displayText.js';
import { updateBars, distributionBars } from '../distribution/distributionBars.js';
import type { ViewContext } from '../model/viewContext.js';
import { CURVE_SIZE, rankCurve } from './rankCurve.js';
import type { LabResult, LabRow } from './labModel.js';

/** Names the stages that are told of; what only changes scores cuts nothing. */
function stageName(name: ProcessorName): string | null {
  switch (name) {
    case 'topK':
      return l10n.t('top-k');
    case 'topP':
      return l10n.t('top-p');
    case 'minP':
      return l10n.t('min-p');
    case 'typicalP':
      return l10n.t('typical-p');
    case 'epsilonCutoff':
    case 'etaCutoff':
    case 'noRepeatNgramSize':
    case 'minNewTokens':
    case 'plausibility':
    case 'diversityPenalty':
    case 'repetitionPenalty':
    case 'temperature':
      return null;
  }
}

/** Of fewer tokens all are in the list, and a curve says nothing more. */
const WORTH_A_CURVE = 50;

export interface LabOutcomeOptions {
  /** what a token is called; null for one whose text is not known */
  textOf: (row: LabRow) => string | null;
  /** a column with the scores that the processors made of the logits */
  scores: boolean;
}

export interface LabOutcome {
  element: HTMLElement;
  update: (result: LabResult, options: LabOutcomeOptions) => void;
  /** the result in a few words, for the sliders' spoken values */
  inWords: (result: LabResult) => string;
}

/** What the sliders come to: figures, the curve of the vocabulary, and the first tokens before and after. */
export function labOutcome(context: ViewContext): LabOutcome {
  const { numbers } = context;
  const figure = (name: string) => {
    const value = html('dd.number');
    return { value, element: html('div', {}, html('dt.dim.small', {}, name), value) };
  };
  const kept = figure(l10n.t('Tokens left'));
  const mass = figure(l10n.t('Mass kept'));
  const entropy = figure(l10n.t('Entropy (bits)'));
  const list = html('dl.figures', {}, kept.element, mass.element, entropy.element);
  const stages = html('ul.stages.small.dim');
  const curve = curveView(context);
  const body = html('tbody');
  const head = html('thead.small.dim');
  const table = html(
    'table.bar-rows',
    { attributes: { 'aria-label': l10n.t('The most probable tokens, before and after') } },
    head,
    body,
  );
  let drawnRows: ReturnType<typeof rowView>[] = [];
  let drawnScores: boolean | null = null;

  const update = (result: LabResult, { textOf, scores }: LabOutcomeOptions) => {
    const count = (value: number) => numbers.decimal(value, 0);
    const bits = (value: number) => numbers.decimal(value, 2);
    kept.value.textContent = l10n.t('{0} of {1}', count(result.left), count(result.size));
    mass.value.textContent = numbers.percent(result.mass);
    entropy.value.textContent = l10n.t('{0} → {1}', bits(result.entropyBefore), bits(result.entropyAfter));
    stages.replaceChildren(...stageLines(context, result).map((line) => html('li', {}, line)));
    curve.element.hidden = result.size < WORTH_A_CURVE;
    if (!curve.element.hidden) curve.update(result);
    if (drawnRows.length !== result.rows.length || drawnScores !== scores) {
      drawnScores = scores;
      head.replaceChildren(headRow(scores));
      drawnRows = result.rows.map(() => rowView(context, scores));
      body.replaceChildren(...drawnRows.map(({ element }) => element));
    }
    const longest = Math.max(...result.rows.flatMap(({ own, left }) => [own, left]));
    result.rows.forEach((row, at) => drawnRows[at]!.set(row, textOf(row), longest));
  };
  return {
    element: html('div.outcome', {}, list, stages, curve.element, table),
    update,
    inWords: ({ left, entropyAfter }) =>
      `${l10n.t('{0} tokens left', numbers.decimal(left, 0))}, ${l10n.t('{0} bits', numbers.decimal(entropyAfter, 1))}`,
  };
}

/** Where the cuts fall: one line for each processor, in the order in which they act. */
function stageLines({ numbers }: ViewContext, { stages, size, greedy }: LabResult): string[] {
  const lines = stages.map(({ name, left, cut }, at) => {
    const label = stageName(name);
    if (label === null) return null;
    if (left === (stages[at - 1]?.left ?? size)) return l10n.t('{0} cuts nothing', label);
    // What it cut may be too little for a figure, and is something all the same.
    return l10n.t(
      '{0} cuts {1} of the probability; {2} left',
      label,
      numbers.percent(Math.max(cut, Number.MIN_VALUE)),
      numbers.decimal(left, 0),
    );
  });
  return [
    ...lines.filter((line) => line !== null),
    ...(greedy ? [l10n.t('temperature 0: all on the highest, nothing left to chance')] : []),
  ];
}

function headRow(scores: boolean): HTMLElement {
  const heading = (text: string, name = 'th.number') => html(name, { attributes: { scope: 'col' } }, text);
  return html(
    'tr',
    {},
    heading(l10n.t('Token'), 'th'),
    html('td', { attributes: { 'aria-hidden': true } }),
    scores && heading(l10n.t('Score')),
    heading(l10n.t('Model')),
    heading(l10n.t('Left')),
  );
}

function rowView({ numbers }: ViewContext, scores: boolean) {
  const word = html('th.word', { attributes: { scope: 'row' } });
  const track = distributionBars(0, 0, 1);
  const score = html('td.number.dim');
  const own = html('td.number.own');
  const left = html('td.number.left');
  const element = html('tr', {}, word, html('td.bars', {}, track), scores && score, own, left);
  return {
    element,
    set: (row: LabRow, text: string | null, longest: number) => {
      const name = text === null ? l10n.t('rank {0}', numbers.decimal(row.rank + 1, 0)) : dropLeadingSpace(text);
      if (word.textContent !== name) word.textContent = name;
      word.title = text === null ? name : showWhitespace(text);
      element.classList.toggle('cut', row.left === 0);
      updateBars(track, row.own, row.left, longest);
      own.textContent = numbers.percent(row.own);
      left.textContent = row.cut ? cutReasonText(row.cut) : numbers.percent(row.left);
      const after = row.score === null ? '–' : numbers.decimal(row.score, 2);
      if (scores) score.textContent = after;
    },
  };
}

/** Probability over rank of the whole vocabulary. */
function curveView({ numbers }: ViewContext) {
  const { width, height } = CURVE_SIZE;
  const own = svg('path.own', { attributes: { 'vector-effect': 'non-scaling-stroke' } });
  const left = svg('path.left');
  const grid = svg('g.grid');
  const drawing = svg(
    'svg',
    { attributes: { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none' } },
    grid,
    left,
    own,
  );
  const shares = html('div.shares.small.dim', { attributes: { 'aria-hidden': true } });
  const ranks = html('div.ranks.small.dim', { attributes: { 'aria-hidden': true } });
  const element = html(
    'div.curve',
    {},
    shares,
    drawing,
    ranks,
    html(
      'p.small.dim',
      { attributes: { 'aria-hidden': true } },
      l10n.t('Probability over rank, both logarithmic. Line: the model’s own; area: what is left.'),
    ),
  );
  let size = 0;
  const axes = (curve: ReturnType<typeof rankCurve>) => {
    const line = (from: Record<string, number>) =>
      svg('line', { attributes: { ...from, 'vector-effect': 'non-scaling-stroke' } });
    grid.replaceChildren(...curve.shares.map(({ y }) => line({ x1: 0, x2: width, y1: y, y2: y })));
    shares.replaceChildren(
      ...curve.shares.map(({ value, y }) =>
        html(
          'span',
          { style: { '--at': String(y / height) } },
          `${numbers.decimal(100 * value, value < 1e-4 ? 4 : value < 1 ? 2 : 0)} %`,
        ),
      ),
    );
    ranks.replaceChildren(
      ...curve.ranks.map(({ value, x }) =>
        html('span', { style: { '--at': String(x / width) } }, numbers.decimal(value, 0)),
      ),
    );
  };
  return {
    element,
    update: (result: LabResult) => {
      const curve = rankCurve(result);
      if (size !== result.size) axes(curve);
      size = result.size;
      own.setAttribute('d', curve.own);
      left.setAttribute('d', curve.left);
      const label = l10n.t(
        'Probability by rank: {0} of {1} tokens left',
        numbers.decimal(result.left, 0),
        numbers.decimal(result.size, 0),
      );
      drawing.setAttribute('role', 'img');
      drawing.setAttribute('aria-label', label);
    },
  };
}
