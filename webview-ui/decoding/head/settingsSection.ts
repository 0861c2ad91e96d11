import * as l10n from '@vscode/l10n';
import type { DecodingHead } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { fillSelect, optionsByPlace, servedText } from '../model/modelSelect.js';
import { trainedTaskPrefixes } from './taskPrefixes.js';
import { labelled } from '../../../src/wording/index.js';

const TYPING_MS = 300;

const RANGES = {
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
  length: { min: 1, max: 100_000 },
} as const;

/** Model, seed, length, and for an encoder-decoder the task. */
export class SettingsSection {
  readonly element: HTMLElement;
  readonly #model: HTMLSelectElement;
  readonly #seed: HTMLInputElement;
  readonly #length: HTMLInputElement;
  readonly #task: HTMLSelectElement;
  readonly #taskLine: HTMLElement;
  readonly #prefix: HTMLInputElement;
  readonly #none: HTMLElement;
  /** where the texts of a served model go */
  readonly #where = html('p.dim.small.where', { attributes: { role: 'status' } });
  readonly #fault = html('p.fault', { attributes: { id: 'settings-fault', role: 'alert' } });
  /** the user wants to write a prefix that is not in the list */
  #other = false;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;

    const { send } = page;
    this.#model = html('select', {
      attributes: { 'aria-label': l10n.t('Model'), title: l10n.t('Model') },
      on: { change: () => send({ type: 'model', model: this.#model.value }) },
    }) as HTMLSelectElement;
    this.#seed = this.#number('seed', l10n.t('seed'), l10n.t('The same seed gives the same text again.'), (seed) =>
      send({ type: 'seed', seed }),
    );
    this.#length = this.#number(
      'length',
      l10n.t('length'),
      l10n.t('How many tokens a run may write at most.'),
      (maxNewTokens) => send({ type: 'length', maxNewTokens }),
    );
    this.#task = html('select', {
      attributes: { 'aria-label': l10n.t('Task') },
      on: { change: () => this.#chooseTask() },
    }) as HTMLSelectElement;
    this.#prefix = html('input', {
      attributes: { type: 'text', 'aria-label': l10n.t('Prefix'), placeholder: l10n.t('Prefix'), spellcheck: false },
      on: { change: () => send({ type: 'prefix', prefix: this.#prefix.value }) },
    }) as HTMLInputElement;
    this.#none = html('p.dim.small', {}, l10n.t('No model that writes is known yet.'));
    this.#taskLine = html('div.line.task', {}, this.#task, this.#prefix);
    const small = (text: string, field: HTMLElement) => html('label.pair', {}, html('span.dim', {}, text), field);
    this.element = html(
      'div.settings',
      {},
      html('div.line', {}, this.#model, small(l10n.t('seed'), this.#seed), small(l10n.t('length'), this.#length)),
      this.#none,
      this.#where,
      this.#taskLine,
      this.#fault,
    );
  }

  update(head: DecodingHead): void {
    this.#models(head);
    this.#showNumber(this.#seed, head.seed);
    this.#showNumber(this.#length, head.maxNewTokens);
    this.#tasks(head);
  }

  /** A number that counts takes the place of one that could not, and of what was said about that. */
  #showNumber(field: HTMLInputElement, value: number): void {
    if (document.activeElement === field) return;
    field.value = String(value);
    if (!field.hasAttribute('aria-invalid')) return;
    field.removeAttribute('aria-invalid');
    const others = [this.#seed, this.#length].some((one) => one.hasAttribute('aria-invalid'));
    if (!others) this.#fault.textContent = '';
  }

  #models({ models, model }: DecodingHead): void {
    const ids = models.map(({ id }) => id);
    const all = ids.includes(model) || model === '' ? ids : [model, ...ids];
    const { here, groups } = optionsByPlace(models, all);
    fillSelect(this.#model, all.length > 0 ? here : [['', '–']], model, groups);
    const server = models.find(({ id }) => id === model)?.server;
    this.#where.textContent = server === undefined ? '' : servedText(server);
    this.#where.hidden = server === undefined;
    this.#model.disabled = models.length === 0;
    this.#none.hidden = models.length > 0;
  }

  #tasks({ models, model, prefix }: DecodingHead): void {
    const info = models.find(({ id }) => id === model);
    this.#taskLine.hidden = info?.architecture !== 'encoder-decoder';
    if (this.#taskLine.hidden || !info) return;
    const known = trainedTaskPrefixes(info);
    const list: [string, string][] = [
      ...known.map((one): [string, string] => [one.prefix, taskLabel(one)]),
      ['', l10n.t('no prefix')],
      ['…', l10n.t('another prefix …')],
    ];
    const other = this.#other || !list.some(([value]) => value === prefix);
    fillSelect(this.#task, list, other ? '…' : prefix);
    this.#prefix.hidden = !other;
    if (document.activeElement !== this.#prefix) this.#prefix.value = prefix;
  }

  #chooseTask(): void {
    this.#other = this.#task.value === '…';
    this.#prefix.hidden = !this.#other;
    if (this.#other) this.#prefix.focus();
    else this.#page.send({ type: 'prefix', prefix: this.#task.value });
  }

  #number(name: keyof typeof RANGES, label: string, hint: string, send: (value: number) => void): HTMLInputElement {
    const { min, max } = RANGES[name];
    const { numbers } = this.#page;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      clearTimeout(timer);
      timer = undefined;
      send(field.valueAsNumber);
    };
    const field = html(`input.${name}`, {
      attributes: { type: 'number', min, max, step: 1, title: hint, 'aria-describedby': 'settings-fault' },
      on: {
        input: () => {
          clearTimeout(timer);
          timer = undefined;
          const value = field.valueAsNumber;
          const fits = Number.isInteger(value) && value >= min && value <= max;
          const range = l10n.t(
            'must be a whole number from {0} to {1}',
            numbers.decimal(min, 0),
            numbers.decimal(max, 0),
          );
          const counts = name === 'seed' ? this.#page.state.seed : this.#page.state.maxNewTokens;
          const told = l10n.t('{0}; until then {1} counts', range, String(counts));
          this.#fault.textContent = fits ? '' : labelled(label, told);
          if (fits) field.removeAttribute('aria-invalid');
          else field.setAttribute('aria-invalid', 'true');
          if (fits) timer = setTimeout(tell, TYPING_MS);
        },
        // Who leaves the field for the button Run means the number that stands in it.
        change: () => timer !== undefined && tell(),
      },
    }) as HTMLInputElement;
    return field;
  }
}

function taskLabel({ prefix, languages }: ReturnType<typeof trainedTaskPrefixes>[number]): string {
  if (languages) return l10n.t('{0} to {1}', languages.from, languages.to);
  return prefix.replace(/:\s*$/, '').trim();
}
