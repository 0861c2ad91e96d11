import type { Token } from '../../src/protocol/engine/index.js';
import { html, section } from '../shared/elements.js';
import { rove } from '../shared/roving.js';
import { visible } from '../shared/texts.js';
import type { Page } from './page.js';

/** More tokens than these are folded away. */
const SHOWN_AT_ONCE = 64;

/** The tokens that the model really saw; the one in focus tells its id and its place in the text. */
export function tokensRead({ say }: Page, tokens: readonly Token[]): HTMLElement {
  const hint = say('tokensReadHint', String(tokens.length));
  const line = html('p.dim.small.detail', { attributes: { 'aria-live': 'off' } }, hint);
  const items = tokens.map(({ id, text, start }) =>
    html(
      start === null ? 'span.token.added' : 'span.token',
      { attributes: { role: 'option', 'aria-label': say('tokenLabel', visible(text), String(id)) } },
      visible(text),
    ),
  );
  rove(items, (index) => {
    const token = tokens[index];
    if (token) line.textContent = `${visible(token.text)} · ${place(say, token, index)}`;
  });
  const list = html(
    'div.tokens',
    { attributes: { role: 'listbox', 'aria-label': say('tokensRead'), 'aria-orientation': 'horizontal' } },
    ...items,
  );
  if (tokens.length <= SHOWN_AT_ONCE) return section('read', say('tokensRead'), list, line);
  return section('read', say('tokensRead'), html('details', {}, html('summary.dim.small', {}, hint), list, line));
}

function place(say: Page['say'], { id, start, end }: Token, index: number): string {
  if (start === null || end === null) return say('tokenAdded', String(index + 1), String(id));
  return say('tokenPlace', String(index + 1), String(id), String(start), String(end));
}
