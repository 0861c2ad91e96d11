import * as l10n from '@vscode/l10n';
import { headMatrix, queryRow } from '../../../src/attention/weightMatrix.js';
import type { AttentionMap } from '../../../src/protocol/engine/index.js';
import { html, section } from '../../kit/dom.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { Segmented } from '../../kit/segmented.js';
import { scoreLegend, stepName, stepPicture } from '../../kit/mask/stepPicture.js';
import type { RenderStyle } from './smallMap.js';
import { MASK_STEPS, type MaskStep } from '../../kit/mask/maskSteps.js';
import { softmaxSteps, softmaxRow } from './softmaxSteps.js';

/** What the three pictures are drawn from; rows and columns by their tokens' names. */
export interface MaskStepperInput {
  /** one layer and head, with scores */
  map: AttentionMap;
  /** which layer and head it is, in a sentence */
  part: string;
  rows: readonly string[];
  columns: readonly string[];
  /** the tokens that are looked at */
  at: { row: number; column: number };
  style: RenderStyle;
}

/** How a mask works: the scores, what may not be read, what softmax makes of the rest; one is in front at a time. */
export class MaskStepper {
  readonly #choice: Segmented<MaskStep>;
  readonly #pictures = html('ol.steps');
  readonly #part = html('p.small.part');
  readonly #sum = html('p.sum');
  readonly #note = html('p.dim.small');
  readonly element: HTMLElement;
  readonly #choices = html('div.choices');
  #step: MaskStep = 'softmax';
  readonly #page: AttentionPage;

  constructor(page: AttentionPage) {
    this.#page = page;

    this.#choice = new Segmented(
      l10n.t('The mask, step by step'),
      MASK_STEPS.map((step, index) => [step, `${index + 1} ${stepName(step)}`] as const),
      (step) => this.#go(step),
    );
    this.element = section(
      'mask-steps',
      l10n.t('The mask, step by step'),
      html(
        'p.dim',
        {},
        l10n.t('What decides who may read whom: scores, mask, softmax. One head at a time, token by token.'),
      ),
      html('div.controls', {}, this.#choices, this.#choice.element),
      this.#part,
      this.#pictures,
      this.#sum,
      this.#note,
    );
    this.#choice.update(this.#step);
  }

  /** Where one chooses whose mask it is. */
  choices(...controls: readonly HTMLElement[]): void {
    this.#choices.replaceChildren(...controls);
  }

  showMessage(name: 'loading' | 'failed', text: string): void {
    this.#sum.textContent = text;
    this.#sum.setAttribute('role', name === 'failed' ? 'alert' : 'status');
    this.#part.textContent = '';
    this.#note.textContent = '';
    this.#pictures.replaceChildren();
  }

  update(stepped: MaskStepperInput): void {
    const { map, rows, columns, at } = stepped;
    const steps = softmaxSteps(map, at);
    if (!steps) return this.showMessage('failed', l10n.t('This model’s graph gives weights only, no scores.'));
    this.#part.textContent = stepped.part;
    const texts = {
      scores: scoreText(map),
      mask:
        map.kind === 'decoder'
          ? l10n.t('Whatever stands to the right is set to minus infinity: a token sees itself and what came before.')
          : l10n.t('Nothing is masked: every token may read every other.'),
      softmax: l10n.t(
        'e to the power of each score, divided by the row’s sum: weights that add up to 1. Minus infinity becomes exactly 0.',
      ),
    };
    this.#pictures.replaceChildren(
      ...MASK_STEPS.map((step, index) =>
        html(
          'li',
          { attributes: { 'data-step': step } },
          html('h3', {}, `${index + 1} ${stepName(step)}`),
          stepPicture(this.#page, step, steps, { rows, columns, active: at.row, style: stepped.style }),
          step === 'softmax' ? null : scoreLegend(this.#page, steps, stepped.style),
          html('p.small', {}, texts[step]),
        ),
      ),
    );
    this.#sum.setAttribute('role', 'status');
    this.#sum.replaceChildren(...this.#figures(stepped));
    const isPart = steps.rows.length < map.queries || steps.columns.length < map.keys;
    this.#note.textContent = isPart
      ? l10n.t(
          '{0} of {1} tokens are drawn; the sums are over all of them.',
          String(steps.columns.length),
          String(map.keys),
        )
      : '';
    this.#go(this.#step);
  }

  /** The row that is looked at, in figures: what softmax makes of its highest score, and what the model says. */
  #figures({ map, rows, columns, at }: MaskStepperInput): (Node | string)[] {
    const { numbers } = this.#page;
    const sum = softmaxRow(map, at.row);
    if (!sum) return [];
    const weight = queryRow(headMatrix(map, null, null), at.row)[sum.strongest] ?? 0;
    const decimal = (value: number, digits = 2) => numbers.decimal(value, digits);
    return [
      l10n.t(
        '“{0}” reads “{1}” most: score {2}. Relative to it, the {3} scores that it may read sum to {4} as powers of e, so softmax gives 1 / {4} = {5}; the model’s own weight is {6}.',
        trimToken(rows[at.row] ?? ''),
        trimToken(columns[sum.strongest] ?? ''),
        decimal(sum.score),
        decimal(sum.allowed, 0),
        decimal(sum.sum),
        decimal(sum.weight, 3),
        decimal(weight, 3),
      ),
    ];
  }

  #go(step: MaskStep): void {
    this.#step = step;
    this.#choice.update(step);
    for (const item of this.#pictures.children) {
      item.classList.toggle(
        'ahead',
        MASK_STEPS.indexOf(item.getAttribute('data-step') as MaskStep) > MASK_STEPS.indexOf(step),
      );
      item.classList.toggle('current', item.getAttribute('data-step') === step);
    }
  }
}

/** How the graph makes its scores: T5 divides by nothing, and has a bias for the distance in self-attention only. */
function scoreText({ isBiased = false, isScaled = true }: AttentionMap): string {
  if (isBiased && isScaled)
    return l10n.t(
      'Each token’s query is multiplied with every key, q · k / √d, and a learned bias for the distance is added.',
    );
  if (isBiased)
    return l10n.t(
      'Each token’s query is multiplied with every key, q · k, and a learned bias for the distance is added. Nothing is divided by √d.',
    );
  return isScaled
    ? l10n.t('Each token’s query is multiplied with every key: q · k / √d. Nothing is added for the distance.')
    : l10n.t(
        'Each token’s query is multiplied with every key: q · k. Nothing is added for the distance or divided by √d.',
      );
}
