import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import { icon } from '../../../../kit/icons.js';
import { freeLetter } from '../../freeLetter.js';
import { FEWEST_LOGITS, MOST_LOGITS, TYPED_PRESETS, type TypedLogit, type TypedPreset } from './typedPresets.js';
import { inputElement } from '../../labSliders.js';

/** The id of the line that says why no token can be added or removed. */
const LIMIT = 'lab-typed-limit';

/** Logits typed in by hand, three to twenty, each with a name. */
export class TypedEditor {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  // Says why one of the buttons does nothing; they keep the focus, so that the reason is heard and the next key is not lost.
  readonly #limit = html('p.small.dim', { attributes: { id: LIMIT, role: 'status' } });
  readonly #lesson = html('p.lesson.small');
  readonly #add: HTMLElement;
  readonly #change: () => void;
  #rows: LogitRow[] = [];

  /**
   * @param change called when any of them changed
   * @param choose called when a textbook example is taken
   */
  constructor(change: () => void, choose: (preset: TypedPreset) => void) {
    this.#change = change;
    this.#list = html('ul.typed', { attributes: { 'aria-label': l10n.t('typed logits') } });
    this.#add = html(
      'button',
      { attributes: { type: 'button', 'aria-describedby': LIMIT }, on: { click: () => this.#append() } },
      icon('plus'),
      l10n.t('Add a Token'),
    );
    const take = (preset: TypedPreset) => {
      this.update(preset.logits);
      // Two examples have the same logits and another lesson.
      this.#lesson.textContent = preset.lesson();
      choose(preset);
    };
    const presets = TYPED_PRESETS.map((preset) =>
      html('button', { attributes: { type: 'button' }, on: { click: () => take(preset) } }, preset.name()),
    );
    this.element = html(
      'div',
      {},
      html('div.presets', { attributes: { role: 'group', 'aria-label': l10n.t('Examples') } }, ...presets),
      this.#lesson,
      this.#list,
      html('div.adding', {}, this.#add, this.#limit),
    );
  }

  /** The logits that are valid now; null while one is not a number. */
  get value(): TypedLogit[] | null {
    const logits = this.#rows.map(({ value }) => value);
    return logits.some(({ logit }) => !Number.isFinite(logit)) ? null : logits;
  }

  update(logits: readonly TypedLogit[]): void {
    this.#rows = logits.map((logit) => this.#rowFor(logit));
    const example = TYPED_PRESETS.find((preset) => JSON.stringify(preset.logits) === JSON.stringify(logits));
    this.#lesson.textContent = example ? example.lesson() : '';
    this.#show();
  }

  #show(): void {
    const count = this.#rows.length;
    this.#list.replaceChildren(...this.#rows.map(({ element }) => element));
    const [full, few] = [count >= MOST_LOGITS, count <= FEWEST_LOGITS];
    this.#add.setAttribute('aria-disabled', String(full));
    for (const { remove } of this.#rows) remove.setAttribute('aria-disabled', String(few));
    this.#limit.textContent = full
      ? l10n.t('At most {0} tokens: remove one to add another.', String(MOST_LOGITS))
      : few
        ? l10n.t('At least {0} tokens: add one to remove another.', String(FEWEST_LOGITS))
        : '';
  }

  #rowFor(logit: TypedLogit): LogitRow {
    const row = new LogitRow(logit, this.#change, () => this.#remove(row));
    return row;
  }

  #remove(row: LogitRow): void {
    if (this.#rows.length <= FEWEST_LOGITS) return;
    const place = this.#rows.indexOf(row);
    this.#rows = this.#rows.filter((other) => other !== row);
    this.#show();
    this.#change();
    this.#rows[Math.min(place, this.#rows.length - 1)]?.remove.focus();
  }

  #append(): void {
    if (this.#rows.length >= MOST_LOGITS) return;
    const name = freeLetter(this.#rows.map(({ value }) => value.name));
    this.#rows = [...this.#rows, this.#rowFor({ name, logit: 0, before: false })];
    this.#show();
    this.#change();
    this.#rows.at(-1)?.focus();
  }
}

/** One logit: its name, its number, whether it stands in the text before. */
class LogitRow {
  readonly element: HTMLElement;
  readonly remove: HTMLElement;
  readonly #name: HTMLInputElement;
  readonly #number: HTMLInputElement;
  readonly #before: HTMLInputElement;

  constructor(logit: TypedLogit, change: () => void, removed: () => void) {
    const meaning = l10n.t('It stands in the text before: the repetition penalty acts on it');
    this.#name = inputElement({ type: 'text', 'aria-label': l10n.t('Name'), maxlength: 24, value: logit.name });
    this.#number = inputElement({
      type: 'number',
      'aria-label': l10n.t('Logit'),
      step: 'any',
      value: logit.logit,
    });
    this.#before = inputElement({ type: 'checkbox', 'aria-label': meaning });
    this.#before.checked = logit.before;
    this.remove = html(
      'button.quiet.sign.remove',
      { attributes: { type: 'button', 'aria-describedby': LIMIT }, on: { click: removed } },
      icon('close'),
    );
    this.#label();
    const told = () => {
      this.#label();
      const wrong = this.#number.value.trim() === '' || !Number.isFinite(Math.fround(Number(this.#number.value)));
      this.#number.setAttribute('aria-invalid', String(wrong));
      change();
    };
    for (const element of [this.#name, this.#number, this.#before]) element.addEventListener('input', told);
    const seen = html('label.small', { attributes: { title: meaning } }, this.#before, l10n.t('seen'));
    this.element = html('li', {}, this.#name, this.#number, seen, this.remove);
  }

  get value(): TypedLogit {
    const number = this.#number.value;
    return {
      name: this.#name.value,
      logit: number.trim() === '' ? NaN : Math.fround(Number(number)),
      before: this.#before.checked,
    };
  }

  focus(): void {
    this.#name.focus();
    this.#name.select();
  }

  #label(): void {
    const label = l10n.t('Remove {0}', this.#name.value.trim() || l10n.t('the one without a name'));
    this.remove.setAttribute('aria-label', label);
    this.remove.title = label;
  }
}
