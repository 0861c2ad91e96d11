import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { promptPrefixesOf } from '../../../src/attention/viewState.js';
import { dropdown, fillOptions } from '../../kit/segmented.js';

/** For an encoder-decoder: the task, and the text that the decoder reads, given or its own. */
export function targetBar(page: AttentionPage) {
  const task = dropdown(l10n.t('Task'), (prefix) => page.setState({ prefix, target: null }));
  const input = html('input', {
    attributes: { type: 'text', 'aria-label': l10n.t('target'), spellcheck: false },
    on: {
      change: () => page.setState({ target: input.value.trim() === '' ? null : input.value }),
    },
  }) as HTMLInputElement;
  const own = html(
    'button',
    { attributes: { type: 'button' }, on: { click: () => page.setState({ target: null }) } },
    l10n.t('model’s own'),
  );
  const element = html('div.target', {}, task, html('label', {}, html('span.dim', {}, l10n.t('target')), input), own);

  /** @param written the decoder's text of the answer that is shown; null while there is none */
  const update = (written: string | null) => {
    const { models, state } = page;
    const model = models.find(({ id }) => id === state.model);
    element.hidden = model?.architecture !== 'encoder-decoder';
    if (!model || element.hidden) return;
    const prefixes = promptPrefixesOf(model);
    const known = state.prefix === '' || prefixes.includes(state.prefix) ? prefixes : [state.prefix, ...prefixes];
    fillOptions(
      task,
      [['', l10n.t('text as it is')], ...known.map((prefix) => [prefix, prefix.trim()] as const)],
      state.prefix,
    );
    task.hidden = known.length === 0;
    own.setAttribute('aria-pressed', String(state.target === null));
    input.placeholder = written ?? '';
    if (document.activeElement !== input) input.value = state.target ?? written ?? '';
  };
  return { element, update };
}
