import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import { icon } from '../../../../kit/icons.js';
import { freeLetter } from '../../freeLetter.js';
import { FEWEST_LOGITS, MOST_LOGITS, TYPED_PRESETS, type TypedLogit, type TypedPreset } from './typedPresets.js';
import { inputElement } from '../../labSliders.js';

/** The id of the line that says why no token can be added or removed. */
const LIMIT = 'lab-typed-limit';

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
export function typedEditor(change: () => void, choose: (preset: TypedPreset) => void): TypedEditor {
  let rows: ReturnType<typeof logitRow>[] = [];
  const list = html('ul.typed', { attributes: { 'aria-label': l10n.t('typed logits') } });
  // Says why one of the buttons does nothing; they keep the focus, so that the reason is heard and the next key is not lost.
  const limit = html('p.small.dim', { attributes: { id: LIMIT, role: 'status' } });
  const add = html(
    'button',
    { attributes: { type: 'button', 'aria-describedby': LIMIT }, on: { click: () => append() } },
    icon('plus'),
    l10n.t('Add a Token'),
  );
  const lesson = html('p.lesson.small');

  const show = () => {
    list.replaceChildren(...rows.map(({ element }) => element));
    const [full, few] = [rows.length >= MOST_LOGITS, rows.length <= FEWEST_LOGITS];
    add.setAttribute('aria-disabled', String(full));
    for (const { remove } of rows) remove.setAttribute('aria-disabled', String(few));
    limit.textContent = full
      ? l10n.t('At most {0} tokens: remove one to add another.', String(MOST_LOGITS))
      : few
        ? l10n.t('At least {0} tokens: add one to remove another.', String(FEWEST_LOGITS))
        : '';
  };
  const rowFor = (logit: TypedLogit) => {
    const row = logitRow(logit, change, () => {
      if (rows.length <= FEWEST_LOGITS) return;
      const place = rows.indexOf(row);
      rows = rows.filter((other) => other !== row);
      show();
      change();
      rows[Math.min(place, rows.length - 1)]?.remove.focus();
    });
    return row;
  };
  const append = () => {
    if (rows.length >= MOST_LOGITS) return;
    const name = freeLetter(rows.map(({ value }) => value().name));
    rows = [...rows, rowFor({ name, logit: 0, before: false })];
    show();
    change();
    rows.at(-1)?.focus();
  };
  const set = (logits: readonly TypedLogit[]) => {
    rows = logits.map(rowFor);
    const example = TYPED_PRESETS.find((preset) => JSON.stringify(preset.logits) === JSON.stringify(logits));
    lesson.textContent = example ? example.lesson() : '';
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
            lesson.textContent = preset.lesson();
            choose(preset);
          },
        },
      },
      preset.name(),
    ),
  );
  return {
    element: html(
      'div',
      {},
      html('div.presets', { attributes: { role: 'group', 'aria-label': l10n.t('Examples') } }, ...presets),
      lesson,
      list,
      html('div.adding', {}, add, limit),
    ),
    value: () => {
      const logits = rows.map(({ value }) => value());
      return logits.some(({ logit }) => !Number.isFinite(logit)) ? null : logits;
    },
    set,
  };
}

/** One logit: its name, its number, whether it stands in the text before. */
function logitRow(logit: TypedLogit, change: () => void, removed: () => void) {
  const name = inputElement({ type: 'text', 'aria-label': l10n.t('Name'), maxlength: 24, value: logit.name });
  const number = inputElement({ type: 'number', 'aria-label': l10n.t('Logit'), step: 'any', value: logit.logit });
  const before = inputElement({
    type: 'checkbox',
    'aria-label': l10n.t('It stands in the text before: the repetition penalty acts on it'),
  });
  before.checked = logit.before;
  const remove = html(
    'button.quiet.sign.remove',
    { attributes: { type: 'button', 'aria-describedby': LIMIT }, on: { click: removed } },
    icon('close'),
  );
  const named = () => {
    const label = l10n.t('Remove {0}', name.value.trim() || l10n.t('the one without a name'));
    remove.setAttribute('aria-label', label);
    remove.title = label;
  };
  named();
  const told = () => {
    named();
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
      html(
        'label.small',
        { attributes: { title: l10n.t('It stands in the text before: the repetition penalty acts on it') } },
        before,
        l10n.t('seen'),
      ),
      remove,
    ),
    remove,
    focus: () => {
      name.focus();
      name.select();
    },
    value: (): TypedLogit => ({
      name: name.value,
      logit: number.value.trim() === '' ? NaN : Math.fround(Number(number.value)),
      before: before.checked,
    }),
  };
}
