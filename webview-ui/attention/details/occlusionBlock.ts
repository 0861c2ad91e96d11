import * as l10n from '@vscode/l10n';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { OcclusionValue } from '../../../src/protocol/engine/index.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import type { WordEffect } from '../model/wordEffects.js';
import type { ProbeState, Unpredicted } from '../model/probe.js';
import { effectList } from './effectList.js';
import { actionButton, progressBlock, type Far } from './progressBlock.js';
import { changeText } from './watchedText.js';

/** The engine's answer, and its effects by word. */
export interface KnownEffects {
  value: OcclusionValue;
  effects: WordEffect[];
}

export interface OcclusionEvents {
  /** a column is pointed at; −1: no longer */
  point: (column: number) => void;
  choose: (column: number) => void;
  occlude: () => void;
  stopOcclusion: () => void;
}

interface OcclusionInput {
  map: DisplayedMap;
  /** the reason why nothing can be hidden, or what is known */
  occlusion: ProbeState<'occlusion'> | Unpredicted;
}

/** What changes for the word in focus when each other word is hidden, and what the model says with nothing hidden. */
export function occlusionBlock(
  page: AttentionPage,
  { map, occlusion }: OcclusionInput,
  word: Word,
  known: KnownEffects | null,
  on: OcclusionEvents,
): HTMLElement[] {
  const heading = html('h2', {}, l10n.t('What changes if it is hidden'));
  const note = (text: string) => [heading, html('p.dim.small', {}, text)];
  if (occlusion === 'not predicted')
    return note(
      word.start === null
        ? l10n.t('Nothing is predicted in place of a special token.')
        : l10n.t('This encoder predicts nothing by itself; its decoder does. Look at the decoder or cross map.'),
    );
  if (occlusion === 'no predictions')
    return note(
      l10n.t(
        '{0} predicts no words, and without a prediction neither hidden words nor gradients nor silenced heads tell anything. Choose a model that fills gaps or writes.',
        map.model,
      ),
    );
  if (occlusion.state === 'none') return [];
  if (occlusion.state === 'failed') return note(errorText(toErrorValue(occlusion.error), page.numbers.number));
  if (occlusion.state === 'stopped')
    return [heading, html('p', {}, actionButton(l10n.t('Hide Each Word'), on.occlude))];
  if (!known) return [heading, ...progressBlock(occlusion, hidingText, on.stopOcclusion)];
  const how = map.kind === 'encoder' ? l10n.t('Each word masked in turn.') : l10n.t('Each word hidden in turn.');
  return [
    heading,
    html('p.dim.small', {}, ...changeText(how, map, word)),
    effectList(
      page,
      map,
      {
        label: l10n.t('What changes if it is hidden'),
        side: known.value.hidden,
        effects: known.effects.map(atLeastNothing),
      },
      on,
    ),
    ...predictionNote(page, map, word, known.value),
  ];
}

/** No divergence is below 0 but by rounding. */
const atLeastNothing = ({ word, bits }: WordEffect): WordEffect => ({ word, bits: Math.max(0, bits) });

/** What the model says there with nothing hidden: for an encoder the word itself is masked all the same. */
function predictionNote(
  { numbers }: AttentionPage,
  { kind }: DisplayedMap,
  word: Word,
  { predictions, pieces = [] }: OcclusionValue,
): HTMLElement[] {
  const [best] = predictions;
  if (!best) return [];
  const bold = (text: string) => html('b', {}, trimToken(text));
  const said = ({ text, probability }: typeof best) => [bold(text), ` ${numbers.percent(probability)}`];
  const each = html(
    'span',
    {},
    ...pieces.flatMap(([first], at) => (first ? [at > 0 ? ', ' : '', ...said(first)] : [])),
  );
  const isSeveral = pieces.length > 1;
  const text =
    kind === 'encoder'
      ? isSeveral
        ? l10n.t('With all {0} pieces of {1} masked and nothing else hidden, the model says, piece by piece: {2}.')
        : l10n.t('With {0} itself masked and nothing else hidden, the model says {1} there, at {2}.')
      : isSeveral
        ? l10n.t('With nothing hidden the model says, each of {0} pieces after those before it: {1}.')
        : l10n.t('With nothing hidden the model says {0} there, at {1}.');
  const count = String(pieces.length);
  const single = [bold(best.text), numbers.percent(best.probability)];
  const values =
    kind === 'encoder'
      ? isSeveral
        ? [count, bold(word.text), each]
        : [bold(word.text), ...single]
      : isSeveral
        ? [count, each]
        : single;
  return [html('p.dim.small', {}, ...interpolateNodes(text, ...values))];
}

function hidingText(far: Far | null): string {
  if (!far) return l10n.t('Hiding one word after the other …');
  return l10n.t('Hiding one word after the other: {0} of {1} …', String(far.done), String(far.count));
}
