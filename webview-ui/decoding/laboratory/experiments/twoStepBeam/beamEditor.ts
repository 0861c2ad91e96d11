import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import { MAX_CHOICES } from './beamPresets.js';
import type { BeamTable } from './beamTable.js';
import { ChoiceRow, setLimit } from './choiceRow.js';
import { freeLetter } from '../../freeLetter.js';

/** Of a word that was added: little, so that what the table shows stands until the user changes it. */
const FRESH_WEIGHT = 0.1;

/** A first word and what may follow it. */
interface First {
  row: ChoiceRow;
  next: ChoiceRow[];
  end: ChoiceRow;
}

const ofFirst = ({ row }: First) => row;
const ofNext = (row: ChoiceRow) => row;

/**
 * A table of two steps, typed: the first words, and after each of them what may follow. Every list has one to
 * `MAX_CHOICES` words beside the end.
 */
export class BeamEditor {
  readonly element: HTMLElement;
  readonly #change: () => void;
  #first: First[] = [];
  #end: ChoiceRow | null = null;

  /** @param change called after each change */
  constructor(change: () => void) {
    this.#change = change;
    const label = l10n.t('Table of the two steps');
    this.element = html('div.table', { attributes: { role: 'group', 'aria-label': label } });
  }

  /** The table as typed; null while a weight is not a number from 0 on or a list has no weight at all. */
  get value(): BeamTable | null {
    if (!this.#end) return null;
    const choiceOf = ({ name, weight }: ChoiceRow) => ({ name, weight });
    const table: BeamTable = {
      end: this.#end.weight,
      first: this.#first.map(({ row, next, end }) => ({
        ...choiceOf(row),
        next: { choices: next.map(choiceOf), end: end.weight },
      })),
    };
    return isComplete(table) ? table : null;
  }

  update(table: BeamTable): void {
    this.#end = this.#rowOf(null, table.end);
    this.#first = table.first.map((first) => this.#firstOf(first));
    this.#draw();
    this.#label();
  }

  #told(): void {
    this.#label();
    this.#change();
  }

  #rowOf(name: string | null, weight: number): ChoiceRow {
    return new ChoiceRow(name, weight, () => this.#told());
  }

  #firstOf({ name, weight, next }: BeamTable['first'][number]): First {
    return {
      row: this.#rowOf(name, weight),
      next: next.choices.map((choice) => this.#rowOf(choice.name, choice.weight)),
      end: this.#rowOf(null, next.end),
    };
  }

  /** Takes an item out of its list; the one then in its place has the focus. */
  #remove<T>(list: T[], item: T, rowIn: (item: T) => ChoiceRow): void {
    if (list.length <= 1) return;
    const at = list.indexOf(item);
    list.splice(at, 1);
    this.#draw();
    this.#told();
    rowIn(list[Math.min(at, list.length - 1)]!).button.focus();
  }

  #add<T>(list: T[], rowIn: (item: T) => ChoiceRow, make: (name: string) => T): void {
    if (list.length >= MAX_CHOICES) return;
    const made = make(freeLetter(list.map((item) => rowIn(item).name)));
    list.push(made);
    this.#draw();
    this.#told();
    rowIn(made).focus();
  }

  /** Names the buttons by their words, and why they do nothing where a list is full or has one word. */
  #label(): void {
    const named = (row: ChoiceRow) => row.name.trim() || l10n.t('the one without a name');
    const few = (list: readonly unknown[]) => (list.length <= 1 ? l10n.t('A list has at least one token.') : null);
    const full = (list: readonly unknown[]) =>
      list.length >= MAX_CHOICES ? l10n.t('At most {0} tokens: remove one to add another.', String(MAX_CHOICES)) : null;
    for (const { row, next, end } of this.#first) {
      setLimit(row.button, l10n.t('Remove {0}', named(row)), few(this.#first));
      for (const one of next) setLimit(one.button, l10n.t('Remove {0}', named(one)), few(next));
      setLimit(end.button, l10n.t('Add a token after {0}', named(row)), full(next));
    }
    if (this.#end) setLimit(this.#end.button, l10n.t('Add a first token'), full(this.#first));
  }

  #draw(): void {
    for (const one of this.#first) {
      const { row, next, end } = one;
      row.button.onclick = () => this.#remove(this.#first, one, ofFirst);
      for (const each of next) each.button.onclick = () => this.#remove(next, each, ofNext);
      end.button.onclick = () => this.#add(next, ofNext, (name) => this.#rowOf(name, FRESH_WEIGHT));
    }
    const fresh = { weight: FRESH_WEIGHT, next: { choices: [{ name: 'A', weight: 1 }], end: 0 } };
    if (this.#end) {
      this.#end.button.onclick = () => this.#add(this.#first, ofFirst, (name) => this.#firstOf({ name, ...fresh }));
    }
    this.element.replaceChildren(
      html('span.small.dim', {}, l10n.t('first')),
      html('span.small.dim', {}, l10n.t('then')),
      ...this.#first.flatMap(({ row, next, end }) => [
        row.element,
        html('div.next', {}, ...next.map((one) => one.element), end.element),
      ]),
      ...(this.#end ? [this.#end.element] : []),
    );
  }
}

function isComplete({ first, end }: BeamTable): boolean {
  const lists = [
    [end, ...first.map(({ weight }) => weight)],
    ...first.map(({ next }) => [next.end, ...next.choices.map(({ weight }) => weight)]),
  ];
  return lists.every(
    (weights) =>
      weights.every((weight) => Number.isFinite(weight) && weight >= 0) && weights.some((weight) => weight > 0),
  );
}
