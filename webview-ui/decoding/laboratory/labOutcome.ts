import * as l10n from '@vscode/l10n';
import type { ProcessorName } from '../../../src/decoding/logits/processors.js';
import { cutReasonText } from '../../kit/cutReasons.js';
import { html } from '../../kit/dom.js';
import { showWhitespace, dropLeadingSpace } from '../../../src/text/displayText.js';
import { updateBars, distributionBars } from '../distribution/distributionBars.js';
import type { ViewContext } from '../model/viewContext.js';
import { CurveView } from './curveView.js';
import { cutsTokens, type LabResult, type LabRow } from './labModel.js';
import { joinList } from '../../../src/wording/index.js';

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
    case 'badWords':
    case 'forced':
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

/** The result in a few words, for the sliders' spoken values. */
export function outcomeInWords({ numbers }: ViewContext, { left, entropyAfter }: LabResult): string {
  return joinList([
    l10n.t('{0} tokens left', numbers.decimal(left, 0)),
    l10n.t('{0} bits', numbers.decimal(entropyAfter, 1)),
  ]);
}

/** What the sliders come to: figures, the curve of the vocabulary, and the first tokens before and after. */
export class LabOutcome {
  readonly element: HTMLElement;
  readonly #kept = html('dd.number');
  readonly #mass = html('dd.number');
  readonly #rescaled = html('dd.number');
  readonly #entropy = html('dd.number');
  readonly #stages = html('ul.stages.small.dim');
  readonly #curve: CurveView;
  readonly #head = html('thead.small.dim');
  readonly #body = html('tbody');
  readonly #context: ViewContext;
  /** there where temperature or penalty changed something */
  readonly #rescaledFigure: HTMLElement;
  #rows: LabRowView[] = [];
  #hasScores: boolean | null = null;

  constructor(context: ViewContext) {
    this.#context = context;
    this.#curve = new CurveView(context);
    const figure = (name: string, value: HTMLElement) => html('div', {}, html('dt.dim.small', {}, name), value);
    this.#rescaledFigure = figure(l10n.t('Mass kept, after temperature and penalty'), this.#rescaled);
    this.element = html(
      'div.outcome',
      {},
      html(
        'dl.figures',
        {},
        figure(l10n.t('Tokens left'), this.#kept),
        figure(l10n.t('Mass kept, model’s own'), this.#mass),
        figure(l10n.t('Entropy (bits)'), this.#entropy),
      ),
      this.#stages,
      this.#curve.element,
      html(
        'table.bar-rows',
        { attributes: { 'aria-label': l10n.t('The most probable tokens, before and after') } },
        this.#head,
        this.#body,
      ),
    );
  }

  update(result: LabResult, { textOf, scores }: LabOutcomeOptions): void {
    const { numbers } = this.#context;
    const count = (value: number) => numbers.decimal(value, 0);
    const bits = (value: number) => numbers.decimal(value, 2);
    this.#kept.textContent = l10n.t('{0} of {1}', count(result.left), count(result.size));
    this.#mass.textContent = numbers.percent(result.mass);
    if (result.rescaledMass === null) this.#rescaledFigure.remove();
    else {
      this.#rescaled.textContent = numbers.percent(result.rescaledMass);
      if (!this.#rescaledFigure.isConnected) this.#mass.parentElement?.after(this.#rescaledFigure);
    }
    this.#entropy.textContent = l10n.t('{0} → {1}', bits(result.entropyBefore), bits(result.entropyAfter));
    this.#stages.replaceChildren(...stageLines(this.#context, result).map((line) => html('li', {}, line)));
    this.#curve.element.hidden = result.size < WORTH_A_CURVE;
    if (!this.#curve.element.hidden) this.#curve.update(result);
    if (this.#rows.length !== result.rows.length || this.#hasScores !== scores) {
      this.#hasScores = scores;
      this.#head.replaceChildren(headRow(scores));
      this.#rows = result.rows.map(() => new LabRowView(this.#context, scores));
      this.#body.replaceChildren(...this.#rows.map(({ element }) => element));
    }
    const longest = Math.max(...result.rows.flatMap(({ own, left }) => [own, left]));
    result.rows.forEach((row, at) => this.#rows[at]!.update(row, textOf(row), longest));
  }
}

/** Where the cuts fall: one line for each processor, in the order in which they act. */
function stageLines({ numbers }: ViewContext, { stages, size, greedy, rescaledMass }: LabResult): string[] {
  const first = stages.findIndex(({ name }) => cutsTokens(name));
  const cutLine = (at: number, label: string, cut: string, left: string) => {
    if (at > first) return l10n.t('{0} cuts {1} of what was left; {2} left', label, cut, left);
    return rescaledMass === null
      ? l10n.t('{0} cuts {1} of the probability; {2} left', label, cut, left)
      : l10n.t('{0} cuts {1} of the probability after temperature and penalty; {2} left', label, cut, left);
  };
  const lines = stages.map(({ name, left, cut }, at) => {
    const label = stageName(name);
    if (label === null) return null;
    if (left === (stages[at - 1]?.left ?? size)) return l10n.t('{0} cuts nothing', label);
    // What it cut may be too little for a figure, and is something all the same.
    return cutLine(at, label, numbers.percent(Math.max(cut, Number.MIN_VALUE)), numbers.decimal(left, 0));
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

class LabRowView {
  readonly element: HTMLElement;
  readonly #word = html('th.word', { attributes: { scope: 'row' } });
  readonly #track = distributionBars(0, 0, 1);
  readonly #score: HTMLElement | null;
  readonly #own = html('td.number.own');
  readonly #left = html('td.number.left');
  readonly #context: ViewContext;

  constructor(context: ViewContext, scores: boolean) {
    this.#context = context;
    this.#score = scores ? html('td.number.dim') : null;
    const bars = html('td.bars', {}, this.#track);
    this.element = html('tr', {}, this.#word, bars, this.#score, this.#own, this.#left);
  }

  /** @param longest the share whose bar takes all of the track */
  update(row: LabRow, text: string | null, longest: number): void {
    const { numbers } = this.#context;
    const name = text === null ? l10n.t('rank {0}', numbers.decimal(row.rank + 1, 0)) : dropLeadingSpace(text);
    if (this.#word.textContent !== name) this.#word.textContent = name;
    this.#word.title = text === null ? name : showWhitespace(text);
    this.element.classList.toggle('cut', row.left === 0);
    updateBars(this.#track, row.own, row.left, longest);
    this.#own.textContent = numbers.percent(row.own);
    this.#left.textContent = row.cut ? cutReasonText(row.cut) : numbers.percent(row.left);
    if (this.#score) this.#score.textContent = row.score === null ? '–' : numbers.decimal(row.score, 2);
  }
}
