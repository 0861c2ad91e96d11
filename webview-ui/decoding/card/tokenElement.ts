import * as l10n from '@vscode/l10n';
import type { GenerationStep } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import { splitWhitespace, probabilityLevel } from '../../kit/probability.js';
import { trimToken, showWhitespace } from '../../../src/text/displayText.js';
import type { DecodingPage } from '../model/decodingPage.js';

/**
 * What stands on the page for a written token: spaces plain, its ink to be underlined by how probable it was.
 * @param ends it ends the text and is none of it
 * @param first it begins the line: its space shows nothing but a gap
 */
export function tokenElement(
  { numbers }: DecodingPage,
  step: GenerationStep,
  { ends, first }: { ends: boolean; first: boolean },
): HTMLElement {
  const { text, probability } = step;
  const { before, ink, after } = splitWhitespace(text);
  const label = l10n.t('{0}, probability {1}', trimToken(text), numbers.percent(probability));
  return html(
    `span.piece.level${probabilityLevel(probability)}${ends ? '.end' : ''}`,
    { attributes: { role: 'option', 'aria-label': label, 'aria-selected': false, tabindex: -1 } },
    first ? before.replace(/^ +/, '') : before,
    html('span.ink', {}, ink.trim() === '' ? showWhitespace(ink) : ink),
    ink.trim() === '' ? ink.replace(/[^\n]/g, '') : null,
    after,
  );
}
