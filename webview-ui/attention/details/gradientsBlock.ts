import * as l10n from '@vscode/l10n';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { SaliencyValue } from '../../../src/protocol/engine/index.js';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { isUnknownToken, trimToken } from '../../../src/text/displayText.js';
import { errorText } from '../../../src/wording/index.js';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { readText } from '../model/mapNames.js';
import type { ProbeState } from '../model/probe.js';
import { watchedWord } from '../model/watchedWord.js';
import type { GradientKind, WordEffect } from '../model/wordEffects.js';
import { figureIn } from './barList.js';
import { effectList } from './effectList.js';
import { actionButton, progressBlock, type Far } from './progressBlock.js';

/** The engine's answer, and its figures by word. */
export interface KnownGradients extends Record<GradientKind, WordEffect[]> {
  value: SaliencyValue;
}

export interface GradientEvents {
  explain: () => void;
  stopSaliency: () => void;
  /** a column is pointed at; −1: no longer */
  point: (column: number) => void;
  choose: (column: number) => void;
}

/** What each word's vector adds to the prediction that the word in focus stands for, by gradients; asked for by a button. */
export function gradientsBlock(
  page: AttentionPage,
  { map, saliency }: { map: DisplayedMap; saliency: ProbeState<'saliency'> },
  word: Word,
  known: KnownGradients | null,
  on: GradientEvents,
): HTMLElement[] {
  const heading = html('h2', {}, l10n.t('What gradients say'));
  const ask = () => html('p', {}, actionButton(l10n.t('Take Gradients'), on.explain));
  if (saliency.state === 'none' || saliency.state === 'stopped') return [heading, ask()];
  if (saliency.state === 'failed') {
    const why = errorText(toErrorValue(saliency.error), page.numbers.number);
    return [heading, html('p.dim.small', {}, why), ask()];
  }
  if (!known) return [heading, ...progressBlock(saliency, goingBackText, on.stopSaliency, true)];
  if (known.integrated.length === 0)
    return [heading, html('p.dim.small', {}, l10n.t('There is no other word whose vector could add to it.'))];
  const names = { integrated: l10n.t('Integrated gradients'), gradientInput: l10n.t('Gradient × input') };
  const lists = (['integrated', 'gradientInput'] as const).flatMap((kind) => [
    html('h3', {}, names[kind]),
    effectList(page, map, { label: names[kind], side: known.value.explained, effects: known[kind] }, on),
    ...(kind === 'integrated' ? completenessNote(page, known.value) : [slopeNote()]),
  ]);
  return [heading, html('p.dim.small', {}, ...whatText(map, word, known.value)), ...lists];
}

/** What the bits are parts of. */
function whatText(map: DisplayedMap, word: Word, value: SaliencyValue): (Node | string)[] {
  const pieces = value.predicted.length;
  const bits = l10n.t(
    'How much the vector of each word raises its log probability, in bits, as gradients tell it; below 0 it lowers it.',
  );
  const sum = pieces > 1 ? [' ', l10n.t('Summed over its {0} pieces.', String(pieces))] : [];
  return [...predictedText(map, word, value), ' ', bits, ...sum];
}

/** Names what is predicted: what a mask stands for, what the text or the target goes on with, or the model's own guess. */
function predictedText(map: DisplayedMap, word: Word, value: SaliencyValue): (Node | string)[] {
  const { at, watched, predicted, source, target = [] } = value;
  const isGuess = at >= (watched === 'source' ? source : target).length;
  // Of what the vocabulary lacks the model predicts the token for all of that, whatever the word is.
  const isLacking = predicted.some(({ text }) => isUnknownToken(text));
  const name = isGuess || isLacking ? undefined : watchedWord(map, word)?.text;
  const bold = (text: string) => html('b', {}, trimToken(text));
  const said = bold(name ?? predicted.map(({ text }) => text).join(''));
  if (map.kind === 'encoder')
    return interpolateNodes(l10n.t('What is predicted: {0}, with a mask in its place.'), said);
  const text = isGuess
    ? watched === 'source'
      ? l10n.t('What is predicted: {0}. Nothing in the text comes after {1}: it is the model’s own first guess.')
      : l10n.t('What is predicted: {0}. Nothing in the target comes after {1}: it is the model’s own first guess.')
    : watched === 'source'
      ? l10n.t('What is predicted: {0}, which comes next in the text after {1}.')
      : l10n.t('What is predicted: {0}, which comes next in the target after {1}.');
  return interpolateNodes(text, said, bold(readText(map, word)));
}

/** What integrated gradients should sum to, and what they lack of it. */
function completenessNote(page: AttentionPage, { bits, completeness }: SaliencyValue): HTMLElement[] {
  if (!completeness) return [];
  const { steps, baseline, baselineBits, sum, error } = completeness;
  const figure = figureIn(page, 0);
  const from = baseline
    ? l10n.t(
        'The way, in {0} steps, begins where each of these words has the vector of {1}.',
        String(steps),
        trimToken(baseline.text),
      )
    : l10n.t('The way, in {0} steps, begins where each of these words has a vector of zeros.', String(steps));
  const whole = l10n.t(
    'On it the log probability changes by {0} bits; the figures of all words, listed or not, sum to {1} bits, an error of {2} bits. Where the error is large beside the figures, there were too few steps to rely on them.',
    figure(bits - baselineBits),
    figure(sum),
    figure(error),
  );
  return [html('p.dim.small', {}, `${from} ${whole}`)];
}

const slopeNote = () =>
  html(
    'p.dim.small',
    {},
    l10n.t('The slope at this very text times the vector: as if it stayed the same down to a vector of zeros.'),
  );

function goingBackText(far: Far | null): string {
  if (!far) return l10n.t('Going back through the model …');
  return l10n.t('Going back through the model: {0} of {1} points …', String(far.done), String(far.count));
}
