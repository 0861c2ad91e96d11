import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import { MAX_CHOICES } from './beamPresets.js';
import type { BeamTable } from './beamTable.js';
import { choiceRow, setLimit, type ChoiceRow } from './choiceRow.js';
import { freeLetter } from '../../freeLetter.js';

export interface BeamEditor {
  element: HTMLElement;
  /** the table as typed; null while a weight is not a number from 0 on or a list has no weight at all */
  value: () => BeamTable | null;
  set: (table: BeamTable) => void;
}

/** Of a word that was added: little, so that what the table shows stands until the user changes it. */
const FRESH_WEIGHT = 0.1;

/** A first word and what may follow it. */
interface First {
  row: ChoiceRow;
  next: ChoiceRow[];
  end: ChoiceRow;
}

/**
 * A table of two steps, typed: the first words, and after each of them what may follow. Every list has one to
 * `MOST_WORDS` words beside the end.
 * @param change called after each change
 */
export function beamEditor(change: () => void): BeamEditor {
  const element = html('div.table', { attributes: { role: 'group', 'aria-label': l10n.t('Table of the two steps') } });
  let first: First[] = [];
  let end: ChoiceRow | null = null;

  const told = () => {
    label();
    change();
  };
  const rowOf = (name: string | null, weight: number) => choiceRow(name, weight, told);
  const firstOf = ({ name, weight, next }: BeamTable['first'][number]): First => ({
    row: rowOf(name, weight),
    next: next.choices.map((choice) => rowOf(choice.name, choice.weight)),
    end: rowOf(null, next.end),
  });

  /** Takes an item out of its list; the one then in its place has the focus. */
  const remove = <T>(list: T[], item: T, rowIn: (item: T) => ChoiceRow) => {
    if (list.length <= 1) return;
    const at = list.indexOf(item);
    list.splice(at, 1);
    draw();
    told();
    rowIn(list[Math.min(at, list.length - 1)]!).button.focus();
  };
  const add = <T>(list: T[], rowIn: (item: T) => ChoiceRow, make: (name: string) => T) => {
    if (list.length >= MAX_CHOICES) return;
    const made = make(freeLetter(list.map((item) => rowIn(item).name())));
    list.push(made);
    draw();
    told();
    rowIn(made).focus();
  };
  const ofFirst = ({ row }: First) => row;
  const ofNext = (row: ChoiceRow) => row;
  const freshFirst = (name: string) =>
    firstOf({ name, weight: FRESH_WEIGHT, next: { choices: [{ name: 'A', weight: 1 }], end: 0 } });

  /** Buttons by their words, and why they do nothing where a list is full or has one word. */
  const label = () => {
    const named = (row: ChoiceRow) => row.name().trim() || l10n.t('the one without a name');
    const few = (list: readonly unknown[]) => (list.length <= 1 ? l10n.t('A list has at least one token.') : null);
    const full = (list: readonly unknown[]) =>
      list.length >= MAX_CHOICES ? l10n.t('At most {0} tokens: remove one to add another.', String(MAX_CHOICES)) : null;
    for (const { row, next, end: after } of first) {
      setLimit(row.button, l10n.t('Remove {0}', named(row)), few(first));
      for (const one of next) setLimit(one.button, l10n.t('Remove {0}', named(one)), few(next));
      setLimit(after.button, l10n.t('Add a token after {0}', named(row)), full(next));
    }
    if (end) setLimit(end.button, l10n.t('Add a first token'), full(first));
  };
  const draw = () => {
    for (const one of first) {
      const { row, next, end: after } = one;
      row.button.onclick = () => remove(first, one, ofFirst);
      for (const each of next) each.button.onclick = () => remove(next, each, ofNext);
      after.button.onclick = () => add(next, ofNext, (name) => rowOf(name, FRESH_WEIGHT));
    }
    if (end) end.button.onclick = () => add(first, ofFirst, freshFirst);
    element.replaceChildren(
      html('span.small.dim', {}, l10n.t('first')),
      html('span.small.dim', {}, l10n.t('then')),
      ...first.flatMap(({ row, next, end: after }) => [
        row.element,
        html('div.next', {}, ...next.map((one) => one.element), after.element),
      ]),
      ...(end ? [end.element] : []),
    );
  };

  return {
    element,
    set: (table) => {
      end = rowOf(null, table.end);
      first = table.first.map(firstOf);
      draw();
      label();
    },
    value: () => {
      if (!end) return null;
      const table: BeamTable = {
        end: end.weight(),
        first: first.map(({ row, next, end: after }) => ({
          name: row.name(),
          weight: row.weight(),
          next: { choices: next.map((one) => ({ name: one.name(), weight: one.weight() })), end: after.weight() },
        })),
      };
      return isComplete(table) ? table : null;
    },
  };
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
