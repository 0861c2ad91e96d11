import { html } from '../../shared/elements.js';
import type { Drawn } from '../drawn.js';
import type { BeamTable } from './beamTable.js';
import { input } from './sliders.js';

export interface BeamEditor {
  element: HTMLElement;
  /** the table as typed; null while a weight is not a number from 0 on or a list has no weight at all */
  value: () => BeamTable | null;
  set: (table: BeamTable) => void;
}

/** A typed word with its weight. */
function choiceRow({ say }: Drawn, name: string | null, weight: number, change: () => void) {
  const word = input({ type: 'text', maxlength: 24, 'aria-label': say('labName'), value: name ?? '' });
  const number = input({ type: 'number', min: 0, step: 'any', 'aria-label': say('labWeight'), value: weight });
  const told = () => {
    const value = Number(number.value);
    number.setAttribute('aria-invalid', String(!(Number.isFinite(value) && value >= 0)));
    change();
  };
  word.addEventListener('input', change);
  number.addEventListener('input', told);
  return {
    element: html('div.choice', {}, name === null ? html('span.dim', {}, say('labEnd')) : word, number),
    name: () => word.value,
    weight: () => (number.value.trim() === '' ? 0 : Number(number.value)),
  };
}

/**
 * A table of two steps, typed: the first words, and after each of them what may follow.
 * @param change called after each change
 */
export function beamEditor(drawn: Drawn, change: () => void): BeamEditor {
  const { say } = drawn;
  const element = html('div.table', { attributes: { role: 'group', 'aria-label': say('labTable') } });
  type Row = ReturnType<typeof choiceRow>;
  let first: { row: Row; next: Row[]; end: Row }[] = [];
  let end: Row | null = null;
  const set = (table: BeamTable) => {
    end = choiceRow(drawn, null, table.end, change);
    first = table.first.map(({ name, weight, next }) => ({
      row: choiceRow(drawn, name, weight, change),
      next: next.choices.map((choice) => choiceRow(drawn, choice.name, choice.weight, change)),
      end: choiceRow(drawn, null, next.end, change),
    }));
    element.replaceChildren(
      html('span.small.dim', {}, say('labFirstStep')),
      html('span.small.dim', {}, say('labSecondStep')),
      ...first.flatMap(({ row, next, end: after }) => [
        row.element,
        html('div.next', {}, ...next.map((one) => one.element), after.element),
      ]),
      end.element,
    );
  };
  return {
    element,
    set,
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
