import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { HeadAblationValue, HeadSummary, OcclusionValue } from '../../../src/protocol/engine/index.js';
import type { AttentionText } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../kit/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { alignmentSection } from './alignmentSection.js';
import { barList, type BarRow } from './barList.js';
import {
  effectAgreement,
  type OcclusionEffect,
  occlusionEffects,
  rowAgreement,
  readingWord,
} from '../model/occlusionEffects.js';
import type { ProbeState } from '../model/probe.js';
import { layerHeadText } from '../model/mapNames.js';

const LISTED = 5;

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

export interface DetailsEvents {
  /** a column is pointed at; −1: no longer */
  point: (column: number) => void;
  choose: (column: number) => void;
  occlude: () => void;
  stopOcclusion: () => void;
  ablate: () => void;
  stopAblation: () => void;
  head: (head: Pick<HeadSummary, 'layer' | 'head'>) => void;
  align: (row: Word) => void;
}

/** Beside the picture: what the word in focus looks at, what hiding others changes, how far the two agree. */
export function detailsPanel(page: AttentionPage, input: DetailsInput, on: DetailsEvents): HTMLElement[] {
  const { map, row } = input;
  const word = map.rows.words[row];
  if (!word)
    return [
      html('p.dim', {}, page.say('chooseWord')),
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

/** Figures of a list, their digits by its largest. */
function figureIn({ numbers }: AttentionPage, largest: number): (value: number) => string {
  const digits = largest >= 0.1 ? 2 : 3;
  const least = 10 ** -digits;
  return (value) =>
    value > 0 && value < least / 2 ? `< ${numbers.decimal(least, digits)}` : numbers.decimal(value, digits);
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
  const { say } = page;
  const bold = () => html('b', {}, trimToken(word.text));
  const list = (shown: DisplayedMap, kind: 'read' | 'rollout') =>
    barList(say('mostRead', trimToken(word.text)), kind, rowsOf(page, shown, row, on));
  const other = map.what === 'rollout' ? weights : rollout;
  const first = [
    html(
      'p',
      {},
      ...interpolateNodes(say(map.what === 'rollout' ? 'comesFrom' : 'looksMostAt'), layerHeadText(page, map), bold()),
    ),
    list(map, map.what === 'rollout' ? 'rollout' : 'read'),
    ...hiddenShare(page, map, row),
  ];
  if (map.what !== 'rollout' || !other || other.matrix.queries !== map.matrix.queries) return first;
  return [
    ...first,
    html('h2', {}, say('rawWeights')),
    html('p.dim.small', {}, layerHeadText(page, other)),
    list(other, 'read'),
  ];
}

/** Where a part of the row went to what is hidden: the numbers do not sum to 1. */
function hiddenShare(page: AttentionPage, { matrix, what }: DisplayedMap, row: number): HTMLElement[] {
  if (page.state.specials !== 'hide')
    return page.state.specials === 'show' ? [] : [html('p.dim.small', {}, page.say('renormalised'))];
  const rest = 1 - queryRow(matrix, row).reduce((sum, weight) => sum + weight, 0);
  if (rest < 0.005 || what === 'rollout') return [];
  return [html('p.dim.small', {}, page.say('hiddenShare', page.numbers.percent(rest)))];
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
  const { say, numbers } = page;
  const heading = html('h2', {}, say('whatChanges'));
  const note = (text: string) => [heading, html('p.dim.small', {}, text)];
  if (occlusion === 'not predicted') return note(say(word.start === null ? 'specialNotPredicted' : 'notPredicted'));
  if (occlusion.state === 'none') return [];
  if (occlusion.state === 'failed') return note(occlusion.error.message);
  if (occlusion.state === 'stopped') return [heading, html('p', {}, actionButton(say('hideWords'), on.occlude))];
  if (!known) return [heading, ...progressBlock(page, occlusion, ['hiding', 'hidingFar'], on.stopOcclusion)];
  const top = known.effects.toSorted((a, b) => b.bits - a.bits).slice(0, LISTED);
  const most = Math.max(top[0]?.bits ?? 0, 1e-9);
  const figure = figureIn(page, most);
  const isMasked = map.kind === 'encoder';
  const [best] = known.value.predictions;
  const explained = interpolateNodes(
    say(isMasked ? 'maskedInTurn' : 'hiddenInTurn'),
    html('b', {}, trimToken(word.text)),
  );
  return [
    heading,
    html('p.dim.small', {}, ...explained),
    barList(
      say('whatChanges'),
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
              say('predicts'),
              html('b', {}, trimToken(best.text)),
              numbers.percent(best.probability),
            ),
          ),
        ]
      : []),
  ];
}

function actionButton(text: string, click: () => void): HTMLElement {
  return html('button', { attributes: { type: 'button' }, on: { click } }, text);
}

/**
 * How far a question is that tries many things.
 * @param isWanted the user asked for it: it can be stopped at once, and not only when it takes its time
 */
function progressBlock(
  { say }: AttentionPage,
  probed: ProbeState<'occlusion' | 'headAblation'>,
  [text, far]: [AttentionText, AttentionText],
  stop: () => void,
  isWanted = false,
): HTMLElement[] {
  const count = probed.state === 'waiting' ? probed.far : null;
  const told = count ? say(far, String(count.done), String(count.count)) : say(text);
  return [
    html('p.dim.small.busy', {}, told),
    ...(count || isWanted ? [html('p', {}, actionButton(say('stop'), stop))] : []),
  ];
}

/** The three ways to look at the same words, compared by rank. */
function agreementBlock(
  page: AttentionPage,
  input: DetailsInput,
  known: ReturnType<typeof knownEffects>,
): HTMLElement[] {
  const { say, numbers } = page;
  const { map, row, weights, rollout } = input;
  const self = readingWord(map, row);
  const columns = map.columns.words;
  const own = weights && queryRow(weights.matrix, row);
  const rolled = rollout && queryRow(rollout.matrix, row);
  const effects =
    known && (known.value.hidden === 'source') === (map.columns.subjectAt !== null) ? known.effects : null;
  const pairs: [string, number | null][] = [
    [say('agreesHidden'), own && effects && effectAgreement(columns, own, effects, self)],
    [say('agreesRolloutHidden'), rolled && effects && effectAgreement(columns, rolled, effects, self)],
    [say('agreesRollout'), own && rolled && rowAgreement(columns, own, rolled, self)],
  ];
  const shown = pairs.filter((pair): pair is [string, number] => pair[1] !== null);
  const figure = (value: number) => numbers.decimal(value, 2);
  return [
    html('h2', {}, say('agreement')),
    ...(shown.length === 0
      ? [html('p.dim.small', {}, say('agreementUnknown'))]
      : [
          html('p.dim.small', {}, say('agreementCaption')),
          html(
            'dl.agreement',
            { attributes: { title: say('agreementMeaning') } },
            ...shown.map(([name, value]) =>
              html('div', {}, html('dt', {}, name), html('dd.number', {}, figure(value))),
            ),
          ),
        ]),
    html('p.dim.small.sense', {}, say('sense')),
  ];
}

function ablationBlock(
  page: AttentionPage,
  { ablation, map }: DetailsInput,
  word: Word,
  on: DetailsEvents,
): HTMLElement[] {
  const { say } = page;
  const heading = html('h2', {}, say('whichHeads'));
  const silence = () => html('p', {}, actionButton(say('silenceHeads'), on.ablate));
  switch (ablation.state) {
    case 'none':
    case 'stopped':
      return [heading, silence()];
    case 'waiting':
      return [heading, ...progressBlock(page, ablation, ['silencing', 'silencingFar'], on.stopAblation, true)];
    case 'failed':
      return [heading, html('p.dim.small', {}, ablation.error.message), silence()];
    case 'known':
      return [
        heading,
        html('p.dim.small', {}, ...interpolateNodes(say('silenced'), html('b', {}, trimToken(word.text)))),
        headList(page, ablation.value, map, on),
      ];
  }
}

function headList(
  page: AttentionPage,
  { effects }: HeadAblationValue,
  { kind }: DisplayedMap,
  on: DetailsEvents,
): HTMLElement {
  const { say } = page;
  const top = effects
    .filter((effect) => effect.kind === kind)
    .toSorted((a, b) => b.bits - a.bits)
    .slice(0, LISTED);
  const most = Math.max(top[0]?.bits ?? 0, 1e-9);
  const figure = figureIn(page, most);
  const rows = top.map(({ layer, head, bits }) => ({
    name: say('placeHead', String(layer + 1), String(head + 1)),
    share: Math.max(0, bits) / most,
    figure: figure(bits),
    choose: () => on.head({ layer, head }),
  }));
  return barList(say('whichHeads'), 'changed', rows);
}
