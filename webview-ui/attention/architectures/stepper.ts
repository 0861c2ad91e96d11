import { headMatrix, queryRow } from '../../../src/attention/weightMatrix.js';
import type { AttentionMap } from '../../../src/protocol/engine/index.js';
import { html, section } from '../../shared/elements.js';
import { named } from '../../shared/texts.js';
import type { Page } from '../page.js';
import { segmented, type Segmented } from '../segmented.js';
import { stepPicture } from './stepPicture.js';
import type { Look } from './smallMap.js';
import { stepsOf, sumOfRow } from './steps.js';

const STEPS = ['scores', 'mask', 'softmax'] as const;
export type Step = (typeof STEPS)[number];

const TITLES = { scores: 'archStepScores', mask: 'archStepMask', softmax: 'archStepSoftmax' } as const;

/** What the three pictures are drawn from; rows and columns by their tokens' names. */
export interface Stepped {
  /** one layer and head, with scores */
  map: AttentionMap;
  rows: readonly string[];
  columns: readonly string[];
  /** the tokens that are looked at */
  at: { row: number; column: number };
  look: Look;
  /** the scores carry a bias for the distance (T5) instead of a division by √d */
  isBiased: boolean;
}

/** How a mask works: the scores, what may not be read, what softmax makes of the rest; one is in front at a time. */
export class Stepper {
  readonly #choice: Segmented<Step>;
  readonly #pictures = html('ol.steps');
  readonly #sum = html('p.sum');
  readonly #note = html('p.dim.small');
  readonly element: HTMLElement;
  readonly #choices = html('div.choices');
  #step: Step = 'softmax';

  constructor(private readonly page: Page) {
    const { say } = page;
    this.#choice = segmented(
      say('archSteps'),
      STEPS.map((step, index) => [step, `${index + 1} ${say(TITLES[step])}`] as const),
      (step) => this.#go(step),
    );
    this.element = section(
      'mask-steps',
      say('archSteps'),
      html('p.dim', {}, say('archStepsMeaning')),
      html('div.controls', {}, this.#choices, this.#choice.element),
      this.#pictures,
      this.#sum,
      this.#note,
    );
    this.#choice.press(this.#step);
  }

  /** Where one chooses whose mask it is. */
  choices(...controls: readonly HTMLElement[]): void {
    this.#choices.replaceChildren(...controls);
  }

  tell(name: 'loading' | 'failed', text: string): void {
    this.#sum.textContent = text;
    this.#sum.setAttribute('role', name === 'failed' ? 'alert' : 'status');
    this.#note.textContent = '';
    this.#pictures.replaceChildren();
  }

  show(stepped: Stepped): void {
    const { say } = this.page;
    const { map, rows, columns, at } = stepped;
    const steps = stepsOf(map, at);
    if (!steps) return this.tell('failed', say('archNoScores'));
    const texts = {
      scores: say(stepped.isBiased ? 'archScoresBiased' : 'archScores'),
      mask: say(map.kind === 'decoder' ? 'archMaskCausal' : 'archMaskNone'),
      softmax: say('archSoftmax'),
    };
    this.#pictures.replaceChildren(
      ...STEPS.map((step, index) =>
        html(
          'li',
          { attributes: { 'data-step': step } },
          html('h3', {}, `${index + 1} ${say(TITLES[step])}`),
          stepPicture(this.page, step, steps, { rows, columns, active: at.row, look: stepped.look }),
          html('p.small', {}, texts[step]),
        ),
      ),
    );
    this.#sum.setAttribute('role', 'status');
    this.#sum.replaceChildren(...this.#figures(stepped));
    const isPart = steps.rows.length < map.queries || steps.columns.length < map.keys;
    this.#note.textContent = isPart ? say('archWindow', String(steps.columns.length), String(map.keys)) : '';
    this.#go(this.#step);
  }

  /** The row that is looked at, in figures: what softmax makes of its highest score, and what the model says. */
  #figures({ map, rows, columns, at }: Stepped): (Node | string)[] {
    const { say, numbers } = this.page;
    const sum = sumOfRow(map, at.row);
    if (!sum) return [];
    const weight = queryRow(headMatrix(map, null, null), at.row)[sum.strongest] ?? 0;
    const decimal = (value: number, digits = 2) => numbers.decimal(value, digits);
    return [
      say(
        'archSum',
        named(rows[at.row] ?? ''),
        named(columns[sum.strongest] ?? ''),
        decimal(sum.score),
        decimal(sum.allowed, 0),
        decimal(sum.sum),
        decimal(sum.weight, 3),
        decimal(weight, 3),
      ),
    ];
  }

  #go(step: Step): void {
    this.#step = step;
    this.#choice.press(step);
    for (const item of this.#pictures.children) {
      item.classList.toggle('ahead', STEPS.indexOf(item.getAttribute('data-step') as Step) > STEPS.indexOf(step));
      item.classList.toggle('current', item.getAttribute('data-step') === step);
    }
  }
}
