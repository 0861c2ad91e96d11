import * as l10n from '@vscode/l10n';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { OcclusionValue } from '../../../src/protocol/engine/index.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { alignmentSection } from './alignmentSection.js';
import { ablationBlock, type AblationEvents } from './ablationSection.js';
import { barList, figureIn, LISTED, type BarRow } from './barList.js';
import { actionButton, progressBlock, type Far } from './progressBlock.js';
import {
  effectAgreement,
  type OcclusionEffect,
  occlusionEffects,
  rowAgreement,
  readingWord,
} from '../model/occlusionEffects.js';
import type { ProbeState } from '../model/probe.js';
import { layerHeadText } from '../model/mapNames.js';

/** All that the column beside the picture tells of the word in focus. */
export interface DetailsInput {
  map: DisplayedMap;
  row: number;
  /** rows of the same words: weights of the head or average that is chosen, and rollout; null while unknown */
  weights: DisplayedMap | null;
  rollout: DisplayedMap | null;
  /** the reason why nothing can be hidden, or what is known */
  occlusion: ProbeState<'occlusion'> | 'not predicted';
  ablation: ProbeState<'headAblation'>;
  /** of the word that a target's word was written from */
  alignment: { word: Word; read: Word | null; weight: number }[] | null;
}

export interface DetailsEvents extends AblationEvents {
  /** a column is pointed at; −1: no longer */
  point: (column: number) => void;
  choose: (column: number) => void;
  occlude: () => void;
  stopOcclusion: () => void;
  align: (row: Word) => void;
}

/** Beside the picture: what the word in focus looks at, what hiding others changes, how far the two agree. */
export function detailsPanel(page: AttentionPage, input: DetailsInput, on: DetailsEvents): HTMLElement[] {
  const { map, row } = input;
  const word = map.rows.words[row];
  if (!word)
    return [
      html(
        'p.dim',
        {},
        l10n.t(
          'Choose a word: click it in the picture, move there with the arrow keys, or put the cursor on it in the text.',
        ),
      ),
      ...(input.alignment ? [alignmentSection(page, input.alignment, on.align)] : []),
    ];
  const known = knownEffects(page, input);
  const blocks = [
    [html('h2.subject', {}, trimToken(word.text)), ...readList(page, input, word, on)],
    occlusionList(page, input, word, known, on),
    agreementBlock(page, input, known),
    input.alignment ? [alignmentSection(page, input.alignment, on.align)] : [],
    // Without a prediction there is nothing that a head could change.
    input.occlusion === 'not predicted' ? [] : ablationBlock(page, input, word, on),
  ];
  return blocks.filter((block) => block.length > 0).map((block) => html('div.block', {}, ...block));
}

function rowsOf(page: AttentionPage, map: DisplayedMap, row: number, on: DetailsEvents): BarRow[] {
  const weights = queryRow(map.matrix, row);
  const top = topWeights(weights, LISTED);
  const most = top[0]?.weight ?? 1;
  const figure = figureIn(page, most);
  return top.map(({ index, weight }) => ({
    name: trimToken(map.columns.words[index]?.text ?? ''),
    share: weight / most,
    figure: figure(weight),
    point: (isOn) => on.point(isOn ? index : -1),
    choose: () => on.choose(index),
  }));
}

function readList(
  page: AttentionPage,
  { map, row, weights, rollout }: DetailsInput,
  word: Word,
  on: DetailsEvents,
): HTMLElement[] {
  const bold = () => html('b', {}, trimToken(word.text));
  const list = (shown: DisplayedMap, kind: 'read' | 'rollout') =>
    barList(l10n.t('What {0} looks at most', trimToken(word.text)), kind, rowsOf(page, shown, row, on));
  const other = map.what === 'rollout' ? weights : rollout;
  const first = [
    html(
      'p',
      {},
      ...interpolateNodes(
        map.what === 'rollout' ? l10n.t('In the {0}, {1} is made up most of') : l10n.t('In {0}, {1} looks most at'),
        layerHeadText(map),
        bold(),
      ),
    ),
    list(map, map.what === 'rollout' ? 'rollout' : 'read'),
    ...hiddenShare(page, map, row),
  ];
  if (map.what !== 'rollout' || !other || other.matrix.queries !== map.matrix.queries) return first;
  return [
    ...first,
    html('h2', {}, l10n.t('Beside it, the weights')),
    html('p.dim.small', {}, layerHeadText(other)),
    list(other, 'read'),
  ];
}

/** Where a part of the row went to what is hidden: the numbers do not sum to 1. */
function hiddenShare(page: AttentionPage, { matrix, what }: DisplayedMap, row: number): HTMLElement[] {
  if (page.state.specials !== 'hide')
    return page.state.specials === 'show'
      ? []
      : [html('p.dim.small', {}, l10n.t('Special tokens are hidden; what is left of each row is renormalised to 1.'))];
  const rest = 1 - queryRow(matrix, row).reduce((sum, weight) => sum + weight, 0);
  if (rest < 0.005 || what === 'rollout') return [];
  return [
    html(
      'p.dim.small',
      {},
      l10n.t('{0} of this row goes to special tokens, which are hidden.', page.numbers.percent(rest)),
    ),
  ];
}

function knownEffects(
  page: AttentionPage,
  { occlusion }: DetailsInput,
): { value: OcclusionValue; effects: OcclusionEffect[] } | null {
  if (occlusion === 'not predicted' || occlusion.state !== 'known') return null;
  const text = page.state.prefix + (page.subject?.text ?? '');
  return {
    value: occlusion.value,
    effects: occlusionEffects(occlusion.value, text, page.state.words),
  };
}

function occlusionList(
  page: AttentionPage,
  { map, occlusion }: DetailsInput,
  word: Word,
  known: ReturnType<typeof knownEffects>,
  on: DetailsEvents,
): HTMLElement[] {
  const { numbers } = page;
  const heading = html('h2', {}, l10n.t('What changes if it is hidden'));
  const note = (text: string) => [heading, html('p.dim.small', {}, text)];
  if (occlusion === 'not predicted')
    return note(
      word.start === null
        ? l10n.t('Nothing is predicted in place of a special token.')
        : l10n.t('This encoder predicts nothing by itself; its decoder does. Look at the decoder or cross map.'),
    );
  if (occlusion.state === 'none') return [];
  if (occlusion.state === 'failed') return note(errorText(toErrorValue(occlusion.error), numbers.number));
  if (occlusion.state === 'stopped')
    return [heading, html('p', {}, actionButton(l10n.t('Hide Each Word'), on.occlude))];
  if (!known) return [heading, ...progressBlock(occlusion, hidingText, on.stopOcclusion)];
  const top = known.effects.toSorted((a, b) => b.bits - a.bits).slice(0, LISTED);
  const most = Math.max(top[0]?.bits ?? 0, 1e-9);
  const figure = figureIn(page, most);
  const isMasked = map.kind === 'encoder';
  const [best] = known.value.predictions;
  const explained = interpolateNodes(
    isMasked
      ? l10n.t('Each word masked in turn; change of the prediction for {0}, in bits.')
      : l10n.t('Each word hidden in turn; change of what is predicted after {0}, in bits.'),
    html('b', {}, trimToken(word.text)),
  );
  return [
    heading,
    html('p.dim.small', {}, ...explained),
    barList(
      l10n.t('What changes if it is hidden'),
      'changed',
      top.map(({ word: other, bits }) => {
        const column = map.columns.words.findIndex(({ from }) => from === other.from);
        const isHere = column >= 0 && (known.value.hidden === 'source') === (map.columns.subjectAt !== null);
        return {
          name: trimToken(other.text),
          share: Math.max(0, bits) / most,
          figure: figure(bits),
          ...(isHere && { point: (isOn: boolean) => on.point(isOn ? column : -1), choose: () => on.choose(column) }),
        };
      }),
    ),
    ...(best
      ? [
          html(
            'p.dim.small',
            {},
            ...interpolateNodes(
              l10n.t('With nothing hidden the model says {0} there, at {1}.'),
              html('b', {}, trimToken(best.text)),
              numbers.percent(best.probability),
            ),
          ),
        ]
      : []),
  ];
}

function hidingText(far: Far | null): string {
  if (!far) return l10n.t('Hiding one word after the other …');
  return l10n.t('Hiding one word after the other: {0} of {1} …', String(far.done), String(far.count));
}

/** The three ways to look at the same words, compared by rank. */
function agreementBlock(
  page: AttentionPage,
  input: DetailsInput,
  known: ReturnType<typeof knownEffects>,
): HTMLElement[] {
  const { numbers } = page;
  const { map, row, weights, rollout } = input;
  const self = readingWord(map, row);
  const columns = map.columns.words;
  const own = weights && queryRow(weights.matrix, row);
  const rolled = rollout && queryRow(rollout.matrix, row);
  const effects =
    known && (known.value.hidden === 'source') === (map.columns.subjectAt !== null) ? known.effects : null;
  const pairs: [string, number | null][] = [
    [l10n.t('attention and hiding'), own && effects && effectAgreement(columns, own, effects, self)],
    [l10n.t('rollout and hiding'), rolled && effects && effectAgreement(columns, rolled, effects, self)],
    [l10n.t('attention and rollout'), own && rolled && rowAgreement(columns, own, rolled, self)],
  ];
  const shown = pairs.filter((pair): pair is [string, number] => pair[1] !== null);
  const figure = (value: number) => numbers.decimal(value, 2);
  return [
    html('h2', {}, l10n.t('Agreement')),
    ...(shown.length === 0
      ? [html('p.dim.small', {}, l10n.t('There are too few words to compare.'))]
      : [
          html('p.dim.small', {}, l10n.t('Rank correlation, −1 to 1')),
          html(
            'dl.agreement',
            {
              attributes: {
                title: l10n.t(
                  'Spearman’s rank correlation over the other words: 1 the same order, 0 none, −1 the opposite',
                ),
              },
            },
            ...shown.map(([name, value]) =>
              html('div', {}, html('dt', {}, name), html('dd.number', {}, figure(value))),
            ),
          ),
        ]),
    html(
      'p.dim.small.sense',
      {},
      l10n.t(
        'Attention shows where information could flow from, not what the model used. What hiding changes is measured by changing the input.',
      ),
    ),
  ];
}
