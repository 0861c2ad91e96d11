import * as l10n from '@vscode/l10n';
import type { DecodingHead } from '../../../src/protocol/webviews/index.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import { replaceKeepingFocus } from '../../kit/replaceKeepingFocus.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { icon } from '../../kit/icons.js';
import { faultText } from '../recipe/faultText.js';
import type { DecodingPage } from '../model/decodingPage.js';

/** What concerns the whole: an empty prompt, the engine gone, an import that is not ours. */
export class Banner {
  readonly element = html('div.banner', { attributes: { role: 'alert' } });
  #drawn = '';
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;

    this.element.hidden = true;
  }

  update({ error, prompt }: DecodingHead): void {
    const { send } = this.#page;
    const text =
      error === null
        ? ''
        : error.code === 'bad-request' && prompt.text.trim() === ''
          ? l10n.t('The prompt is empty. Write a beginning, or put the cursor behind some text.')
          : faultText(this.#page, error);
    const again = error?.code === 'engine-died';
    const detail = again ? errorText(error, this.#page.numbers.number) : '';
    const drawn = `${text} ${detail}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.element.hidden = text === '';
    replaceKeepingFocus(this.element, [
      // Why it went, and whether it comes back, is told by who saw it.
      html('p', {}, ...interpolateNodes(again ? l10n.t('{0} {1}') : '{0}', text, html('span.dim.small', {}, detail))),
      ...(again
        ? [
            html(
              'button',
              { attributes: { type: 'button' }, on: { click: () => this.#restartFailed() } },
              l10n.t('Start Again'),
            ),
          ]
        : []),
      html(
        'button.quiet.sign',
        {
          attributes: { type: 'button', 'aria-label': l10n.t('Dismiss'), title: l10n.t('Dismiss') },
          on: { click: () => send({ type: 'dismiss' }) },
        },
        icon('close'),
      ),
    ]);
  }

  /** Starts those again that the engine's end took along. */
  #restartFailed(): void {
    const { state, send } = this.#page;
    const failed = state.runs.filter(({ error }) => error?.code === 'engine-died').map(({ id }) => id);
    send(failed.length > 0 ? { type: 'run', runs: failed } : { type: 'run' });
  }
}
