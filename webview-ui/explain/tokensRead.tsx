import * as l10n from '@vscode/l10n';
import type { Token } from '../../src/protocol/engine/index.js';
import { html, section } from '../kit/dom.js';
import { rovingTabindex } from '../kit/rovingTabindex.js';
import { showWhitespace } from '../kit/displayText.js';

/** More tokens than these are folded away. */
const SHOWN_AT_ONCE = 64;

/** The tokens that the model really saw; the one in focus tells its id and its place in the text. */
export function tokensReadSection(tokens: readonly Token[]): HTMLElement {
  const hint = l10n.t('{0} tokens. Arrow keys move through them.', String(tokens.length));
  const line = html('p.dim.small.detail', { attributes: { 'aria-live': 'off' } }, hint);
  const items = tokens.map(({ id, text, start }) =>
    html(
      start === null ? 'span.token.added' : 'span.token',
      { attributes: { role: 'option', 'aria-label': l10n.t('{0}, id {1}', showWhitespace(text), String(id)) } },
      showWhitespace(text),
    ),
  );
  rovingTabindex(items, (index) => {
    const token = tokens[index];
    if (token) line.textContent = `${showWhitespace(token.text)} · ${place(token, index)}`;
  });
  const list = html(
    'div.tokens',
    { attributes: { role: 'listbox', 'aria-label': l10n.t('What the model read'), 'aria-orientation': 'horizontal' } },
    ...items,
  );
  if (tokens.length <= SHOWN_AT_ONCE) return section('read', l10n.t('What the model read'), list, line);
  return section(
    'read',
    l10n.t('What the model read'),
    html('details', {}, html('summary.dim.small', {}, hint), list, line),
  );
}

function place({ id, start, end }: Token, index: number): string {
  if (start === null || end === null)
    return l10n.t('token {0} · id {1} · added for the model, stands for no text', String(index + 1), String(id));
  return l10n.t(
    'token {0} · id {1} · characters {2} to {3} of the text',
    String(index + 1),
    String(id),
    String(start),
    String(end),
  );
}
