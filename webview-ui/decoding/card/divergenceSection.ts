import * as l10n from '@vscode/l10n';
import { toErrorValue, type DivergenceValue } from '../../../src/protocol/engine/index.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { dropLeadingSpace, trimToken } from '../../../src/text/displayText.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import { distributionBars } from '../distribution/distributionBars.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runModel } from '../model/runs.js';
import type { CardSection } from './cardSections.js';
import { Disclosure } from './disclosure.js';

/** Models that may have the tokens of a run's: of its kind, with as many. Whether they are the same is seen when asked. */
function comparableModels(page: DecodingPage, run: DecodingRun): string[] {
  const own = runModel(page, run);
  return page.state.models
    .filter(
      ({ id, architecture, vocabularySize, tasks }) =>
        own?.tasks.includes('divergence') &&
        tasks.includes('divergence') &&
        id !== own.id &&
        architecture === own.architecture &&
        vocabularySize === own.vocabularySize,
    )
    .map(({ id }) => id);
}

/** Another model led along what a run wrote: how far the two are apart before each token. Asked for on request only. */
export class DivergenceSection implements CardSection {
  readonly button: HTMLElement;
  readonly region: HTMLElement;
  readonly #page: DecodingPage;
  readonly #run: () => DecodingRun;
  readonly #part: Disclosure;
  readonly #select: HTMLSelectElement;
  readonly #chooser: HTMLElement;
  readonly #none: HTMLElement;
  readonly #outcome = html('div', { attributes: { role: 'status' } });
  #generation = -1;

  constructor(page: DecodingPage, run: () => DecodingRun) {
    this.#page = page;
    this.#run = run;
    this.#none = html('p.dim.small');
    const ask = { attributes: { type: 'button' }, on: { click: () => void this.#compare() } };
    this.#select = html('select', { attributes: { 'aria-label': l10n.t('Another model') } }) as HTMLSelectElement;
    this.#chooser = html('div.line', {}, this.#select, html('button', ask, l10n.t('Compare')));
    const body = html('div.divergence', {}, this.#chooser, this.#none, this.#outcome);
    this.#part = new Disclosure(page, `models:${run().id}`, l10n.t('two models'), (region) => {
      if (!region.hasChildNodes()) region.append(body);
      this.#draw();
    });
    this.button = this.#part.button;
    this.region = this.#part.region;
  }

  update(): void {
    const { status, sequences } = this.#run();
    const isOffered = (status === 'done' || status === 'stopped') && (sequences[0]?.ids.length ?? 0) > 0;
    const { isOpen } = this.#part;
    this.button.hidden = !isOffered;
    this.region.hidden = !isOffered || !isOpen;
    if (isOffered && isOpen) this.#draw();
  }

  grow(): void {
    // What is still being written is compared when it has ended.
  }

  #draw(): void {
    const models = comparableModels(this.#page, this.#run());
    const { generation } = this.#run();
    // What was told was about another text.
    if (this.#generation !== generation) this.#outcome.replaceChildren();
    this.#generation = generation;
    const drawn = [...this.#select.options].map(({ value }) => value);
    if (drawn.join('\n') !== models.join('\n')) {
      const chosen = models.includes(this.#select.value) ? this.#select.value : (models[0] ?? '');
      this.#select.replaceChildren(...models.map((id) => html('option', { attributes: { value: id } }, id)));
      this.#select.value = chosen;
    }
    const own = runModel(this.#page, this.#run());
    this.#none.textContent =
      own?.source === 'server'
        ? l10n.t('{0} is on a server, which does not tell its whole distribution.', own.id)
        : l10n.t('No other model with this vocabulary is installed.');
    this.#chooser.hidden = models.length === 0;
    this.#none.hidden = models.length > 0;
  }

  async #compare(): Promise<void> {
    const { id, generation } = this.#run();
    const isOld = () => this.#run().generation !== generation;
    this.#outcome.textContent = l10n.t('reading …');
    try {
      const value = await this.#page.divergence({ run: id, sequence: 0, model: this.#select.value });
      if (!isOld()) this.#outcome.replaceChildren(...(value ? outcomeOf(this.#page, value, this.#run()) : []));
    } catch (error) {
      if (!isOld())
        this.#outcome.replaceChildren(html('p.fault', {}, errorText(toErrorValue(error), this.#page.numbers.number)));
    }
  }
}

/** The figures in words, and a row for each token. */
function outcomeOf(page: DecodingPage, { model, other, steps }: DivergenceValue, run: DecodingRun): HTMLElement[] {
  const { numbers } = page;
  const bits = (value: number) => numbers.decimal(value, 2);
  const mean = (of: 'forward' | 'backward') =>
    steps.reduce((sum, step) => sum + step[of], 0) / Math.max(1, steps.length);
  const farthest = steps.reduce((best, step) => (step.forward > best.forward ? step : best), steps[0]!);
  const count = run.sequences[0]?.ids.length ?? 0;
  const heading = (text: string, title: string, name = 'th.number') =>
    html(name, { attributes: { scope: 'col', title } }, text);
  const forward = `KL(${model} ‖ ${other})`;
  const backward = `KL(${other} ‖ ${model})`;
  const longest = Math.max(...steps.map((step) => step.forward));
  const told = [
    l10n.t('Before each token both models have read the same text. Bits, over the whole vocabulary; 0: they agree.'),
    l10n.t(
      '{0}: mean {1} bits, farthest apart before “{2}”: {3} bits',
      forward,
      bits(mean('forward')),
      trimToken(farthest.text),
      bits(farthest.forward),
    ),
    l10n.t('{0}: mean {1} bits', backward, bits(mean('backward'))),
    ...(steps.length < count
      ? [l10n.t('{0} of {1} tokens: one of the models has no more positions.', String(steps.length), String(count))]
      : []),
  ];
  const rows = steps.map((step) =>
    html(
      'tr',
      {},
      html('th.word', { attributes: { scope: 'row' } }, dropLeadingSpace(step.text)),
      html('td.bars', {}, distributionBars(null, step.forward, longest)),
      html('td.number', {}, bits(step.forward)),
      html('td.number', {}, bits(step.backward)),
      html('td.number.dim', {}, numbers.percent(step.probability)),
      html('td.number.dim', {}, numbers.percent(step.otherProbability)),
    ),
  );
  const table = html(
    'table.bar-rows',
    { attributes: { 'aria-label': l10n.t('Divergence of two models before each token') } },
    html(
      'thead.small.dim',
      {},
      html(
        'tr',
        {},
        heading(l10n.t('Token'), l10n.t('Token'), 'th'),
        html('td', { attributes: { 'aria-hidden': true } }),
        heading('KL →', forward),
        heading('KL ←', backward),
        heading('p', model),
        heading('q', other),
      ),
    ),
    html('tbody', {}, ...rows),
  );
  return [
    ...told.map((line) => html('p.small.dim', {}, line)),
    html('p.small.dim', {}, `KL → ${forward} · KL ← ${backward} · p ${model} · q ${other}`),
    html(
      'div.scrolled',
      { attributes: { tabindex: 0, role: 'region', 'aria-label': table.getAttribute('aria-label') } },
      table,
    ),
  ];
}
