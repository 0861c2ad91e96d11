import { html } from '../../shared/elements.js';
import type { Drawn } from '../drawn.js';
import { FEWEST, MOST, TYPED_PRESETS, type TypedLogit, type TypedPreset } from './presets.js';
import { input } from './sliders.js';

export interface TypedEditor {
  element: HTMLElement;
  /** the logits that are valid now; null while one is not a number */
  value: () => TypedLogit[] | null;
  set: (logits: readonly TypedLogit[]) => void;
}

/**
 * Logits typed in by hand, three to twenty, each with a name.
 * @param change called when any of them changed
 * @param choose called when a textbook example is taken
 */
export function typedEditor(drawn: Drawn, change: () => void, choose: (preset: TypedPreset) => void): TypedEditor {
  const { say } = drawn;
  let rows: ReturnType<typeof logitRow>[] = [];
  const list = html('ul.typed', { attributes: { 'aria-label': say('labTyped') } });
  const add = html('button', { attributes: { type: 'button' }, on: { click: () => append() } }, say('labAdd'));
  const lesson = html('p.lesson.small');

  const show = () => {
    list.replaceChildren(...rows.map(({ element }) => element));
    add.toggleAttribute('disabled', rows.length >= MOST);
    for (const { remove } of rows) remove.toggleAttribute('disabled', rows.length <= FEWEST);
  };
  const rowFor = (logit: TypedLogit) => {
    const row = logitRow(drawn, logit, change, () => {
      rows = rows.filter((other) => other !== row);
      show();
      change();
      rows.at(-1)?.focus();
    });
    return row;
  };
  const append = () => {
    const name = String.fromCharCode(65 + (rows.length % 26));
    rows = [...rows, rowFor({ name, logit: 0, before: false })];
    show();
    change();
    rows.at(-1)?.focus();
  };
  const set = (logits: readonly TypedLogit[]) => {
    rows = logits.map(rowFor);
    const example = TYPED_PRESETS.find((preset) => JSON.stringify(preset.logits) === JSON.stringify(logits));
    lesson.textContent = example ? say(example.lesson) : '';
    show();
  };
  const presets = TYPED_PRESETS.map((preset) =>
    html(
      'button',
      {
        attributes: { type: 'button' },
        on: {
          click: () => {
            set(preset.logits);
            // Two examples have the same logits and another lesson.
            lesson.textContent = say(preset.lesson);
            choose(preset);
          },
        },
      },
      say(preset.name),
    ),
  );
  return {
    element: html(
      'div',
      {},
      html('div.presets', { attributes: { role: 'group', 'aria-label': say('labExamples') } }, ...presets),
      lesson,
      list,
      add,
    ),
    value: () => {
      const logits = rows.map(({ value }) => value());
      return logits.some(({ logit }) => !Number.isFinite(logit)) ? null : logits;
    },
    set,
  };
}

/** One logit: its name, its number, whether it stands in the text before. */
function logitRow({ say }: Drawn, logit: TypedLogit, change: () => void, removed: () => void) {
  const name = input({ type: 'text', 'aria-label': say('labName'), maxlength: 24, value: logit.name });
  const number = input({ type: 'number', 'aria-label': say('labLogit'), step: 'any', value: logit.logit });
  const before = input({ type: 'checkbox', 'aria-label': say('labBeforeMeaning') });
  before.checked = logit.before;
  const remove = html(
    'button.remove',
    { attributes: { type: 'button', 'aria-label': say('labRemove'), title: say('labRemove') }, on: { click: removed } },
    '×',
  );
  const told = () => {
    const wrong = number.value.trim() === '' || !Number.isFinite(Math.fround(Number(number.value)));
    number.setAttribute('aria-invalid', String(wrong));
    change();
  };
  for (const element of [name, number, before]) element.addEventListener('input', told);
  return {
    element: html(
      'li',
      {},
      name,
      number,
      html('label.small', { attributes: { title: say('labBeforeMeaning') } }, before, say('labBefore')),
      remove,
    ),
    remove,
    focus: () => name.focus(),
    value: (): TypedLogit => ({
      name: name.value,
      logit: number.value.trim() === '' ? NaN : Math.fround(Number(number.value)),
      before: before.checked,
    }),
  };
}
