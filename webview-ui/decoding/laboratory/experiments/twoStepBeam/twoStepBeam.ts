import * as l10n from '@vscode/l10n';
import { toErrorValue } from '../../../../../src/protocol/engine/errors.js';
import { errorText } from '../../../../../src/wording/index.js';
import { html, labelledSymbol } from '../../../../kit/dom.js';
import type { ViewContext } from '../../../model/viewContext.js';
import type { Experiment } from '../../experiment.js';
import { BeamTreeView } from '../../../tree/beamTree.js';
import { BeamEditor } from './beamEditor.js';
import { BEAM_PRESETS, type BeamPreset } from './beamPresets.js';
import { searchTable, type BeamOptions, type EndedHypothesis } from './beamTable.js';
import { inputElement } from '../../labSliders.js';

const MOST_BEAMS = 4;
const PENALTY = { min: -2, max: 2, step: 0.1 } as const;

/** Beam search over a typed table of two steps: which text wins, and how the length penalty changes that. */
export const twoStepBeam: Experiment = {
  id: 'beam',
  title: () => l10n.t('two-step beam'),
  open: ({ view }) => {
    const element = beamLab(view);
    return { elements: () => [element] };
  },
};

function beamLab(context: ViewContext): HTMLElement {
  const tree = new BeamTreeView(context, { figures: true });
  const body = html('tbody');
  const fault = html('p.fault.small', { attributes: { role: 'status' } });
  const lesson = html('p.lesson.small');
  const editor = new BeamEditor(() => void run());
  const [first] = BEAM_PRESETS;
  let asked = 0;
  const beams = new LabelledSlider(context, l10n.t('beams'), { min: 1, max: MOST_BEAMS, step: 1 }, () => void run());
  const penalty = new LabelledSlider(context, l10n.t('length penalty'), PENALTY, () => void run());

  const run = async () => {
    const table = editor.value;
    fault.textContent = table ? '' : l10n.t('A weight is a number from 0 on, and each list needs one above 0.');
    if (!table) return;
    const options: BeamOptions = { numBeams: beams.value, lengthPenalty: penalty.value };
    const mine = ++asked;
    try {
      const { nodes, ended } = await searchTable(table, options, l10n.t('(end)'));
      if (mine !== asked) return;
      tree.update(nodes, true);
      body.replaceChildren(...ended.map((one) => endedRow(context, one)));
    } catch (error) {
      fault.textContent = errorText(toErrorValue(error), context.numbers.number);
    }
  };
  const choose = (preset: BeamPreset) => {
    editor.update(preset.table);
    beams.update(preset.numBeams);
    penalty.update(preset.lengthPenalty);
    lesson.textContent = preset.lesson();
    void run();
  };
  const presets = BEAM_PRESETS.map((preset) =>
    html('button', { attributes: { type: 'button' }, on: { click: () => choose(preset) } }, preset.name()),
  );
  if (first) choose(first);
  const heading = (text: string, name = 'th.number') => html(name, { attributes: { scope: 'col' } }, text);
  return html(
    'div.beams',
    {},
    html('div.presets', { attributes: { role: 'group', 'aria-label': l10n.t('Examples') } }, ...presets),
    lesson,
    html('div.sliders', {}, beams.element, penalty.element),
    html(
      'p.small.dim',
      {},
      l10n.t(
        'score = ln p ÷ length ^ penalty. 0 is neutral: sums as they are, which favour short texts. Above 0 longer texts gain.',
      ),
    ),
    tree.element,
    html(
      'table.bar-rows',
      { attributes: { 'aria-label': l10n.t('Texts that the search could give back') } },
      html(
        'thead.small.dim',
        {},
        html(
          'tr',
          {},
          heading(l10n.t('Text'), 'th'),
          heading('ln p'),
          heading(l10n.t('Length')),
          heading(l10n.t('Score')),
        ),
      ),
      body,
    ),
    fault,
    html(
      'details',
      {},
      html('summary', {}, l10n.t('Table of the two steps')),
      html(
        'p.small.dim',
        {},
        l10n.t('Weights of what comes first, and of what follows each; each list is scaled to sum to 1.'),
      ),
      editor.element,
    ),
  );
}

function endedRow(
  { numbers }: ViewContext,
  { names, logProbability, length, score, returned }: EndedHypothesis,
): HTMLElement {
  return html(
    returned ? 'tr.chosen' : 'tr',
    {},
    html(
      'th',
      { attributes: { scope: 'row' } },
      html('span.word', {}, names.join(' ')),
      returned && labelledSymbol('mark', '✓', l10n.t('returned')),
    ),
    html('td.number', {}, numbers.logarithm(logProbability)),
    html('td.number', {}, String(length)),
    html('td.number', {}, numbers.logarithm(score)),
  );
}

/** A slider with its value beside it. */
class LabelledSlider {
  readonly element: HTMLElement;
  readonly #slider: HTMLInputElement;
  readonly #number = html('span.number');
  readonly #write: (value: number) => string;

  constructor(
    { numbers }: ViewContext,
    label: string,
    range: { min: number; max: number; step: number },
    change: () => void,
  ) {
    this.#write = (value) => numbers.decimal(value, range.step < 1 ? 1 : 0);
    this.#slider = inputElement({ type: 'range', ...range, 'aria-label': label });
    this.#slider.addEventListener('input', () => {
      this.#show();
      change();
    });
    const named = html('span.label', { attributes: { 'aria-hidden': true } }, label);
    this.element = html('div.slider', {}, named, this.#slider, this.#number);
  }

  get value(): number {
    return Number(this.#slider.value);
  }

  update(value: number): void {
    this.#slider.value = String(value);
    this.#show();
  }

  #show(): void {
    const text = this.#write(this.value);
    this.#number.textContent = text;
    this.#slider.setAttribute('aria-valuetext', text);
  }
}
