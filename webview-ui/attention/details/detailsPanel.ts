import * as l10n from '@vscode/l10n';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { alignmentSection } from './alignmentSection.js';
import { ablationBlock, type AblationEvents } from './ablationSection.js';
import { barList, figureIn, LISTED, type BarRow } from './barList.js';
import { type KnownEffects, occlusionBlock, type OcclusionEvents } from './occlusionBlock.js';
import { occlusionEffects, saliencyEffects, type WordEffect } from '../model/wordEffects.js';
import { agreementBlock } from './agreementBlock.js';
import { gradientsBlock, type GradientEvents, type KnownGradients } from './gradientsBlock.js';
import type { ComparedRows } from '../model/comparedRows.js';
import type { ProbeState, Unpredicted } from '../model/probe.js';
import { chooseText, layerHeadText } from '../model/mapNames.js';
import { watchedWord } from '../model/watchedWord.js';

/** All that the column beside the picture tells of the word in focus. */
export interface DetailsInput {
  map: DisplayedMap;
  row: number;
  /** rows of the same words: weights of the head or average that is chosen, and rollout; null while unknown */
  weights: DisplayedMap | null;
  rollout: DisplayedMap | null;
  /** the reason why nothing can be hidden, or what is known */
  occlusion: ProbeState<'occlusion'> | Unpredicted;
  saliency: ProbeState<'saliency'>;
  ablation: ProbeState<'headAblation'>;
  /** rows to compare with what hiding changes, made on the same input */
  compared: ComparedRows;
  /** of the word that a target's word was written from */
  alignment: { word: Word; read: Word | null; weight: number }[] | null;
}

export interface DetailsEvents extends AblationEvents, GradientEvents, OcclusionEvents {
  align: (row: Word) => void;
}

/** Beside the picture: what the word in focus looks at, what hiding others changes, how far the two agree. */
export function detailsPanel(page: AttentionPage, input: DetailsInput, on: DetailsEvents): HTMLElement[] {
  const { map, row } = input;
  const word = map.rows.words[row];
  if (!word)
    return [
      html('p.dim', {}, chooseText(map)),
      ...(input.alignment ? [alignmentSection(page, input.alignment, on.align)] : []),
    ];
  const known = knownEffects(page, input);
  const gradients = knownGradients(page, input);
  const onColumns = (side: 'source' | 'target', effects: WordEffect[]) =>
    (side === 'source') === (map.columns.subjectAt !== null) ? effects : null;
  // Without a prediction there is nothing that a word's vector or a head could change.
  const isPredicted = typeof input.occlusion !== 'string';
  const blocks = [
    [
      html('h2.subject', {}, trimToken(word.text)),
      ...writtenNote(map, row),
      ...lackingNote(map, row),
      ...readList(page, input, word, on),
    ],
    occlusionBlock(page, input, word, known, on),
    isPredicted ? gradientsBlock(page, input, word, gradients, on) : [],
    agreementBlock(page, input, {
      hiding: known && onColumns(known.value.hidden, known.effects),
      integrated: gradients && onColumns(gradients.value.explained, gradients.integrated),
      gradientInput: gradients && onColumns(gradients.value.explained, gradients.gradientInput),
    }),
    input.alignment ? [alignmentSection(page, input.alignment, on.align)] : [],
    isPredicted ? ablationBlock(page, input, word, on) : [],
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
        map.what === 'rollout'
          ? l10n.t('In the {0}, {1} is made up most of')
          : map.reads
            ? l10n.t('In {0}, writing {1} looks most at')
            : l10n.t('In {0}, {1} looks most at'),
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

/** Why a row is named by what it writes, where it is. */
function writtenNote(map: DisplayedMap, row: number): HTMLElement[] {
  const word = map.rows.words[row];
  if (!map.reads || !word) return [];
  const text = l10n.t(
    'A decoder writes a word at the place where it reads the one before it: here it reads {0} and looks for what it needs to write {1}.',
  );
  const bold = (name: string) => html('b', {}, trimToken(name));
  return [html('p.dim.small', {}, ...interpolateNodes(text, bold(map.reads[row] ?? ''), bold(word.text)))];
}

/** Words that a model has no token for are one and the same to it: what it reads, and what is predicted of them. */
function lackingNote(map: DisplayedMap, row: number): HTMLElement[] {
  const word = map.rows.words[row];
  const unknown = word?.unknown ?? (word && watchedWord(map, word)?.unknown);
  if (!word || unknown === undefined) return [];
  const text = l10n.t(
    '{0} has no token for {1}: it reads {2}, as for all that its vocabulary lacks. What is told here is of that, and would be the same of another such word.',
  );
  const name = word.unknown === undefined ? (watchedWord(map, word)?.text ?? word.text) : word.text;
  const bold = (shown: string) => html('b', {}, trimToken(shown));
  return [html('p.dim.small', {}, ...interpolateNodes(text, map.model, bold(name), bold(unknown)))];
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

function knownEffects(page: AttentionPage, { occlusion }: DetailsInput): KnownEffects | null {
  if (typeof occlusion === 'string' || occlusion.state !== 'known') return null;
  const text = page.state.prefix + (page.subject?.text ?? '');
  return {
    value: occlusion.value,
    effects: occlusionEffects(occlusion.value, text, page.state.words),
  };
}

function knownGradients(page: AttentionPage, { saliency }: DetailsInput): KnownGradients | null {
  if (saliency.state !== 'known') return null;
  const { value } = saliency;
  const text = page.state.prefix + (page.subject?.text ?? '');
  const of = (kind: 'integrated' | 'gradientInput') => saliencyEffects(value, kind, text, page.state.words);
  return { value, integrated: of('integrated'), gradientInput: of('gradientInput') };
}
