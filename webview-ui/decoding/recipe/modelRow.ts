import * as l10n from '@vscode/l10n';
import { findModel } from '../../../src/decoding/config/amateurModels.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { fillSelect, optionsByPlace, servedText } from '../model/modelSelect.js';

type Run = Pick<DecodingRun, 'id' | 'ownModel' | 'branch'>;

/** Which model a recipe is for, where several could write: two models side by side are two runs of one recipe. */
export class ModelRow {
  readonly element: HTMLElement;
  readonly #page: DecodingPage;
  readonly #select: HTMLSelectElement;
  /** where the texts of a model of its own go, which is said before it runs */
  readonly #where: HTMLElement;
  #run: Pick<Run, 'ownModel' | 'branch'>;

  constructor(page: DecodingPage, run: Run) {
    this.#page = page;
    this.#run = run;
    const id = `recipe-${run.id}-model`;
    const send = () => page.send({ type: 'runModel', run: run.id, model: this.#select.value || null });
    const attributes = { id, 'aria-describedby': `${id}-where` };
    this.#select = html('select', { attributes, on: { change: send } }) as HTMLSelectElement;
    this.#where = html('span.does.dim', { attributes: { id: `${id}-where` } });
    this.element = html(
      'div.field.strategy',
      {},
      html('label', { attributes: { for: id } }, l10n.t('model')),
      this.#select,
      this.#where,
    );
    this.show();
  }

  update(run: Pick<Run, 'ownModel' | 'branch'>): void {
    this.#run = run;
    this.show();
  }

  show(): void {
    const { ownModel, branch } = this.#run;
    const { models, model } = this.#page.state;
    const common = findModel(models, model);
    const kind = models.filter(({ architecture }) => architecture === common?.architecture).map(({ id }) => id);
    const others = kind.filter((id) => id !== common?.id);
    if (ownModel !== undefined && !others.includes(ownModel)) others.push(ownModel);
    // A branch goes on from tokens of its model.
    this.element.hidden = others.length === 0 || branch !== null;
    const { here, groups } = optionsByPlace(models, others);
    fillSelect(this.#select, [['', l10n.t('that of all: {0}', model)], ...here], ownModel ?? '', groups);
    const own = ownModel === undefined ? undefined : findModel(models, ownModel);
    this.#where.textContent = own?.server ? servedText(own.server) : '';
    // Names are longer than the list is wide in a side bar.
    this.#select.title = ownModel ?? model;
  }
}
