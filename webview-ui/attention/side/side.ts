import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { HeadAblationValue, HeadSummary, OcclusionValue } from '../../../src/protocol/engine/index.js';
import type { AttentionText } from '../../../src/protocol/webviews/index.js';
import { html } from '../../shared/elements.js';
import { rich } from '../../shared/rich.js';
import { named } from '../../shared/texts.js';
import type { Page } from '../page.js';
import type { ShownMap } from '../shown.js';
import { alignmentSection } from './alignment.js';
import { barList, type BarRow } from './bars.js';
import { agreementOf, type Effect, effectsOf, rowAgreement, selfOf } from './compare.js';
import type { Probed } from './probe.js';

const LISTED = 5;

/** All that the column beside the picture tells of the word in focus. */
export interface SideGiven {
  map: ShownMap;
  row: number;
  /** rows of the same words: weights of the head or average that is chosen, and rollout; null while unknown */
  weights: ShownMap | null;
  rollout: ShownMap | null;
  /** the reason why nothing can be hidden, or what is known */
  occlusion: Probed<'occlusion'> | 'not predicted';
  ablation: Probed<'headAblation'>;
  /** of the word that a target's word was written from */
  alignment: { word: Word; read: Word | null; weight: number }[] | null;
}

export interface SideEvents {
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
export function sideColumn(page: Page, given: SideGiven, on: SideEvents): HTMLElement[] {
  const { map, row } = given;
  const word = map.rows.words[row];
  if (!word)
    return [
      html('p.dim', {}, page.say('chooseWord')),
      ...(given.alignment ? [alignmentSection(page, given.alignment, on.align)] : []),
    ];
  const known = knownEffects(page, given);
  const blocks = [
    [html('h2.subject', {}, named(word.text)), ...readList(page, given, word, on)],
    occlusionList(page, given, word, known, on),
    agreement(page, given, known),
    given.alignment ? [alignmentSection(page, given.alignment, on.align)] : [],
    // Without a prediction there is nothing that a head could change.
    given.occlusion === 'not predicted' ? [] : ablation(page, given, word, on),
  ];
  return blocks.filter((block) => block.length > 0).map((block) => html('div.block', {}, ...block));
}

/** The head or average in words: “layer 3, head 5”. */
export function placeText({ say }: Page, { what, layer, head }: Pick<ShownMap, 'what' | 'layer' | 'head'>): string {
  if (what === 'rollout') return say('placeRollout');
  if (layer === null) return say('placeAll');
  if (head === null) return say('placeLayer', String(layer + 1));
  return say('placeHead', String(layer + 1), String(head + 1));
}

/** Figures of a list, their digits by its largest. */
function figureIn({ numbers }: Page, largest: number): (value: number) => string {
  const digits = largest >= 0.1 ? 2 : 3;
  const least = 10 ** -digits;
  return (value) =>
    value > 0 && value < least / 2 ? `< ${numbers.decimal(least, digits)}` : numbers.decimal(value, digits);
}

function rowsOf(page: Page, map: ShownMap, row: number, on: SideEvents): BarRow[] {
  const weights = queryRow(map.matrix, row);
  const top = topWeights(weights, LISTED);
  const most = top[0]?.weight ?? 1;
  const figure = figureIn(page, most);
  return top.map(({ index, weight }) => ({
    name: named(map.columns.words[index]?.text ?? ''),
    share: weight / most,
    figure: figure(weight),
    point: (isOn) => on.point(isOn ? index : -1),
    choose: () => on.choose(index),
  }));
}

function readList(page: Page, { map, row, weights, rollout }: SideGiven, word: Word, on: SideEvents): HTMLElement[] {
  const { say } = page;
  const bold = () => html('b', {}, named(word.text));
  const list = (shown: ShownMap, kind: 'read' | 'rollout') =>
    barList(say('mostRead', named(word.text)), kind, rowsOf(page, shown, row, on));
  const other = map.what === 'rollout' ? weights : rollout;
  const first = [
    html('p', {}, ...rich(say(map.what === 'rollout' ? 'comesFrom' : 'looksMostAt'), placeText(page, map), bold())),
    list(map, map.what === 'rollout' ? 'rollout' : 'read'),
    ...hiddenShare(page, map, row),
  ];
  if (map.what !== 'rollout' || !other || other.matrix.queries !== map.matrix.queries) return first;
  return [
    ...first,
    html('h2', {}, say('rawWeights')),
    html('p.dim.small', {}, placeText(page, other)),
    list(other, 'read'),
  ];
}

/** Where a part of the row went to what is hidden: the numbers do not sum to 1. */
function hiddenShare(page: Page, { matrix, what }: ShownMap, row: number): HTMLElement[] {
  if (page.state.specials !== 'hide')
    return page.state.specials === 'show' ? [] : [html('p.dim.small', {}, page.say('renormalised'))];
  const rest = 1 - queryRow(matrix, row).reduce((sum, weight) => sum + weight, 0);
  if (rest < 0.005 || what === 'rollout') return [];
  return [html('p.dim.small', {}, page.say('hiddenShare', page.numbers.percent(rest)))];
}

function knownEffects(page: Page, { occlusion }: SideGiven): { value: OcclusionValue; effects: Effect[] } | null {
  if (occlusion === 'not predicted' || occlusion.state !== 'known') return null;
  const text = page.state.prefix + (page.subject?.text ?? '');
  return {
    value: occlusion.value,
    effects: effectsOf(occlusion.value, text, page.state.words),
  };
}

function occlusionList(
  page: Page,
  { map, occlusion }: SideGiven,
  word: Word,
  known: ReturnType<typeof knownEffects>,
  on: SideEvents,
): HTMLElement[] {
  const { say, numbers } = page;
  const heading = html('h2', {}, say('whatChanges'));
  const note = (text: string) => [heading, html('p.dim.small', {}, text)];
  if (occlusion === 'not predicted') return note(say(word.start === null ? 'specialNotPredicted' : 'notPredicted'));
  if (occlusion.state === 'none') return [];
  if (occlusion.state === 'failed') return note(occlusion.error.message);
  if (occlusion.state === 'stopped') return [heading, html('p', {}, actionButton(say('hideWords'), on.occlude))];
  if (!known) return [heading, ...waiting(page, occlusion, ['hiding', 'hidingFar'], on.stopOcclusion)];
  const top = known.effects.toSorted((a, b) => b.bits - a.bits).slice(0, LISTED);
  const most = Math.max(top[0]?.bits ?? 0, 1e-9);
  const figure = figureIn(page, most);
  const isMasked = map.kind === 'encoder';
  const [best] = known.value.predictions;
  const explained = rich(say(isMasked ? 'maskedInTurn' : 'hiddenInTurn'), html('b', {}, named(word.text)));
  return [
    heading,
    html('p.dim.small', {}, ...explained),
    barList(
      say('whatChanges'),
      'changed',
      top.map(({ word: other, bits }) => {
        const column = map.columns.words.findIndex(({ from }) => from === other.from);
        const isHere = column >= 0 && (known.value.hideTokens === 'source') === (map.columns.subjectAt !== null);
        return {
          name: named(other.text),
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
            ...rich(say('predicts'), html('b', {}, named(best.text)), numbers.percent(best.probability)),
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
 * @param isWanted the person asked for it: it can be stopped at once, and not only when it takes its time
 */
function waiting(
  { say }: Page,
  probed: Probed<'occlusion' | 'headAblation'>,
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
function agreement(page: Page, given: SideGiven, known: ReturnType<typeof knownEffects>): HTMLElement[] {
  const { say, numbers } = page;
  const { map, row, weights, rollout } = given;
  const self = selfOf(map, row);
  const columns = map.columns.words;
  const own = weights && queryRow(weights.matrix, row);
  const rolled = rollout && queryRow(rollout.matrix, row);
  const effects =
    known && (known.value.hideTokens === 'source') === (map.columns.subjectAt !== null) ? known.effects : null;
  const pairs: [string, number | null][] = [
    [say('agreesHidden'), own && effects && agreementOf(columns, own, effects, self)],
    [say('agreesRolloutHidden'), rolled && effects && agreementOf(columns, rolled, effects, self)],
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

function ablation(page: Page, { ablation, map }: SideGiven, word: Word, on: SideEvents): HTMLElement[] {
  const { say } = page;
  const heading = html('h2', {}, say('whichHeads'));
  const silence = () => html('p', {}, actionButton(say('silenceHeads'), on.ablate));
  switch (ablation.state) {
    case 'none':
    case 'stopped':
      return [heading, silence()];
    case 'waiting':
      return [heading, ...waiting(page, ablation, ['silencing', 'silencingFar'], on.stopAblation, true)];
    case 'failed':
      return [heading, html('p.dim.small', {}, ablation.error.message), silence()];
    case 'known':
      return [
        heading,
        html('p.dim.small', {}, ...rich(say('silenced'), html('b', {}, named(word.text)))),
        headList(page, ablation.value, map, on),
      ];
  }
}

function headList(page: Page, { effects }: HeadAblationValue, { kind }: ShownMap, on: SideEvents): HTMLElement {
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
