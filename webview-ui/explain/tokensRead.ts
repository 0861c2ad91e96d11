import type { Token } from '../../src/protocol/engine/index.js';
import { html, section } from '../kit/dom.js';
import { rovingTabindex } from '../kit/rovingTabindex.js';
import { showWhitespace } from '../kit/displayText.js';
import type { ExplainPage } from './explainPage.js';

/** More tokens than these are folded away. */
const SHOWN_AT_ONCE = 64;

/** The tokens that the model really saw; the one in focus tells its id and its place in the text. */
export function tokensReadSection({ say }: ExplainPage, tokens: readonly Token[]): HTMLElement {
  const hint = say('tokensReadHint', String(tokens.length));
  const line = html('p.dim.small.detail', { attributes: { 'aria-live': 'off' } }, hint);
  const items = tokens.map(({ id, text, start }) =>
    html(
      start === null ? 'span.token.added' : 'span.token',
      { attributes: { role: 'option', 'aria-label': say('tokenLabel', showWhitespace(text), String(id)) } },
      showWhitespace(text),
    ),
  );
  rovingTabindex(items, (index) => {
    const token = tokens[index];
    if (token) line.textContent = `${showWhitespace(token.text)} · ${place(say, token, index)}`;
  });
  const list = html(
    'div.tokens',
    { attributes: { role: 'listbox', 'aria-label': say('tokensRead'), 'aria-orientation': 'horizontal' } },
    ...items,
  );
  if (tokens.length <= SHOWN_AT_ONCE) return section('read', say('tokensRead'), list, line);
  return section('read', say('tokensRead'), html('details', {}, html('summary.dim.small', {}, hint), list, line));
}

function place(say: ExplainPage['say'], { id, start, end }: Token, index: number): string {
  if (start === null || end === null) return say('tokenAdded', String(index + 1), String(id));
  return say('tokenPlace', String(index + 1), String(id), String(start), String(end));
}
