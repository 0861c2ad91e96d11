import { amateursFor } from '../../../src/decoding/config/amateurModels.js';
import * as l10n from '@vscode/l10n';
import { fieldGroups, initialConfig, withoutUnusedFields } from '../../../src/decoding/config/fields.js';
import { STRATEGY_TEXTS } from '../../../src/decoding/config/texts.js';
import { STRATEGIES } from '../../../src/protocol/engine/generationFields.js';
import type { FieldName, GenerationConfig, Strategy } from '../../../src/protocol/engine/index.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { isOpen, setOpen, type DecodingPage } from '../model/decodingPage.js';
import { fieldFaultText, fieldOf } from './faultText.js';
import { FieldRow } from './fieldRow.js';
import { ModelRow } from './modelRow.js';

/** A number is typed digit by digit: it counts when this many milliseconds brought no more. */
const TYPING_MS = 250;

/** The fields of one recipe. Fields that the user is at are left alone whatever arrives. */
export class RecipeForm {
  readonly element: HTMLElement;
  readonly #fields = html('div.fields');
  readonly #more: HTMLDetailsElement;
  readonly #strategy: HTMLSelectElement;
  #rows = new Map<FieldName, FieldRow>();
  /** the recipe as it stands in the fields */
  #draft: GenerationConfig;
  /** what other strategies had, for coming back to them */
  readonly #left = new Map<Strategy, GenerationConfig>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #page: DecodingPage;
  #run: Pick<DecodingRun, 'id' | 'decoding' | 'ownModel' | 'branch'>;
  readonly #model: ModelRow;

  constructor(page: DecodingPage, run: Pick<DecodingRun, 'id' | 'decoding' | 'ownModel' | 'branch'>) {
    this.#page = page;
    this.#run = run;

    this.#draft = run.decoding;
    this.#strategy = html(
      'select',
      {
        attributes: { id: `recipe-${run.id}-strategy`, 'aria-describedby': `recipe-${run.id}-strategy-does` },
        on: { change: () => this.#choose(this.#strategy.value as Strategy) },
      },
      ...STRATEGIES.map((name) => html('option', { attributes: { value: name } }, STRATEGY_TEXTS[name].label())),
    ) as HTMLSelectElement;
    this.#model = new ModelRow(page, run);
    const key = `more:${run.id}`;
    this.#more = html(
      'details.more-fields',
      { on: { toggle: () => setOpen(page, key, this.#more.open) } },
      html('summary.dim', {}, l10n.t('More parameters')),
      html('div.fields'),
    ) as HTMLDetailsElement;
    this.#more.open = isOpen(page, key);
    this.element = html(
      'div.recipe',
      {},
      html(
        'div.field.strategy',
        {},
        html('label', { attributes: { for: this.#strategy.id } }, l10n.t('strategy')),
        this.#strategy,
        html('span.does.dim', { attributes: { id: `recipe-${run.id}-strategy-does` } }),
      ),
      this.#model.element,
      this.#fields,
      this.#more,
    );
    this.#build();
  }

  /** Takes what the host says of the recipe. */
  update(run: Pick<DecodingRun, 'id' | 'decoding' | 'faults' | 'ownModel' | 'branch'>): void {
    this.#run = run;
    const { decoding, faults } = run;
    this.#model.update(run);
    if (this.#timer === undefined) {
      const other = decoding.strategy !== this.#draft.strategy || decoding.doSample !== this.#draft.doSample;
      this.#draft = decoding;
      if (other) this.#build();
      else for (const [name, row] of this.#rows) row.update(decoding[name]);
    }
    this.#showFaults(faults);
  }

  /** Takes the models that there are. */
  showModels(): void {
    this.#model.show();
  }

  focus(): void {
    this.#strategy.focus();
  }

  #showFaults(faults: DecodingRun['faults']): void {
    for (const [name, row] of this.#rows) {
      const fault = faults.find((one) => fieldOf(one)?.field === name);
      const issue = fault && fieldOf(fault);
      row.showFault(issue ? fieldFaultText(this.#page, issue, fault) : null);
      if (fault && this.#more.contains(row.element)) this.#more.open = true;
    }
  }

  #build(): void {
    const { strategy } = this.#draft;
    this.#strategy.value = strategy;
    const does = this.element.querySelector('.strategy .does');
    if (does) does.textContent = STRATEGY_TEXTS[strategy].meaning();
    const { first, more } = fieldGroups(this.#draft);
    const focused = document.activeElement?.closest('[data-field]')?.getAttribute('data-field');
    this.#rows = new Map([...first, ...more].map((name) => [name, this.#row(name)]));
    const elements = (names: readonly FieldName[]) =>
      names.map((name) => this.#rows.get(name)?.element).filter((element) => element !== undefined);
    this.#fields.replaceChildren(...elements(first));
    this.#more.lastElementChild?.replaceChildren(...elements(more));
    if (focused && this.element.isConnected) this.#rows.get(focused as FieldName)?.input.focus();
  }

  #row(name: FieldName): FieldRow {
    return new FieldRow(this.#page, name, `recipe-${this.#run.id}`, this.#draft, (value) => {
      this.#draft = withoutUnusedFields({ ...this.#draft, [name]: value });
      if (name === 'doSample') this.#build();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#send(), typeof value === 'number' || value === undefined ? TYPING_MS : 0);
    });
  }

  #choose(strategy: Strategy): void {
    this.#left.set(this.#draft.strategy, this.#draft);
    this.#draft = this.#left.get(strategy) ?? initialConfig(strategy, defaultAmateur(this.#page, this.#run));
    this.#build();
    this.#send();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#page.send({ type: 'change', run: this.#run.id, decoding: this.#draft });
  }
}

/**
 * The smallest of the models that would do: what contrastive decoding is tried with first.
 * @param run whose model it is for; that of all where it is left out
 */
export function defaultAmateur(
  { state: { models, model } }: DecodingPage,
  run?: Pick<DecodingRun, 'ownModel' | 'branch'>,
): string | null {
  const fitting = amateursFor(models, run?.branch?.model ?? run?.ownModel ?? model);
  const [smallest] = models
    .filter(({ id, source }) => source !== 'server' && fitting.includes(id))
    .sort((a, b) => a.bytes - b.bytes);
  return smallest?.id ?? null;
}
