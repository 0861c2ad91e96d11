import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { promptPrefixesOf } from '../../../src/attention/viewState.js';
import { Dropdown } from '../../kit/dropdown.js';

/** For an encoder-decoder: the task, and the text that the decoder reads, given or its own. */
export class TargetBar {
  readonly element: HTMLElement;
  readonly #task: Dropdown;
  readonly #input: HTMLInputElement;
  readonly #own: HTMLElement;
  readonly #page: AttentionPage;

  constructor(page: AttentionPage) {
    this.#page = page;
    this.#task = new Dropdown(l10n.t('Task'), (prefix) => page.setState({ prefix, target: null }));
    this.#input = html('input', {
      attributes: { type: 'text', 'aria-label': l10n.t('target'), spellcheck: false },
      on: {
        change: () => page.setState({ target: this.#input.value.trim() === '' ? null : this.#input.value }),
      },
    }) as HTMLInputElement;
    this.#own = html(
      'button',
      { attributes: { type: 'button' }, on: { click: () => page.setState({ target: null }) } },
      l10n.t('model’s own'),
    );
    const field = html('label', {}, html('span.dim', {}, l10n.t('target')), this.#input);
    this.element = html('div.target', {}, this.#task.element, field, this.#own);
  }

  /** @param written the decoder's text of the answer that is shown; null while there is none */
  update(written: string | null): void {
    const { models, state } = this.#page;
    const model = models.find(({ id }) => id === state.model);
    this.element.hidden = model?.architecture !== 'encoder-decoder';
    if (!model || this.element.hidden) return;
    const prefixes = promptPrefixesOf(model);
    const known = state.prefix === '' || prefixes.includes(state.prefix) ? prefixes : [state.prefix, ...prefixes];
    this.#task.update(
      [['', l10n.t('text as it is')], ...known.map((prefix) => [prefix, prefix.trim()] as const)],
      state.prefix,
    );
    this.#task.element.hidden = known.length === 0;
    this.#own.setAttribute('aria-pressed', String(state.target === null));
    this.#input.placeholder = written ?? '';
    if (document.activeElement !== this.#input) this.#input.value = state.target ?? written ?? '';
  }
}
