import * as l10n from '@vscode/l10n';
import { TINY_TEMPERATURE } from '../../../src/decoding/config/determinism.js';
import type { DeterminismCheck } from '../../../src/protocol/webviews/index.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { dropLeadingSpace } from '../../../src/text/displayText.js';
import { firstDivergence, piecesOf, type PiecedRun } from './runDivergence.js';

type Part = DeterminismCheck['parts'][number];

/** Tokens before the parting that are shown. */
const CONTEXT = 12;

/** Three runs of a recipe: equal, or where they part; and the same at temperature 0, nearly 0, and with one seed. */
export class DeterminismView {
  readonly element: HTMLElement;
  readonly #running = html('p.small.dim', { attributes: { role: 'status' } });
  readonly #parts = html('div');
  readonly #fault = html('p.fault.small');
  readonly #context: ViewContext;

  constructor(context: ViewContext) {
    this.#context = context;
    this.element = html(
      'div.determinism',
      { attributes: { role: 'group', 'aria-label': l10n.t('Determinism check') } },
      this.#parts,
      this.#running,
      this.#fault,
    );
  }

  update(check: DeterminismCheck | null): void {
    this.#running.textContent = check && check.running > 0 ? l10n.t('{0} runs to come …', String(check.running)) : '';
    this.#fault.textContent = check?.error ? errorText(check.error, this.#context.numbers.number) : '';
    const drawnRecipe = (check?.parts.length ?? 0) > 1;
    this.#parts.replaceChildren(...(check?.parts ?? []).map((part) => partView(this.#context, part, drawnRecipe)));
  }
}

function partMeaning({ numbers }: ViewContext, kind: Part['kind'], drawnRecipe: boolean): string {
  switch (kind) {
    case 'recipe':
      return drawnRecipe
        ? l10n.t(
            'Three runs of this recipe: tokens are drawn, each run with a seed of its own unless the recipe has one.',
          )
        : l10n.t('Three runs of this recipe: nothing is drawn in it, so chance has no part.');
    case 'zero':
      return l10n.t('Temperature 0: always the most probable token, the same with every seed.');
    case 'tiny':
      return l10n.t(
        'Temperature {0}: still drawn, but all probability is on the highest logit; runs part only where two are nearly equal.',
        numbers.number(TINY_TEMPERATURE),
      );
    case 'seed':
      return l10n.t('One seed three times: drawn as ever, with the same random numbers, so the same text.');
  }
}

/** The same of what a server draws: what it was asked for, since what it does with that is its own. */
function servedMeaning({ numbers }: ViewContext, kind: Part['kind'], drawnRecipe: boolean): string {
  switch (kind) {
    case 'recipe':
      return drawnRecipe
        ? l10n.t(
            'Three runs of this recipe, drawn by the server, which was given a seed of its own for each unless the recipe has one.',
          )
        : l10n.t('Three runs of this recipe, decoded by the server: it was asked to draw nothing.');
    case 'zero':
      return l10n.t('Temperature 0, decoded by the server: it was asked for the most probable token each time.');
    case 'tiny':
      return l10n.t(
        'Temperature {0}, drawn by the server: if it takes that, nearly all probability is on the highest logit.',
        numbers.number(TINY_TEMPERATURE),
      );
    case 'seed':
      return l10n.t('One seed three times, drawn by the server: equal texts where it takes seeds.');
  }
}

function verdictOf(runs: readonly PiecedRun[], by: 'tokens' | 'words', parting: number | null): HTMLElement | null {
  if (runs.length < 2) return null;
  const [count, place] = [String(runs[0]?.keys.length ?? 0), String((parting ?? 0) + 1)];
  if (parting === null) {
    const same =
      by === 'tokens'
        ? l10n.t('equal, all {0} tokens three times', count)
        : l10n.t('the text is equal, three times; words: {0}', count);
    return html('p.verdict.same', {}, `= ${same}`);
  }
  const parted = by === 'tokens' ? l10n.t('they part at token {0}', place) : l10n.t('they part at word {0}', place);
  return html('p.verdict.parted', {}, `≠ ${parted}`);
}

function partView(context: ViewContext, { kind, runs: checked }: Part, drawnRecipe: boolean): HTMLElement {
  const { runs, by } = piecesOf(checked);
  const parting = firstDivergence(runs);
  const meaning = by === 'tokens' ? partMeaning : servedMeaning;
  const rows = parting === null ? runs.slice(0, 1) : runs;
  return html(
    `div.part.${kind}`,
    {},
    html('p.small', {}, meaning(context, kind, drawnRecipe)),
    verdictOf(runs, by, parting),
    html('ol.runs', {}, ...rows.map((run, index) => runView(run, parting, parting === null ? null : index + 1))),
  );
}

function runView({ texts }: PiecedRun, parting: number | null, number: number | null) {
  const name = number === null ? null : html('span.small.dim', {}, l10n.t('Repetition {0}', String(number)));
  if (parting === null) return html('li', {}, name, html('span.text', {}, texts.join('').trim()));
  const from = Math.max(0, parting - CONTEXT);
  const there = texts[parting];
  const mark =
    there === undefined
      ? html('mark.gone', { attributes: { title: l10n.t('parts here') } }, l10n.t('ended before'))
      : html('mark', { attributes: { title: l10n.t('parts here') } }, dropLeadingSpace(there));
  return html(
    'li',
    {},
    name,
    html(
      'span.text',
      {},
      `${from > 0 ? '…' : ''}${texts.slice(from, parting).join('').trimStart()}${there?.startsWith(' ') === false ? '' : ' '}`,
      mark,
      texts.slice(parting + 1).join(''),
    ),
  );
}
