import { TINY_TEMPERATURE } from '../../../src/decoding/config/determinism.js';
import type { DecodingLabText, DeterminismCheck } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { dropLeadingSpace } from '../../kit/displayText.js';
import { firstDivergence, type CheckedRun } from './runDivergence.js';

type Part = DeterminismCheck['parts'][number];

/** Tokens before the parting that are shown. */
const CONTEXT = 12;

const SENTENCES: Record<Exclude<Part['kind'], 'recipe'>, DecodingLabText> = {
  zero: 'determinismZero',
  tiny: 'determinismTiny',
  seed: 'determinismSeed',
};

export interface DeterminismView {
  element: HTMLElement;
  update: (check: DeterminismCheck | null) => void;
}

/** Three runs of a recipe: equal, or where they part; and the same at temperature 0, nearly 0, and with one seed. */
export function determinismView(context: ViewContext): DeterminismView {
  const { say } = context;
  const running = html('p.small.dim', { attributes: { role: 'status' } });
  const parts = html('div');
  const fault = html('p.fault.small');
  return {
    element: html(
      'div.determinism',
      { attributes: { role: 'group', 'aria-label': say('determinism') } },
      parts,
      running,
      fault,
    ),
    update: (check) => {
      running.textContent = check && check.running > 0 ? say('determinismRunning', String(check.running)) : '';
      fault.textContent = check?.error?.message ?? '';
      const drawnRecipe = (check?.parts.length ?? 0) > 1;
      parts.replaceChildren(...(check?.parts ?? []).map((part) => partView(context, part, drawnRecipe)));
    },
  };
}

function partView({ say, numbers }: ViewContext, { kind, runs }: Part, drawnRecipe: boolean): HTMLElement {
  const sentence =
    kind === 'recipe'
      ? say(drawnRecipe ? 'determinismRecipeDrawn' : 'determinismRecipe')
      : say(SENTENCES[kind], numbers.decimal(TINY_TEMPERATURE, 4));
  const parting = firstDivergence(runs);
  const verdict =
    runs.length < 2
      ? null
      : parting === null
        ? html('p.verdict.same', {}, `= ${say('determinismEqual', String(runs[0]?.ids.length ?? 0))}`)
        : html('p.verdict.parted', {}, `≠ ${say('determinismParted', String(parting + 1))}`);
  const rows = parting === null ? runs.slice(0, 1) : runs;
  return html(
    `div.part.${kind}`,
    {},
    html('p.small', {}, sentence),
    verdict,
    html('ol.runs', {}, ...rows.map((run, index) => runView(say, run, parting, parting === null ? null : index + 1))),
  );
}

function runView(say: ViewContext['say'], { ids, texts }: CheckedRun, parting: number | null, number: number | null) {
  const name = number === null ? null : html('span.small.dim', {}, say('determinismRun', String(number)));
  if (parting === null) return html('li', {}, name, html('span.text', {}, texts.join('').trim()));
  const from = Math.max(0, parting - CONTEXT);
  const there = texts[parting];
  const mark =
    there === undefined || parting >= ids.length
      ? html('mark.gone', { attributes: { title: say('determinismDiffers') } }, say('determinismEnded'))
      : html('mark', { attributes: { title: say('determinismDiffers') } }, dropLeadingSpace(there));
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
