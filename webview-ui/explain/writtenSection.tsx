import * as l10n from '@vscode/l10n';
import type { GenerationStep, Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { hasFilteredProbabilities } from '../kit/stepAlternatives.js';
import { html, section } from '../kit/dom.js';
import { splitWhitespace, LEVEL_BOUNDS, probabilityLevel } from '../kit/probability.js';
import { rovingTabindex } from '../kit/rovingTabindex.js';
import { trimToken, showWhitespace } from '../kit/displayText.js';
import { textTail } from './textParts.js';
import type { ExplainPage } from './explainPage.js';
import { stepCard } from './stepCard.js';
import { surprisalLine } from './surprisalLine.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Of a long prompt only its end is shown here, in UTF-16 units and without blank lines; all its tokens stand further below. */
const PROMPT_SHOWN = 320;

/**
 * What stands on the page for a written token: spaces plain, its ink underlined by how probable it was.
 * @param ends it ends the text and is none of it
 */
function token({ numbers }: ExplainPage, { text, probability }: GenerationStep, ends: boolean): HTMLElement {
  const { before, ink, after } = splitWhitespace(text);
  const breaks = ink.includes('\n') ? [...ink.matchAll(/\n/g)].map(() => html('br')) : [];
  return html(
    `span.piece.level${probabilityLevel(probability)}${ends ? '.end' : ''}`,
    {
      attributes: {
        role: 'option',
        'aria-label': l10n.t('{0}, probability {1}', trimToken(text), numbers.percent(probability)),
      },
    },
    before,
    html('span.ink', {}, ink.trim() === '' ? showWhitespace(ink) : ink),
    after,
    ...breaks,
  );
}

/** The classes of underlines, thin to thick, with their bounds in numbers. */
function legend({ numbers }: ExplainPage): HTMLElement {
  const bound = (share: number) => numbers.percent(share).replace(/[.,]0/, '');
  const last = LEVEL_BOUNDS.at(-1) ?? 0;
  const names = [...LEVEL_BOUNDS.map((share) => l10n.t('from {0}', bound(share))), l10n.t('below {0}', bound(last))];
  return html(
    'p.legend.dim.small',
    {},
    `${l10n.t('Probability')}: `,
    ...names.map((name, level) => html(`span.level${level}`, {}, html('span.ink', {}, name))),
    html('span', {}, l10n.t('The prompt is dimmed. Arrow keys move through the tokens.')),
  );
}

/** The text before and after its tokens, the tokens, the alternatives of the one in focus, and their surprise. */
export function writtenSection(
  page: ExplainPage,
  result: GenerateResult,
  { steps = [], finish }: Sequence,
): HTMLElement {
  if (steps.length === 0)
    return section(
      'written',
      l10n.t('What it wrote'),
      html('p', {}, l10n.t('It ended the text at once and wrote nothing.')),
    );
  const { params, value } = result;
  const first = Math.min(page.state.step, steps.length - 1);
  const filtered = hasFilteredProbabilities(steps);
  // The engine gives a seed back where chance had a part.
  const drawn = value.seed !== undefined;
  const items = steps.map((step, index) => token(page, step, finish === 'eos' && index === steps.length - 1));
  const card = html('div.step');
  const { element: line, mark } = surprisalLine(page, steps, (index) => items[index]?.focus());
  const show = (index: number) => {
    const step = steps[index];
    if (!step) return;
    items.forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    card.replaceChildren(stepCard(page, { step, index, count: steps.length, filtered, drawn }));
    mark(index);
    page.setState({ step: index });
  };
  rovingTabindex(items, show, first);
  show(first);
  const prompt = params.text ?? value.prompt.map(({ text }) => text).join('');
  const list = html(
    'div.flow',
    {},
    html('span.prompt', {}, textTail(prompt.replace(/\n\s*\n/g, '\n'), PROMPT_SHOWN)),
    html(
      'span',
      { attributes: { role: 'listbox', 'aria-label': l10n.t('What it wrote'), 'aria-orientation': 'horizontal' } },
      ...items,
    ),
  );
  const text = section('written', l10n.t('What it wrote'), list, legend(page), card);
  text.append(line);
  return text;
}
