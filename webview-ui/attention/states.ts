import type { GlassboxError } from '../../src/protocol/engine/index.js';
import { html } from '../shared/elements.js';
import type { Page } from './page.js';

interface Action {
  text: string;
  run: () => void;
}

/** What stands in the picture's place when there is none. */
function message(title: string, body: string | null, ...actions: Action[]): HTMLElement {
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

export function nothingToShow({ say, models, subject }: Page): HTMLElement | null {
  if (models.length === 0) return message(say('noModelsTitle'), say('noModelsBody'));
  if (subject === null) return message(say('emptyTitle'), say('emptyBody'));
  return null;
}

/** While the first answer is on its way; it comes into sight after a moment only. */
export function waiting({ say, state }: Page, stop: () => void): HTMLElement {
  const element = message(say('reading', state.model), null, { text: say('stop'), run: stop });
  element.classList.add('waiting');
  element.setAttribute('role', 'status');
  return element;
}

/** What went wrong, in the engine's words, and what can be done about it here. */
export function failure({ say }: Page, error: GlassboxError, on: { again: () => void; part: () => void }): HTMLElement {
  const again = { text: say('tryAgain'), run: on.again };
  switch (error.code) {
    case 'cancelled':
      return message(say('cancelledTitle'), null, { text: say('askAgain'), run: on.again });
    case 'too-long':
      return message(say('tooLongTitle'), error.message, { text: say('takePart'), run: on.part });
    case 'model-broken':
    case 'wrong-architecture':
    case 'unknown-model':
      return message(say('brokenTitle'), `${error.message} ${say('chooseOther')}`, again);
    case 'bad-request':
    case 'no-mask':
    case 'out-of-memory':
    case 'engine-died':
    case 'offline':
    case 'download-failed':
    case 'not-trusted':
    case 'internal':
      return message(say('failedTitle'), error.message, again);
  }
}
