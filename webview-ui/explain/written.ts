import type { GenerationStep, Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { wasFiltered } from '../shared/alternatives.js';
import { html, section } from '../shared/elements.js';
import { inkOf, LEVEL_BOUNDS, levelOf } from '../shared/probability.js';
import { rove } from '../shared/roving.js';
import { named, visible } from '../shared/texts.js';
import { tailOf } from './layout.js';
import type { Page } from './page.js';
import { stepCard } from './stepCard.js';
import { surprise } from './surprise.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Of a long prompt only its end is shown here, in UTF-16 units and without blank lines; all its tokens stand further below. */
const PROMPT_SHOWN = 320;

/**
 * What stands on the page for a written token: spaces plain, its ink underlined by how probable it was.
 * @param ends it ends the text and is none of it
 */
function token({ say, numbers }: Page, { text, probability }: GenerationStep, ends: boolean): HTMLElement {
  const { before, ink, after } = inkOf(text);
  const breaks = ink.includes('\n') ? [...ink.matchAll(/\n/g)].map(() => html('br')) : [];
  return html(
    `span.piece.level${levelOf(probability)}${ends ? '.end' : ''}`,
    { attributes: { role: 'option', 'aria-label': say('writtenLabel', named(text), numbers.percent(probability)) } },
    before,
    html('span.ink', {}, ink.trim() === '' ? visible(ink) : ink),
    after,
    ...breaks,
  );
}

/** The classes of underlines, thin to thick, with their bounds in numbers. */
function legend({ say, numbers }: Page): HTMLElement {
  const bound = (share: number) => numbers.percent(share).replace(/[.,]0/, '');
  const last = LEVEL_BOUNDS.at(-1) ?? 0;
  const names = [...LEVEL_BOUNDS.map((share) => say('atLeast', bound(share))), say('below', bound(last))];
  return html(
    'p.legend.dim.small',
    {},
    `${say('legend')}: `,
    ...names.map((name, level) => html(`span.level${level}`, {}, html('span.ink', {}, name))),
    html('span', {}, say('writtenHint')),
  );
}

/** The text before and after its tokens, the tokens, the alternatives of the one in focus, and their surprise. */
export function written(page: Page, result: GenerateResult, { steps = [], finish }: Sequence): HTMLElement {
  const { say } = page;
  if (steps.length === 0) return section('written', say('written'), html('p', {}, say('writtenNothing')));
  const { params, value } = result;
  const { strategy, doSample, temperature } = params.decoding;
  const first = Math.min(page.state.step, steps.length - 1);
  const filtered = wasFiltered(steps);
  const drawn = temperature !== 0 && (strategy === 'sample' || doSample === true);
  const items = steps.map((step, index) => token(page, step, finish === 'eos' && index === steps.length - 1));
  const card = html('div.step');
  const { element: line, mark } = surprise(page, steps, (index) => items[index]?.focus());
  const show = (index: number) => {
    const step = steps[index];
    if (!step) return;
    items.forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    card.replaceChildren(stepCard(page, { step, index, count: steps.length, filtered, drawn }));
    mark(index);
    page.remember({ step: index });
  };
  rove(items, show, first);
  show(first);
  const prompt = params.text ?? value.prompt.map(({ text }) => text).join('');
  const list = html(
    'div.flow',
    {},
    html('span.prompt', {}, tailOf(prompt.replace(/\n\s*\n/g, '\n'), PROMPT_SHOWN)),
    html(
      'span',
      { attributes: { role: 'listbox', 'aria-label': say('written'), 'aria-orientation': 'horizontal' } },
      ...items,
    ),
  );
  const text = section('written', say('written'), list, legend(page), card);
  text.append(line);
  return text;
}
