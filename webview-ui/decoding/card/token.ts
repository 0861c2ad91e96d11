import type { GenerationStep } from '../../../src/protocol/engine/index.js';
import { html } from '../../shared/elements.js';
import { inkOf, levelOf } from '../../shared/probability.js';
import { named, visible } from '../../shared/texts.js';
import type { Page } from '../page.js';

/**
 * What stands on the page for a written token: spaces plain, its ink to be underlined by how probable it was.
 * @param ends it ends the text and is none of it
 * @param first it begins the line: its space shows nothing but a gap
 */
export function tokenElement(
  { say, numbers }: Page,
  step: GenerationStep,
  { ends, first }: { ends: boolean; first: boolean },
): HTMLElement {
  const { text, probability } = step;
  const { before, ink, after } = inkOf(text);
  const label = say('writtenLabel', named(text), numbers.percent(probability));
  return html(
    `span.piece.level${levelOf(probability)}${ends ? '.end' : ''}`,
    { attributes: { role: 'option', 'aria-label': label, 'aria-selected': false, tabindex: -1 } },
    first ? before.replace(/^ +/, '') : before,
    html('span.ink', {}, ink.trim() === '' ? visible(ink) : ink),
    ink.trim() === '' ? ink.replace(/[^\n]/g, '') : null,
    after,
  );
}
