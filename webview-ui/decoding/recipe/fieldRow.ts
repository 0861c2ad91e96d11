import * as l10n from '@vscode/l10n';
import { FIELD_TEXTS, STRATEGY_TEXTS } from '../../../src/decoding/config/texts.js';
import { GENERATION_FIELDS, isInRange, isNumberField } from '../../../src/protocol/engine/generationFields.js';
import type { FieldName, GenerationConfig } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { fieldRangeText } from '../../../src/wording/index.js';

type Value = string | number | boolean | undefined;

/** One field of a recipe: its label, where it is changed, its range, what it does, and what is wrong with it. */
export class FieldRow {
  readonly element: HTMLElement;
  readonly input: HTMLElement;
  readonly #control: Control;
  readonly #fault: HTMLElement;

  /**
   * @param prefix makes ids that no other card has
   * @param changed called with each new value; undefined for an emptied field
   */
  constructor(
    page: DecodingPage,
    name: FieldName,
    prefix: string,
    decoding: GenerationConfig,
    changed: (value: Value) => void,
  ) {
    const texts = FIELD_TEXTS[name];
    const id = `${prefix}-${name}`;
    const does = (STRATEGY_TEXTS[decoding.strategy].does?.[name] ?? texts.does)();
    this.#fault = html('span.fault', { attributes: { id: `${id}-fault`, role: 'alert' } });
    const described = `${id}-fault ${id}-does`;
    this.#control = controlOf(page, name, { id, 'aria-describedby': described }, (value, local) => {
      this.showFault(local);
      changed(value);
    });
    this.input = this.#control.input;
    this.#control.set(decoding[name]);
    this.element = html(
      `div.field.of-${GENERATION_FIELDS[name].kind}`,
      { attributes: { 'data-field': name } },
      html('label', { attributes: { for: id } }, texts.label(), html('span.range.dim', {}, shortRange(page, name))),
      this.input,
      html('span.does.dim', { attributes: { id: `${id}-does` } }, does),
      this.#fault,
    );
  }

  /** Shows a value of the recipe, unless the user is at it. */
  update(value: Value): void {
    if (document.activeElement !== this.input) this.#control.set(value);
  }

  /** Names what is wrong with the field, or nothing. */
  showFault(text: string | null): void {
    if (this.#fault.textContent !== (text ?? '')) this.#fault.textContent = text ?? '';
    if (text === null) this.input.removeAttribute('aria-invalid');
    else this.input.setAttribute('aria-invalid', 'true');
  }
}

/** From this end on a range is open for all one would type. */
const OPEN_END = 10_000;

/** A range beside a label: “0–1”, “≥ 0”; empty where there is none. */
function shortRange({ numbers }: DecodingPage, name: FieldName): string {
  const field = GENERATION_FIELDS[name];
  if (!isNumberField(field)) return '';
  const { number } = numbers;
  return field.max > OPEN_END ? `≥ ${number(field.min)}` : `${number(field.min)}–${number(field.max)}`;
}

interface Control {
  input: HTMLElement;
  set(value: Value): void;
}

/** Calls back with the value and with what is wrong with it by itself. */
type Changed = (value: Value, fault: string | null) => void;

function controlOf(page: DecodingPage, name: FieldName, attributes: Record<string, string>, changed: Changed): Control {
  switch (GENERATION_FIELDS[name].kind) {
    case 'number':
    case 'integer':
      return numberControl(page, name, attributes, changed);
    case 'boolean':
      return flagControl(attributes, changed);
    case 'earlyStopping':
      return choice(attributes, stoppingOptions(), (value) =>
        changed(value === 'never' ? value : value === 'true', null),
      );
    case 'model':
      return modelControl(page, attributes, changed);
  }
}

function numberControl(
  page: DecodingPage,
  name: FieldName,
  attributes: Record<string, string>,
  changed: Changed,
): Control {
  const field = GENERATION_FIELDS[name];
  if (!isNumberField(field)) throw new TypeError(`${name} is no number`);
  const { neutral, step } = field;
  const input = html('input', {
    attributes: {
      ...attributes,
      type: 'number',
      step,
      placeholder: neutral ?? '',
      title: fieldRangeText(name, page.numbers.number),
    },
    on: {
      input: () => {
        const { value, validity, valueAsNumber } = input;
        // What is no number never becomes part of a recipe; the field says so by itself.
        if (validity.badInput) return changed(undefined, l10n.t('must be a number'));
        if (value === '') return changed(undefined, null);
        changed(valueAsNumber, isInRange(field, valueAsNumber) ? null : fieldRangeText(name, page.numbers.number));
      },
    },
  }) as HTMLInputElement;
  return { input, set: (value) => void (input.value = value === undefined ? '' : String(value)) };
}

function flagControl(attributes: Record<string, string>, changed: Changed): Control {
  const input = html('input', {
    attributes: { ...attributes, type: 'checkbox' },
    on: { change: () => changed(input.checked, null) },
  }) as HTMLInputElement;
  return { input, set: (value) => void (input.checked = value === true) };
}

type Option = readonly [value: string, label: string];

const stoppingOptions = (): Option[] => [
  ['false', l10n.t('when better is unlikely')],
  ['true', l10n.t('as soon as there are enough')],
  ['never', l10n.t('when better is impossible')],
];

function choice(
  attributes: Record<string, string>,
  options: readonly Option[],
  changed: (value: string) => void,
): Control {
  const input = html(
    'select',
    { attributes, on: { change: () => changed(input.value) } },
    ...options.map(([value, label]) => html('option', { attributes: { value } }, label)),
  ) as HTMLSelectElement;
  return { input, set: (value) => void (input.value = String(value ?? options[0]?.[0] ?? '')) };
}

/** The smaller decoders; what is chosen stands there even when it is not among them. */
function modelControl(page: DecodingPage, attributes: Record<string, string>, changed: Changed): Control {
  const { models, model } = page.state;
  const chosen = models.find(({ id }) => id === model);
  const smaller = models.filter(
    ({ id, architecture, bytes, source }) =>
      // A server’s size is not known, and the two run side by side here.
      source !== 'server' &&
      id !== model &&
      architecture === chosen?.architecture &&
      bytes < (chosen?.bytes ?? Infinity),
  );
  const control = choice(attributes, [['', '–'], ...smaller.map(({ id }) => [id, id] as const)], (value) =>
    changed(value === '' ? undefined : value, null),
  );
  const set = (value: Value) => {
    if (typeof value === 'string' && !smaller.some(({ id }) => id === value)) {
      control.input.append(html('option', { attributes: { value } }, value));
    }
    control.set(value);
  };
  return { input: control.input, set };
}
