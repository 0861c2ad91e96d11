import * as l10n from '@vscode/l10n';
import type { GlassboxError } from '../../../src/protocol/engine/index.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText, joinSentences } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import type { AttentionPage } from '../model/attentionPage.js';

interface Action {
  text: string;
  run: () => void;
}

/** What stands in the picture's place when there is none. */
function messageBox(title: string, body: string | null, ...actions: Action[]): HTMLElement {
  return html(
    'div.message',
    {},
    html('p.headline', {}, title),
    body !== null && html('p.dim', {}, body),
    actions.length > 0 &&
      html(
        'p.actions',
        {},
        ...actions.map(({ text, run }) => html('button', { attributes: { type: 'button' }, on: { click: run } }, text)),
      ),
  );
}

export function emptyMessage({ models, subject }: AttentionPage): HTMLElement | null {
  if (models.length === 0)
    return messageBox(
      l10n.t('No model shows attention'),
      l10n.t(
        'The embedded models do. If they are missing, install the extension again; other models are found in the folders of the setting glassbox.models.folders.',
      ),
    );
  if (subject === null)
    return messageBox(
      l10n.t('No text to look at'),
      l10n.t('Put the cursor into a sentence, or select a text. What the model attends to in it then stands here.'),
    );
  return null;
}

/** While the first answer is on its way; it comes into sight after a moment only. */
export function waitingMessage({ state }: AttentionPage, stop: () => void): HTMLElement {
  const element = messageBox(l10n.t('{0} reads the text …', state.model), null, { text: l10n.t('Stop'), run: stop });
  element.classList.add('waiting');
  element.setAttribute('role', 'status');
  return element;
}

/** What went wrong, and what can be done about it here; a part of the text only where it is the editor's. */
export function failureMessage(
  page: AttentionPage,
  error: GlassboxError,
  on: { again: () => void; part: (() => void) | null },
): HTMLElement {
  const again = { text: l10n.t('Try Again'), run: on.again };
  const told = errorText(toErrorValue(error), page.numbers.number);
  switch (error.code) {
    case 'cancelled':
      return messageBox(l10n.t('Stopped'), null, { text: l10n.t('Ask Again'), run: on.again });
    case 'too-long':
      return messageBox(
        l10n.t('The text is too long for this model'),
        told,
        ...(on.part ? [{ text: l10n.t('Show the Part Around the Cursor'), run: on.part }] : []),
      );
    case 'model-broken':
    case 'wrong-architecture':
    case 'unknown-model':
      return messageBox(
        l10n.t('This model’s attention cannot be read'),
        joinSentences(told, l10n.t('Another model can be chosen above.')),
        again,
      );
    case 'bad-request':
    case 'no-mask':
    case 'out-of-memory':
    case 'engine-died':
    case 'offline':
    case 'download-failed':
    case 'server-failed':
    case 'not-trusted':
    case 'internal':
      return messageBox(l10n.t('That did not work'), told, again);
  }
}
