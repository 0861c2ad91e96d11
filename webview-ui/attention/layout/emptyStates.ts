import type { GlassboxError } from '../../../src/protocol/engine/index.js';
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

export function emptyMessage({ say, models, subject }: AttentionPage): HTMLElement | null {
  if (models.length === 0) return messageBox(say('noModelsTitle'), say('noModelsBody'));
  if (subject === null) return messageBox(say('emptyTitle'), say('emptyBody'));
  return null;
}

/** While the first answer is on its way; it comes into sight after a moment only. */
export function waitingMessage({ say, state }: AttentionPage, stop: () => void): HTMLElement {
  const element = messageBox(say('reading', state.model), null, { text: say('stop'), run: stop });
  element.classList.add('waiting');
  element.setAttribute('role', 'status');
  return element;
}

/** What went wrong, in the engine's words, and what can be done about it here. */
export function failureMessage(
  { say }: AttentionPage,
  error: GlassboxError,
  on: { again: () => void; part: () => void },
): HTMLElement {
  const again = { text: say('tryAgain'), run: on.again };
  switch (error.code) {
    case 'cancelled':
      return messageBox(say('cancelledTitle'), null, { text: say('askAgain'), run: on.again });
    case 'too-long':
      return messageBox(say('tooLongTitle'), error.message, { text: say('takePart'), run: on.part });
    case 'model-broken':
    case 'wrong-architecture':
    case 'unknown-model':
      return messageBox(say('brokenTitle'), `${error.message} ${say('chooseOther')}`, again);
    case 'bad-request':
    case 'no-mask':
    case 'out-of-memory':
    case 'engine-died':
    case 'offline':
    case 'download-failed':
    case 'not-trusted':
    case 'internal':
      return messageBox(say('failedTitle'), error.message, again);
  }
}
