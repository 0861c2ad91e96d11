import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html } from '../kit/dom.js';
import { commandOf, resultJson } from './copyResult.js';
import type { ExplainPage } from './explainPage.js';

/** Below this many milliseconds the time is shown in them. */
const SECOND = 1000;

/** UTF-16 units of what was taken that are shown. */
const LONGEST = 80;

function formatTime({ numbers }: ExplainPage, milliseconds: number): string {
  if (milliseconds < SECOND) return l10n.t('{0} ms', numbers.decimal(milliseconds, 0));
  return l10n.t('{0} s', numbers.decimal(milliseconds / SECOND, 1));
}

function titleOf(kind: LastResult['kind']): string {
  switch (kind) {
    case 'fillMask':
      return l10n.t('Fill Mask');
    case 'generate':
      return l10n.t('Continue Text');
    case 'translate':
      return l10n.t('Translation');
  }
}

/** Which command and model, how long it took, and the ways to carry the result off. */
export function resultHeader(page: ExplainPage, result: LastResult): HTMLElement {
  const button = (what: 'json' | 'command', label: string, text: () => string) =>
    html('button', { attributes: { type: 'button' }, on: { click: () => page.copy(what, text()) } }, label);
  return html(
    'header',
    {},
    html('h1', {}, titleOf(result.kind)),
    html('p.dim', {}, `${result.value.model} · ${formatTime(page, result.milliseconds)}`),
    html(
      'div.actions',
      {},
      html('span.copied.dim', { attributes: { role: 'status' } }),
      button('json', l10n.t('Copy JSON'), () => resultJson(result)),
      button('command', l10n.t('Copy Command'), () => commandOf(result, page.shell)),
    ),
  );
}

/** Says, to eyes and screen readers, that something was copied. */
export function showCopied(root: ParentNode, text: string): void {
  const status = root.querySelector('.copied');
  if (status) status.textContent = text;
}

/** One line on what the user took of it. */
export function takenLine(taken: string | null): HTMLElement {
  return html(
    'p.taken.dim',
    {},
    taken === null ? l10n.t('Nothing taken so far') : l10n.t('Taken: {0}', excerpt(taken)),
  );
}

/** A long text is told by its beginning. */
function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
